import Foundation
import JSON
import Testing

/// The 318 texts of nst/JSONTestSuite, kept beside the repository.
@Suite struct JSONSuiteTests {
    static let folder = sharedFolder().appendingPathComponent("suites/json")
    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(".json") }.sorted()
    }()

    static func sharedFolder() -> URL {
        if let path = ProcessInfo.processInfo.environment["IBTOOL_SHARED"] {
            return URL(fileURLWithPath: path)
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared")
    }

    @Test(.enabled(if: !names.isEmpty, "the folder shared/suites/json is not here"))
    func theWholeSuiteIsThere() {
        #expect(Self.names.count == 318)
    }

    @Test(arguments: names)
    func eachTextIsAcceptedOrRefusedAsItsNameSays(_ name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name)))
        let result = Result { try JSONValue.parse(bytes) }
        switch name.first {
        case "y":
            let value = try result.get()
            #expect(try JSONValue.parse(value.serialized()) == value)
        case "n": #expect(throws: JSONError.self) { try result.get() }
        default: break
        }
    }
}
