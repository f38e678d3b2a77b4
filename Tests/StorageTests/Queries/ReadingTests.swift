import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct ReadingTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
    }

    private func read(
        _ key: RecordKey, for visibility: Visibility = .everything, fields: [FieldName]? = nil
    ) throws -> (record: JSONValue, stamp: RecordStamp)? {
        var writer = JSONWriter()
        let stamp = try store.read { (reader) throws(StorageFailure) in
            try reader.complaint(key, for: visibility, fields: fields, into: &writer)
        }
        return try stamp.map { (try JSONValue.parse(writer.bytes), $0) }
    }

    @Test("A record is read by id and by number, with what the document and the seal hold")
    func whole() throws {
        defer { store.close() }
        let made = try store.create([
            "severity": "serious", "room": "B12", "patient_age": .integer(43),
            "complainant_name": "Dupont",
            "custom": .object(JSONObject([("line", .string("3"))])),
        ])
        let (record, stamp) = try #require(try read(.id(made.value.id)))
        #expect(record["number"]?.stringValue == made.value.code)
        #expect(record["room"]?.stringValue == "B12")
        #expect(record["patient_age"]?.int64Value == 43)
        #expect(record["complainant_name"]?.stringValue == "Dupont")
        #expect(record["custom"]?["line"]?.stringValue == "3")
        #expect(record["status"]?.stringValue == "received")
        #expect(record["owner"]?.isNull == true)
        #expect(stamp.holdsRestricted)
        #expect(stamp.version == 1)
        #expect(try read(.code(made.value.code))?.record == record)
        #expect(try read(.id(99)) == nil)
    }

    @Test("Personal fields are there for those who may see them only")
    func visibility() throws {
        defer { store.close() }
        let id = try store.create([
            "patient_age": .integer(43), "complainant_name": "Dupont", "summary": "x",
        ]).value.id
        let (open, openStamp) = try #require(try read(.id(id), for: .open))
        #expect(open["patient_age"] == nil)
        #expect(open["complainant_name"] == nil)
        #expect(!openStamp.holdsRestricted)
        let worker = Visibility(sites: nil, seesComplainant: true, seesPatient: false)
        let (worked, workedStamp) = try #require(try read(.id(id), for: worker))
        #expect(worked["patient_age"] == nil)
        #expect(worked["complainant_name"]?.stringValue == "Dupont")
        #expect(!workedStamp.holdsRestricted)
        let elsewhere = Visibility(sites: [7], seesComplainant: true, seesPatient: true)
        #expect(try read(.id(id), for: elsewhere) == nil)
        #expect(throws: StorageFailure.self) {
            try read(.id(id), for: .open, fields: ["patient_age"])
        }
    }

    @Test("Named fields narrow the record, sealed ones too")
    func narrowed() throws {
        defer { store.close() }
        let id = try store.create([
            "patient_age": .integer(43), "complainant_name": "Dupont", "summary": "x",
            "room": "B12",
        ]).value.id
        let (record, stamp) = try #require(
            try read(.id(id), fields: ["summary", "room", "complainant_name", "custom"]))
        #expect(
            record.objectValue?.names == [
                "id", "version", "summary", "room", "custom", "complainant_name",
            ])
        #expect(!stamp.holdsRestricted)
    }

    @Test("History shows old and new, newest first, and masks what is restricted")
    func history() throws {
        defer { store.close() }
        let id = try store.create([
            "severity": "minor", "summary": "a", "patient_age": .integer(43),
            "complainant_name": "Dupont",
        ]).value.id
        try store.update(id, 1, ["severity": "serious", "complainant_name": "Durand"])
        func history(_ visibility: Visibility, before: Int64?, limit: Int) throws -> JSONValue {
            var writer = JSONWriter()
            let found = try store.read { (reader) throws(StorageFailure) in
                try reader.history(
                    of: .id(id), for: visibility, before: before, limit: limit, into: &writer)
            }
            #expect(found)
            return try JSONValue.parse(writer.bytes)
        }
        let all = try history(.everything, before: nil, limit: 10)
        let items = try #require(all["items"]?.arrayValue)
        #expect(items.map { $0["operation"]?.stringValue } == ["update", "create"])
        #expect(items[0]["actor"]?.stringValue == "marie")
        let changes = try #require(items[0]["changes"]?.arrayValue)
        #expect(changes.map { $0["field"]?.stringValue } == ["complainant_name", "severity"])
        #expect(changes[0]["old"]?.stringValue == "Dupont")
        #expect(changes[1]["new"]?.stringValue == "serious")
        #expect(all["next"]?.isNull == true)
        let created = try #require(items[1]["changes"]?.arrayValue)
        let age = try #require(created.first { $0["field"]?.stringValue == "patient_age" })
        #expect(age["new"]?.stringValue == "•••")
        #expect(age["old"]?.isNull == true)
        let open = try history(.open, before: nil, limit: 1)
        let masked = open["items"]?.arrayValue?.first?["changes"]?.arrayValue?.first
        #expect(masked?["old"]?.stringValue == "•••")
        let next = try #require(open["next"]?.int64Value)
        let second = try history(.open, before: next, limit: 1)
        #expect(second["items"]?.arrayValue?.first?["operation"]?.stringValue == "create")
        #expect(second["next"]?.isNull == true)
    }

    @Test("Changes are told after a place in the log, only what the caller may see")
    func changes() throws {
        defer { store.close() }
        let id = try store.create(["severity": "minor"]).value.id
        try store.update(id, 1, ["severity": "serious", "patient_age": .integer(4)])
        let told = try store.read { (reader) throws(StorageFailure) in
            try reader.changes(after: 0, limit: 100, for: .open)
        }
        #expect(told.map(\.operation) == ["create", "update"])
        #expect(told[1].fields == ["severity"])
        #expect(told[1].seq == 2)
        let first = try store.read { (reader) throws(StorageFailure) in
            try reader.changes(after: 0, limit: 1, for: .open)
        }
        #expect(first.map(\.seq) == [1])
        let elsewhere = Visibility(sites: [7], seesComplainant: true, seesPatient: true)
        let other = try store.read { (reader) throws(StorageFailure) in
            try reader.changes(after: 0, limit: 100, for: elsewhere)
        }
        #expect(other.isEmpty)
    }

    @Test("Columns of the source row are masked one by one")
    func sourceRow() throws {
        defer { store.close() }
        var record = ImportRecord(
            name: "a.csv", fileHash: "h", fileBytes: 1, fileName: "h", state: .running,
            source: "maude", author: "marie")
        record.mapping = .object(
            JSONObject([
                (
                    "columns",
                    .object(
                        JSONObject([
                            ("who", .object(JSONObject([("field", .string("patient_pseudonym"))])))
                        ]))
                )
            ]))
        let blank = record
        let row = ImportedRow(
            row: 2, source: "maude", sourceID: "A", identity: "A",
            values: values(["summary": "x"]),
            sourceRow: JSONValue.object(
                JSONObject([
                    ("who", .string("P-7")), ("patient_age", .string("43")),
                    ("reporter", .string("Dupont")), ("event_text", .string("It fell")),
                ])
            ).serialized(), siteName: nil)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            let made = try transaction.createImport(blank)
            _ = try transaction.importRow(row, of: made)
        }
        func shown(_ visibility: Visibility) throws -> ([String?], Bool) {
            let (record, stamp) = try #require(try read(.id(1), for: visibility))
            let cells = record["source_row"]?.objectValue?.members.map(\.value.stringValue)
            return (cells ?? [], stamp.holdsRestricted)
        }
        let all = try shown(.everything)
        #expect(all.0 == ["P-7", "43", "Dupont", "It fell"])
        #expect(all.1)
        let open = try shown(.open)
        #expect(open.0 == ["•••", "•••", "•••", "It fell"])
        #expect(!open.1)
        let worker = try shown(Visibility(sites: nil, seesComplainant: true, seesPatient: false))
        #expect(worker.0 == ["•••", "•••", "Dupont", "It fell"])
    }

    @Test("An export gives every record once, a batch at a time, and only visible columns")
    func export() throws {
        defer { store.close() }
        for index in 1...25 {
            try store.create([
                "summary": .text("s\(index)"), "patient_age": .integer(Int64(index)),
                "received": .text("2026-01-0\(index % 5 + 1)"), "room": "B",
            ])
        }
        var query = ComplaintQuery()
        query.filter = .compare("received", .notEqual("2026-01-01"))
        query.fields = ["number", "created", "room", "patient_age"]
        #expect(throws: StorageFailure.self) {
            try store.read { (reader) throws(StorageFailure) in
                try reader.export(query, for: .open)
            }
        }
        let asked = query
        let cursor = try store.read { (reader) throws(StorageFailure) in
            try reader.export(asked, for: .everything)
        }
        #expect(cursor.holdsRestricted)
        #expect(cursor.columns.map(\.name) == ["number", "created", "room", "patient_age"])
        var rows: [[FieldValue]] = []
        while let batch = try store.read({ (reader) throws(StorageFailure) in
            try cursor.next(rows: 7, from: reader)
        }) {
            #expect(batch.ids.count == batch.rows.count)
            rows += batch.rows
        }
        #expect(rows.count == 20)
        #expect(Set(rows.map { "\($0[0])" }).count == 20)
        #expect(rows[0][2] == "B")
        query.fields = nil
        let plain = query
        let open = try store.read { (reader) throws(StorageFailure) in
            try reader.export(plain, for: .open)
        }
        #expect(!open.columns.contains { $0.access != .open })
        #expect(!open.holdsRestricted)
    }
}
