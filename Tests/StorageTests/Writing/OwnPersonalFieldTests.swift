import Complaints
import JSON
import Testing

@testable import Storage

/// Own fields about persons: where their values are, and what may become of their definitions.
@Suite struct OwnPersonalFieldTests {
    private let directory: StoreDirectory
    private let store: Store
    private let analyst = Visibility(sites: nil, seesComplainant: true, seesPatient: false)

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
    }

    private static func initials(
        _ access: FieldAccess = .patient, traits: FieldTraits = []
    ) -> Field {
        .own(
            "custom.initials", .text(bytesMax: 40), access: access, traits: traits,
            label: Words("Initials", "Initiales"))
    }

    private func define(_ field: Field) throws {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createCustomField(field)
        }
    }

    private func change(_ field: Field) throws {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.changeCustomField(field)
        }
    }

    private func record(
        _ visibility: Visibility, fields: [FieldName]? = nil
    ) throws -> Shown {
        var writer = JSONWriter()
        let stamp = try store.read { (reader) throws(StorageFailure) in
            try reader.complaint(.id(1), for: visibility, fields: fields, into: &writer)
        }
        let json = try #require(try JSONValue.parse(writer.take()).objectValue)
        return Shown(json: json, stamp: try #require(stamp))
    }

    private struct Shown {
        let json: JSONObject
        let stamp: RecordStamp

        /// The object of own fields as text.
        var custom: String? {
            json["custom"].map { String(decoding: $0.serialized(), as: UTF8.self) }
        }
    }

    /// Beside an open field of one's own, which shares `custom` with it.
    private func fill() throws {
        try define(Self.initials())
        try define(.own("custom.bay", .text(bytesMax: 9), label: Words("Bay", "Baie")))
        try store.create([
            "summary": "x", "room": "2", "custom.bay": "3", "custom.initials": "AB",
        ])
    }

    @Test func `A value is in the sealed object alone and is shown below custom to who may see it`()
        throws
    {
        try fill()
        #expect(
            try store.value("SELECT document FROM complaint")
                == #"{"custom":{"bay":"3"},"room":"2"}"#)
        let full = try record(everything)
        #expect(full.custom == #"{"bay":"3","initials":"AB"}"#)
        #expect(full.json["custom.initials"] == nil && full.json["room"]?.stringValue == "2")
        #expect(full.stamp.holdsPersonal && full.stamp.holdsRestricted)
        let narrow = try record(analyst)
        #expect(narrow.custom == #"{"bay":"3"}"#)
        #expect(!narrow.stamp.holdsPersonal && !narrow.stamp.holdsRestricted)
        store.close()
    }

    @Test func `Asked for by name it stands beside custom, with custom below it`() throws {
        try fill()
        let named = try record(everything, fields: ["custom.initials"])
        #expect(named.json["custom.initials"]?.stringValue == "AB" && named.custom == nil)
        let all = try record(everything, fields: ["custom"])
        #expect(all.custom == #"{"bay":"3","initials":"AB"}"#)
        #expect(all.json["custom.initials"] == nil && all.stamp.holdsRestricted)
        let other = try record(everything, fields: ["room"])
        #expect(other.custom == nil && !other.stamp.holdsPersonal)
        #expect(
            refusal { _ = try record(analyst, fields: ["custom.initials"]) }
                == .restrictedField("custom.initials"))
        store.close()
    }

    @Test func `Without other own fields the object of own fields holds it all the same`() throws {
        try define(Self.initials(.complainant))
        try store.create(["summary": "x", "custom.initials": "AB"])
        #expect(try store.value("SELECT document FROM complaint") == "{}")
        #expect(try record(analyst).custom == #"{"initials":"AB"}"#)
        #expect(try record(.open).custom == "{}")
        store.close()
    }

    @Test func `Past states and comparisons tell it to who may see it`() throws {
        try fill()
        try store.update(1, 1, ["custom.initials": "CD"])
        func past(_ visibility: Visibility) throws -> (text: String, restricted: Bool) {
            var writer = JSONWriter()
            let stamp = try store.read { (reader) throws(StorageFailure) in
                try reader.complaint(.id(1), at: .version(1), for: visibility, into: &writer)
            }
            let text = String(decoding: writer.take(), as: UTF8.self)
            return (text, try #require(stamp).holdsRestricted)
        }
        let (full, narrow) = (try past(everything), try past(analyst))
        #expect(full.text.contains(#""custom":{"initials":"AB","bay":"3"}"#) && full.restricted)
        #expect(narrow.text.contains(#""custom":{"bay":"3"}"#) && !narrow.restricted)
        func compared(_ visibility: Visibility) throws -> String {
            var writer = JSONWriter()
            _ = try store.read { (reader) throws(StorageFailure) in
                try reader.comparison(
                    of: .id(1), .version(1), .version(2), for: visibility, into: &writer)
            }
            return String(decoding: writer.take(), as: UTF8.self)
        }
        #expect(try compared(everything).contains(#""old":"AB","new":"CD""#))
        let masked = try compared(analyst)
        #expect(masked.contains("custom.initials") && masked.contains("•••"))
        #expect(!masked.contains("AB") && !masked.contains("CD"))
        store.close()
    }

    @Test func `Who hears of changes hears of it only where he may see it`() throws {
        try fill()
        try store.update(1, 1, ["custom.initials": "CD", "custom.bay": "4"])
        func heard(_ visibility: Visibility) throws -> [String]? {
            try store.read { (reader) throws(StorageFailure) in
                try reader.changes(after: 0, limit: 100, for: visibility)
            }.last?.fields
        }
        #expect(try heard(everything) == ["custom.bay", "custom.initials"])
        #expect(try heard(analyst) == ["custom.bay"])
        store.close()
    }

    @Test(
        "Who may see the values is for good",
        arguments: [
            (FieldAccess.open, FieldAccess.patient), (.patient, .open), (.complainant, .patient),
        ])
    func forGood(old: FieldAccess, new: FieldAccess) throws {
        try define(Self.initials(old))
        #expect(
            refusal { try change(Self.initials(new)) }
                == .invalid([FieldProblem("/access", .readOnly)]))
        try change(Self.initials(old, traits: [.required]))
        store.close()
    }

    @Test func `Retired and defined again it keeps its values, also over a stop`() throws {
        try fill()
        try change(Self.initials(traits: [.retired]))
        try store.update(1, 1, ["custom.bay": "4"])
        #expect(try record(everything).custom == #"{"bay":"4","initials":"AB"}"#)
        #expect(try store.verify(thorough: true).ok)
        store.close()
        let again = try directory.open()
        let field = try again.read { (reader) throws(StorageFailure) in
            try reader.customFields().first { $0.name == "custom.initials" }
        }
        #expect(field?.storage == .sealed && field?.access == .patient && field?.entry == .system)
        #expect(try again.verify(thorough: true).ok)
        again.close()
    }

    @Test func `A complaint prepared before the field was defined is sealed by what it is now`()
        throws
    {
        let draft = try store.draft(of: values(["summary": "x", "custom.initials": "AB"]))
        try define(Self.initials())
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createComplaint(draft, for: everything)
        }
        #expect(try store.value("SELECT document FROM complaint") == "{}")
        #expect(try record(everything).custom == #"{"initials":"AB"}"#)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A reading of patients names it`() throws {
        try fill()
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.logPatientReading(of: 1)
        }
        let last = try #require(try store.history(1).last)
        #expect(last.operation == "read")
        let names = last.changes.map(\.name)
        #expect(names.contains("custom.initials") && names.contains("patient_age"))
        store.close()
    }
}
