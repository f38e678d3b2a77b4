import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct CompanionTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "jean")
        try store.create(["summary": "one"])
        try store.create(["summary": "two"])
    }

    @Test func `What was added comes back, changed and withdrawn, each with its version`() throws {
        let made = try store.add(
            .work, ["title": "Call back", "owner": "jean", "due": "2026-04-01", "state": "open"],
            to: 1)
        #expect(made.version == 1)
        #expect(made.createdBy == "marie")
        #expect(try store.companions(.work, of: 1) == [made])
        let changed = try store.change(
            made, ["state": "done", "note": "reached them", "due": .null])
        #expect(changed.version == 2)
        #expect(changed["due"] == .null)
        #expect(changed["title"] == "Call back")
        #expect(try store.companions(.work, of: 1) == [changed])
        #expect(
            refusal { try store.change(made, version: 1, ["note": "x"]) }
                == .versionConflict(current: 2))
        #expect(try store.change(changed, ["state": "done"]).version == 2)
        let gone = try store.withdraw(changed)
        #expect(gone.withdrawal?.reason == "not needed")
        #expect(try store.withdraw(gone, reason: "again").withdrawal?.reason == "not needed")
        #expect(
            refusal { try store.change(gone, ["note": "x"]) }
                == .wrongState(.task, key: String(made.id), state: "withdrawn"))
        #expect(try store.companions(.work, of: 1) == [gone])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A companion belongs to one complaint and one kind`() throws {
        let made = try store.add(.comment, ["text": "hello", "audience": "internal"], to: 1)
        func found(_ kind: CompanionKind, _ complaint: Int64) throws -> Companion? {
            try store.read { (reader) throws(StorageFailure) in
                try reader.companion(kind, made.id, of: .id(complaint), for: everything)
            }
        }
        #expect(try found(.comment, 1) == made)
        #expect(try found(.comment, 2) == nil)
        #expect(try found(.work, 1) == nil)
        #expect(
            refusal {
                _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                    try transaction.withdrawCompanion(
                        .comment, made.id, of: .id(2), reason: "x", for: everything)
                }
            } == .notFound(.comment, key: String(made.id)))
        store.close()
    }

    @Test func `Who and what it names has to be there, and to be seen`() throws {
        #expect(
            refusal { try store.add(.work, ["title": "x", "owner": "nobody"], to: 1) }
                == .invalid([FieldProblem("/owner", .unknownReference)]))
        let related: KeyValuePairs<String, FieldValue> = ["relation": "related", "other": "C-9-9"]
        #expect(
            refusal { try store.add(.link, related, to: 1) }
                == .invalid([FieldProblem("/other", .unknownReference)]))
        #expect(
            refusal { try store.add(.link, ["relation": "related", "other": "1"], to: 1) }
                == .invalid([FieldProblem("/other", .selfReference)]))
        let link = try store.add(.link, ["relation": "related", "other": "2"], to: 1)
        #expect(try link["other"] == .text(store.number(2)))
        #expect(try store.value("SELECT other_complaint_id FROM companion") == "2")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `Whoever is bound elsewhere neither sees nor adds any`() throws {
        _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "L", "name": "Lille"]))
            _ = try transaction.createSite(values(["code": "P", "name": "Paris"]))
        }
        let id = try store.create(["summary": "at Lille", "site": "L"]).value.id
        try store.add(.comment, ["text": "internal words", "audience": "internal"], to: id)
        #expect(try store.companions(.comment, of: id, for: bound(to: [1]))?.count == 1)
        #expect(try store.companions(.comment, of: id, for: bound(to: [2])) == nil)
        #expect(
            refusal { try store.add(.comment, ["text": "x"], to: id, for: bound(to: [2])) }
                == .notFound(.complaint, key: String(id)))
        func told(_ visibility: Visibility) throws -> [Entity] {
            try store.read { (reader) throws(StorageFailure) in
                try reader.changes(after: 0, limit: 100, for: visibility).map(\.entity)
            }
        }
        #expect(try told(bound(to: [1])).contains(.comment))
        #expect(try !told(bound(to: [2])).contains(.comment))
        store.close()
    }

    @Test func `A file at its end is locked for work and comments, and can still be watched`()
        throws
    {
        let work = try store.add(.work, ["title": "Call", "state": "open"], to: 1)
        try store.bring(1, to: "closed")
        let locked = Refusal.locked(.complaint, key: try store.number(1))
        #expect(refusal { try store.add(.comment, ["text": "x"], to: 1) } == locked)
        #expect(refusal { try store.change(work, ["state": "done"]) } == locked)
        #expect(refusal { try store.withdraw(work) } == locked)
        try store.add(.watcher, ["owner": "jean"], to: 1)
        store.close()
    }

    @Test func `Words are in no file of the directory, and the log holds none in the open`() throws
    {
        let canary = "Canaryowska-Quetzalcoatl"
        let work = try store.add(
            .work, ["title": .text(canary), "note": .text(canary), "state": "open"], to: 1)
        try store.change(work, ["note": .text(canary + " changed")])
        try store.add(.comment, ["text": .text(canary), "audience": "customer"], to: 1)
        try store.add(.link, ["relation": "related", "other": "2", "note": .text(canary)], to: 1)
        func files() throws -> [String] {
            try Directory.list(directory.path).filter { name in
                let bytes = try DurableFile.read("\(directory.path)/\(name)", bytesMax: 1 << 30)
                return String(decoding: bytes, as: UTF8.self).contains(canary)
            }
        }
        #expect(try files() == [])
        store.close()
        #expect(try files() == [])
    }

    @Test func `Erasing the person takes the words and leaves everything valid`() throws {
        let work = try store.add(
            .work, ["title": "Ask Ms Martin", "owner": "jean", "state": "open"], to: 1)
        let other = try store.add(.comment, ["text": "kept", "audience": "internal"], to: 2)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(1), expected: 1, for: everything)
        }
        let found = try #require(try store.companions(.work, of: 1)?.first)
        #expect(found.isErased)
        #expect(found["title"] == .null)
        #expect(found["owner"] == "jean")
        #expect(try store.companions(.comment, of: 2) == [other])
        #expect(try store.verify(thorough: true).ok)
        // What says nothing of a person can still be said.
        try store.change(found, ["state": "done"])
        #expect(
            refusal { try store.change(found, version: 2, ["title": "again"]) }
                == .erased(.task, key: String(work.id)))
        #expect(
            refusal { try store.add(.comment, ["text": "new"], to: 1) }
                == .erased(.complaint, key: try store.number(1)))
        try store.add(.watcher, ["owner": "marie"], to: 1)
        try store.add(.link, ["relation": "related", "other": "2"], to: 1)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `The history of a complaint tells of its companions`() throws {
        let work = try store.add(.work, ["title": "Call", "state": "open"], to: 1)
        try store.change(work, ["state": "done"])
        let json = try store.read { (reader) throws(StorageFailure) -> [UInt8] in
            var writer = JSONWriter(reserving: 4096)
            _ = try reader.history(
                of: .id(1), for: everything, before: nil, limit: 10, into: &writer)
            return writer.take()
        }
        let items = try JSONValue.parse(json).objectValue?["items"]?.arrayValue ?? []
        #expect(items.count == 3)
        let newest = items.first?.objectValue
        #expect(newest?["task"]?.int64Value == work.id)
        #expect(newest?["version"] == .null)
        let fields = newest?["changes"]?.arrayValue?.compactMap {
            $0.objectValue?["field"]?.stringValue
        }
        #expect(fields == ["state"])
        store.close()
    }

    @Test(
        "What an editor does to a companion is named",
        arguments: [
            ("UPDATE companion SET owner='eve'", "records", "The task 1: the field owner"),
            ("UPDATE companion SET state='done'", "records", "The task 1: the field state"),
            ("UPDATE companion SET other_complaint_id=2", "records", "The task 1: the field other"),
            ("UPDATE companion SET version=7", "records", "The task 1 has version 7"),
            (
                "UPDATE companion SET document='{\"done_by\":\"eve\"}'", "records",
                "The task 1: the field done_by"
            ),
            ("UPDATE companion SET document='{\"x\":\"y\"}'", "records", "The task 1: the field x"),
            ("UPDATE companion SET sealed=NULL", "records", "The task 1: the field title"),
            ("UPDATE companion SET sealed=x'00'", "records", "companion 1 do not match"),
            ("UPDATE companion SET kind='comment'", "records", "The comment 1 is not in the log"),
            ("UPDATE companion SET kind='x'", "records", "Companion 1 is of no known kind"),
            (
                "UPDATE companion SET withdrawn_at=1, withdrawn_by='e', withdrawn_reason=''",
                "records", "The task 1: the field withdrawn"
            ),
            ("UPDATE companion SET complaint_id=2", "references", "was another by their log"),
            ("DELETE FROM companion", "references", "in the log that are not there"),
            ("UPDATE companion SET other_complaint_id=99", "references", "links to a complaint"),
            ("UPDATE companion SET updated_at=1", "times", "The task 1 "),
            ("UPDATE companion SET updated_by='eve'", "times", "The task 1 "),
            ("UPDATE companion SET created_by='eve'", "times", "The task 1 "),
        ])
    func tampering(sql: String, check: String, detail: String) throws {
        try store.add(
            .work, ["title": "Call", "owner": "jean", "state": "open"], to: 1)
        #expect(try store.verify(thorough: true).ok)
        store.close()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try connection.execute(sql)
        _ = try connection.checkpoint(.truncate)
        let again = try directory.open()
        defer { again.close() }
        let found = try again.verify(thorough: true).checks.first { $0.name == check && !$0.ok }
        #expect(found?.detail.contains(detail) == true, "\(found?.detail ?? "nothing")")
    }

    @Test func `A kind has a limit, and one more is refused`() throws {
        try store.add(.watcher, ["owner": "jean"], to: 1)
        // The rows between are only counted.
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        store.close()
        try connection.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
            INSERT INTO companion(id, complaint_id, kind, version, created_at, created_by,
              updated_at, updated_by) SELECT i, 1, 'watcher', 1, 0, '', 0, '' FROM n
            """)
        _ = try connection.checkpoint(.truncate)
        let again = try directory.open()
        defer { again.close() }
        try again.add(.watcher, ["owner": "jean"], to: 1)
        #expect(
            refusal { try again.add(.watcher, ["owner": "jean"], to: 1) }
                == .invalid([FieldProblem("", .tooMany, argument: "2000")]))
        try again.add(.watcher, ["owner": "jean"], to: 2)
    }
}
