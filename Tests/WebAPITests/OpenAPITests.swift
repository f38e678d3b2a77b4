import Foundation
import HTTP
import JSON
import TestSupport
import Testing

@testable import WebAPI

@Suite struct OpenAPITests {
    @Test func `The document and the route table say the same, both ways`() throws {
        let instance = try TestInstance()
        let heard = instance.send(.get("/openapi.json"))
        #expect(heard.status == 200)
        #expect(heard.json["openapi"]?.stringValue == "3.1.0")
        let paths = try #require(heard.json["paths"]?.objectValue)
        var documented: Set<String> = []
        for path in paths.members {
            for operation in try #require(path.value.objectValue).members {
                documented.insert("\(operation.name.uppercased()) \(path.name)")
            }
        }
        let routed = Routes.all.filter { $0.endpoint.operation.section != .interface }
            .map { "\($0.method.rawValue) \($0.path.text)" }
        #expect(documented == Set(routed))
        #expect(documented.count == routed.count)
    }

    @Test func `Every reference in the document leads somewhere`() throws {
        let document = OpenAPIDocument(routes: Routes.all, version: "1").serialized()
        let value = try JSONValue.parse(document)
        let components = value.objectValue?["components"]?.objectValue
        let schemas = Set(components?["schemas"]?.objectValue?.names ?? [])
        var references: [String] = []
        collect(value, into: &references)
        #expect(!references.isEmpty)
        for reference in references {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            #expect(schemas.contains(name), "\(reference)")
        }
        #expect(Set(Schemas.all.map(\.name)).count == Schemas.all.count)
    }

    @Test func `Every operation documents the statuses that its row implies`() throws {
        for route in Routes.all where route.endpoint.operation.section != .interface {
            let name = "\(route.method) \(route.path.text)"
            let statuses = route.problemStatuses
            #expect(statuses.isSuperset(of: [400, 414, 421, 431, 503]), "\(name)")
            if !route.path.parameterNames.isEmpty { #expect(statuses.contains(404), "\(name)") }
            if route.access != .open { #expect(statuses.isSuperset(of: [401, 403]), "\(name)") }
            if route.body != .none {
                #expect(statuses.isSuperset(of: [413, 422, 507]), "\(name)")
            }
            for status in statuses { #expect(Problem.reasons[status] != nil, "\(status)") }
        }
    }

    @Test func `A record that is changed needs If-Match in the document, a new one may have a key`()
    {
        for route in Routes.all where route.body == .mergePatch {
            // One's own account, and a field, whose name, type and choices only ever grow.
            if ["/api/v1/session", "/api/v1/fields/{name}"].contains(route.path.text) { continue }
            #expect(route.endpoint.operation.headers.contains("If-Match"), "\(route.path.text)")
            #expect(route.problemStatuses.isSuperset(of: [412, 428]), "\(route.path.text)")
        }
        for path in ["complaints", "sites", "systems", "users", "tokens"] {
            let route = Routes.all.first {
                $0.method == .post && $0.path.text == "/api/v1/" + path
            }
            let headers = route?.endpoint.operation.headers ?? []
            #expect(headers.contains("Idempotency-Key"), "\(path)")
        }
    }

    private func collect(_ value: JSONValue, into references: inout [String]) {
        switch value {
        case .array(let elements): for element in elements { collect(element, into: &references) }
        case .object(let object):
            for member in object.members {
                if member.name == "$ref", let text = member.value.stringValue {
                    references.append(text)
                }
                collect(member.value, into: &references)
            }
        default: break
        }
    }

    /// What scripts/install-test-tools makes.
    private static let python = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../.venv/bin/python").standardizedFileURL.path

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: python),
            "there is no .venv: run scripts/install-test-tools"))
    func `A validator of others takes the document`() throws {
        let document = OpenAPIDocument(routes: Routes.all, version: "1").serialized()
        let scratch = try ScratchDirectory()
        let file = scratch.path(of: "openapi.json")
        try Data(document).write(to: URL(fileURLWithPath: file))
        let script =
            "import json,sys\nfrom openapi_spec_validator import validate\n"
            + "validate(json.load(open(sys.argv[1])))"
        let (status, output) = try run(["-c", script, file])
        #expect(status == 0, "\(output)")
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, String(output.suffix(2000)))
    }
}
