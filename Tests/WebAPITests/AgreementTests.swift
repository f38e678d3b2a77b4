import Complaints
import Foundation
import JSON
import TestSupport
import Testing

@testable import WebAPI

/// The form asks for what the server asks for: the same conditions over the same files, evaluated by
/// the interface's own modules in Node and by the domain here.
@Suite struct AgreementTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let node = ["/usr/bin/node", "/usr/local/bin/node"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Small fields with many conditions over each other, and those of the house.
    private static func catalogue(_ generator: inout SeededGenerator) -> FieldCatalogue {
        let choices = ["a", "b", "c"].map { Choice($0, $0, $0) }
        let types: [FieldType] = [
            .choice(choices), .list(of: .choice(choices)), .boolean, .integer(0...3),
            .text(bytesMax: 9),
        ]
        let names = (0..<12).compactMap { FieldName(custom: "f\($0)") }
        let fields = names.enumerated().map { index, name in
            let condition = condition(names.filter { $0 != name }, depth: 2, &generator)
            return Field(
                name, types[index % types.count], .custom, in: .document,
                label: Words(name.text, name.text), requiredWhen: condition)
        }
        return FieldCatalogue.standard.adding(custom: fields)
    }

    private static func condition(
        _ names: [FieldName], depth: Int, _ generator: inout SeededGenerator
    ) -> FieldCondition {
        let name = names.randomElement(using: &generator) ?? "outcome"
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &generator) {
        case 0: return .isSet(name)
        case 1: return .isEmpty(name)
        case 2: return .hasReached(Progress.states.randomElement(using: &generator) ?? "triage")
        case 3:
            let texts = ["a", "b", "true", "2", "x"].filter { _ in
                Bool.random(using: &generator)
            }
            return .isOneOf(name, texts.isEmpty ? ["a"] : texts)
        case 4: return .all(parts(names, depth, &generator))
        default: return .any(parts(names, depth, &generator))
        }
    }

    private static func parts(
        _ names: [FieldName], _ depth: Int, _ generator: inout SeededGenerator
    ) -> [FieldCondition] {
        (0..<2).map { _ in condition(names, depth: depth - 1, &generator) }
    }

    private static func value(
        _ field: Field, _ generator: inout SeededGenerator
    ) -> FieldValue {
        if Int.random(in: 0..<3, using: &generator) == 0 { return .null }
        switch field.type {
        case .choice(let choices):
            return choices.randomElement(using: &generator).map { .text($0.value) } ?? .null
        case .list(of: .choice(let choices)):
            let chosen = choices.filter { _ in Bool.random(using: &generator) }
            return chosen.isEmpty ? .null : .list(chosen.map(\.value))
        case .boolean: return .boolean(Bool.random(using: &generator))
        case .integer: return .integer(Int64.random(in: 0...3, using: &generator))
        default: return .text(["a", "x"].randomElement(using: &generator) ?? "a")
        }
    }

    private static func values(
        _ catalogue: FieldCatalogue, share: Int, _ generator: inout SeededGenerator
    ) -> FieldValues {
        var values = FieldValues()
        for field in catalogue.fields
        where field.entry != .system && field.type != .object
            && Int.random(in: 0..<share, using: &generator) == 0
        {
            values[field.name] = value(field, &generator)
        }
        return values
    }

    /// As the API writes a record: own fields below `custom`; nulls stay where `keepsNulls`.
    private static func json(_ values: FieldValues, isFlat: Bool) -> JSONValue {
        var object = JSONObject()
        var custom = JSONObject()
        for (name, value) in values {
            if let part = name.customPart, !isFlat {
                custom[part] = value.json
            } else {
                object[name.text] = value.json
            }
        }
        if !isFlat { object["custom"] = .object(custom) }
        return .object(object)
    }

    @Test(
        "What the form asks for is what the server asks for, on random files",
        .enabled(if: node != nil, "there is no Node here"))
    func agrees() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        let catalogue = Self.catalogue(&generator)
        var cases: [(record: FieldValues, patch: FieldValues)] = []
        for _ in 0..<400 {
            var record = Self.values(catalogue, share: 2, &generator)
            record["status"] = .text(
                Choices.status.randomElement(using: &generator)?.value ?? "received")
            var patch = Self.values(catalogue, share: 12, &generator)
            if Bool.random(using: &generator) { patch["status"] = nil }
            cases.append((record, patch))
        }
        let answers = try Self.ask(catalogue, cases)
        #expect(answers.count == cases.count)
        for (index, answer) in answers.enumerated() {
            let (record, patch) = cases[index]
            func old(_ name: FieldName) -> FieldValue { record[name] ?? .null }
            let status = record["status"]?.text ?? ""
            let needed = catalogue.missing(for: status, in: record).map(\.name.text)
            #expect(names(answer["needed"]) == Set(needed), "seed \(seed): \(record)")
            let check = ChangeCheck(catalogue, for: .everything)
            let problems = check.problems(in: patch, of: old).filter { $0.code == .required }
            let missed = problems.map { Self.name(of: $0.pointer) }
            #expect(names(answer["missed"]) == Set(missed), "seed \(seed): \(record) \(patch)")
            let fresh = catalogue.conditional.filter { field in
                old(field.name).isNull && field.requiredWhen?.holds(in: nil, old) == true
            }
            #expect(names(answer["fresh"]) == Set(fresh.map(\.name.text)), "seed \(seed)")
            // What the form sends of own fields is what they hold.
            let custom = answer["sent"]?.objectValue?["custom"] ?? .null
            let sent = JSONObject([("custom", custom)])
            let read = try Intake(
                catalogue: catalogue, today: try #require(CivilDate("2026-03-02")),
                caller: Self.everybody
            ).patch(sent, of: "C-1", in: "received")
            for (name, value) in record where !value.isNull && name.customPart != nil {
                #expect(read[name] == value, "seed \(seed): \(name)")
            }
        }
    }

    private static let everybody = Caller(
        userID: 1, name: "anna", role: .reviewer, permissions: Set(Permission.allCases),
        visibility: .everything, language: .english, origin: .web, address: "")

    private func names(_ json: JSONValue?) -> Set<String> {
        Set((json?.arrayValue ?? []).compactMap(\.stringValue))
    }

    private static func name(of pointer: String) -> String {
        String(pointer.dropFirst()).replacing("custom/", with: "custom.")
    }

    /// Hands the cases to Node and reads its answers.
    private static func ask(
        _ catalogue: FieldCatalogue, _ cases: [(record: FieldValues, patch: FieldValues)]
    ) throws -> [JSONObject] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("fields")
        writer.beginArray()
        for field in catalogue.fields { writer.field(field, in: catalogue) }
        writer.endArray()
        writer.name("cases")
        writer.value(
            .array(
                cases.map { record, patch in
                    [
                        "record": json(record, isFlat: false), "patch": json(patch, isFlat: true),
                    ]
                }))
        writer.endObject()
        let scratch = try ScratchDirectory()
        let file = "\(scratch.path)/cases.json"
        try Data(writer.bytes).write(to: URL(filePath: file))
        let process = Process()
        process.executableURL = URL(filePath: node ?? "")
        process.arguments = [root.appending(path: "Tests/BrowserTests/agreement.mjs").path, file]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try bytes.split(separator: 0x0A).map {
            try #require(try JSONValue.parse(Array($0)).objectValue)
        }
    }
}

/// SplitMix64: one seed, one row of numbers.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
