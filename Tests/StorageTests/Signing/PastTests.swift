import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct PastTests {
    private let directory: StoreDirectory
    private let clock = ManualClock(Timestamp(microseconds: 1_772_442_764_000_000))
    private let analyst = Visibility(sites: nil, seesComplainant: true, seesPatient: false)

    init() throws { directory = try StoreDirectory() }

    /// A complaint at three versions, one hour apart: intake, triage, an erased value.
    private func open() throws -> Store {
        let store = try directory.open { $0.clock = clock.wallClock }
        try store.create([
            "summary": "First", "status": "received", "description": "It stopped",
            "patient_age": "43", "room": "12",
            "complainant_name": "Lea",
        ])
        clock.advance(by: .seconds(3600))
        try store.update(1, 1, ["summary": "Second", "status": "triage", "severity": "serious"])
        clock.advance(by: .seconds(3600))
        try store.update(1, 2, ["room": .null, "patient_age": "44", "summary": "Third"])
        return store
    }

    private func record(
        _ store: Store, _ moment: PastMoment, for visibility: Visibility? = nil
    ) throws -> (json: JSONObject, stamp: RecordStamp)? {
        var writer = JSONWriter()
        let stamp = try store.read { (reader) throws(StorageFailure) in
            try reader.complaint(
                .id(1), at: moment, for: visibility ?? everything, into: &writer)
        }
        guard let stamp else { return nil }
        return (try #require(try JSONValue.parse(writer.take()).objectValue), stamp)
    }

    @Test("Each version is told as it was")
    func versions() throws {
        let store = try open()
        defer { store.close() }
        let first = try #require(try record(store, .version(1)))
        #expect(first.json["summary"]?.stringValue == "First")
        #expect(first.json["status"]?.stringValue == "received")
        #expect(first.json["room"]?.stringValue == "12")
        #expect(first.json["patient_age"]?.stringValue == "43")
        #expect(first.json["version"]?.int64Value == 1 && first.stamp.holdsRestricted)
        #expect(first.json["updated"]?.stringValue == first.json["created"]?.stringValue)
        let third = try #require(try record(store, .version(3)))
        #expect(third.json["summary"]?.stringValue == "Third")
        #expect(third.json["room"] == nil)
        #expect(third.json["severity"]?.stringValue == "serious")
        #expect(third.json["updated_by"]?.stringValue == "marie")
        #expect(try record(store, .version(4)) == nil)
        #expect(try record(store, .version(0)) == nil)
    }

    @Test("An instant is told by the last version made by then")
    func instants() throws {
        let store = try open()
        defer { store.close() }
        let start: Int64 = 1_772_442_764_000_000
        let hour: Int64 = 3_600_000_000
        for (moment, version) in [
            (start - 1, nil), (start, 1), (start + hour - 1, 1), (start + hour, 2),
            (Int64.max, 3),
        ] as [(Int64, Int64?)] {
            let found = try record(store, .instant(moment))
            #expect(found?.stamp.version == version, "\(moment)")
        }
    }

    @Test("What one may not see is left out, and its difference masked")
    func restricted() throws {
        let store = try open()
        defer { store.close() }
        let past = try #require(try record(store, .version(1), for: analyst))
        #expect(past.json["patient_age"] == nil && !past.stamp.holdsRestricted)
        #expect(past.json["complainant_name"]?.stringValue == "Lea")
        let viewer = Visibility(sites: nil, seesComplainant: false, seesPatient: false)
        #expect(try record(store, .version(1), for: viewer)?.json["complainant_name"] == nil)
        let elsewhere = Visibility(sites: [9], seesComplainant: true, seesPatient: true)
        #expect(try record(store, .version(1), for: elsewhere) == nil)
        let masked = try comparison(store, for: analyst)
        #expect(masked.changes["patient_age"] == ["•••", "•••"] && !masked.holdsRestricted)
    }

    private func comparison(
        _ store: Store, for visibility: Visibility
    ) throws -> (changes: [String: [String?]], holdsRestricted: Bool) {
        var writer = JSONWriter()
        let stamp = try store.read { (reader) throws(StorageFailure) in
            try reader.comparison(
                of: .id(1), .version(1), .version(3), for: visibility, into: &writer)
        }
        let json = try #require(try JSONValue.parse(writer.take()).objectValue)
        var changes: [String: [String?]] = [:]
        for item in json["changes"]?.arrayValue ?? [] {
            let object = try #require(item.objectValue)
            changes[object["field"]?.stringValue ?? ""] = [
                object["old"]?.stringValue, object["new"]?.stringValue,
            ]
        }
        return (changes, try #require(stamp).holdsRestricted)
    }

    @Test("Two versions differ in what changed between them, and in nothing else")
    func comparison() throws {
        let store = try open()
        defer { store.close() }
        let found = try comparison(store, for: everything)
        #expect(
            found.changes == [
                "summary": ["First", "Third"], "room": ["12", nil], "patient_age": ["43", "44"],
                "severity": [nil, "serious"], "status": ["received", "triage"],
            ])
        #expect(found.holdsRestricted)
    }

    @Test("Of an erased file the open fields stay, the sealed ones are said to be gone")
    func erased() throws {
        let store = try open()
        defer { store.close() }
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(1), expected: 3, for: everything)
        }
        let past = try #require(try record(store, .version(1)))
        #expect(past.json["erased"]?.boolValue == true)
        #expect(past.json["patient_age"] == nil && past.json["summary"]?.stringValue == nil)
        #expect(past.json["status"]?.stringValue == "received")
    }

    @Test("The newest version by the log is the record as it stands")
    func agrees() throws {
        let store = try open()
        defer { store.close() }
        var writer = JSONWriter()
        _ = try store.read { (reader) throws(StorageFailure) in
            try reader.complaint(.id(1), for: everything, fields: nil, into: &writer)
        }
        let now = try #require(try JSONValue.parse(writer.take()).objectValue)
        let told = try #require(try record(store, .instant(.max))).json
        for member in now.members where member.name != "site_name" {
            #expect(told[member.name] == member.value, "\(member.name)")
        }
        #expect(told.members.filter { now[$0.name] == nil && $0.value != .null }.map(\.name) == [])
    }
}
