import Foundation
import HTTP
import JSON
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

    /// Needs python3 with openapi-spec-validator; says so and passes where they are missing.
    @Test func `A validator of others takes the document`() throws {
        let document = OpenAPIDocument(routes: Routes.all, version: "1").serialized()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "ibtool-openapi-\(UUID().uuidString).json")
        try Data(document).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        guard try run(["-c", "import openapi_spec_validator"]).status == 0 else {
            print("skipped: python3 with openapi-spec-validator is not installed")
            return
        }
        let script =
            "import json,sys\nfrom openapi_spec_validator import validate\n"
            + "validate(json.load(open(sys.argv[1])))"
        let (status, output) = try run(["-c", script, file.path])
        #expect(status == 0, "\(output)")
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, String(output.suffix(2000)))
    }
}
