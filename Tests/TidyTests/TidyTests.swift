import Foundation
import Testing

@Suite("The house style, as far as a machine can check it")
struct TidyTests {
    static let files =
        SourceFile.all(under: "Sources", ["swift", "js", "css", "html", "c", "h"])
        + SourceFile.all(under: "Tests", ["swift", "js", "py"])

    @Test("Every rule holds everywhere", arguments: Rule.all)
    func everyRuleHolds(rule: Rule) {
        let findings = Self.files.filter(rule.applies).flatMap { file in
            rule.findings(file).map { "\(file.path):\($0.line): \($0.problem)" }
        }
        if !findings.isEmpty {
            Issue.record("\(rule.name):\n\(findings.joined(separator: "\n"))")
        }
    }

    @Test("Every rule finds its canary", arguments: Rule.all)
    func everyRuleFindsItsCanary(rule: Rule) {
        let canary = SourceFile(path: rule.canary.path, text: rule.canary.text)
        #expect(rule.applies(canary) && !rule.findings(canary).isEmpty)
    }

    @Test("The files are found at all")
    func filesAreFound() {
        #expect(Self.files.count > 50)
    }

    @Test("Every module has its tests")
    func everyModuleHasTests() throws {
        let manager = FileManager.default
        let modules = try manager.contentsOfDirectory(
            atPath: SourceFile.root.appendingPathComponent("Sources").path)
        let bindings: Set = ["CLinux", "CSQLite", "CZlib", "COpenSSL", "CWebAssets"]
        for module in modules where !bindings.contains(module) {
            let tests = SourceFile.root.appendingPathComponent("Tests/\(module)Tests")
            #expect(manager.fileExists(atPath: tests.path), "Tests/\(module)Tests is missing")
        }
    }

    @Test("No two test modules of Python have one name: the second would not be imported")
    func pythonModulesHaveTheirOwnNames() {
        let names = Self.files.map(\.path).filter { $0.hasSuffix(".py") && $0.contains("/test_") }
            .compactMap { $0.split(separator: "/").last }
        #expect(names.count > 50)
        for (name, all) in Dictionary(grouping: names, by: \.self) where all.count > 1 {
            Issue.record("\(name) is there \(all.count) times")
        }
    }

    @Test("The package names no other package")
    func noPackages() throws {
        let manifest = try String(
            contentsOf: SourceFile.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        #expect(!manifest.contains(".package("))
    }
}
