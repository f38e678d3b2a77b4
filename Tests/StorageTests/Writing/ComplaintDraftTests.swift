import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct ComplaintDraftTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
    }

    private func create(_ draft: ComplaintDraft) throws -> Int64 {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createComplaint(draft, for: everything)
        }.value.id
    }

    /// Name and new value of each change of a new complaint, in the log's order.
    private func logged(_ id: Int64) throws -> [String] {
        try #require(try store.history(id).first).changes.map { change in
            guard case .known(.null, let new) = change.values else { return "\(change)" }
            return "\(change.name)=\(new)"
        }
    }

    private func define(_ name: String, _ type: FieldType) throws {
        let field = Field(
            FieldName("custom.\(name)"), type, .custom, in: .document, label: Words(name, name))
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createCustomField(field)
        }
    }

    @Test("A prepared complaint is stored where its fields live, and logged in the order of names")
    func everyPlace() throws {
        try define("hours", .integer(0...9))
        try define("tube", .text(bytesMax: 20))
        let id = try create(
            try store.draft(
                of: values([
                    "summary": "Quench", "room": "2", "serial": "", "brand": "Orvane",
                    "patient_age": .integer(43), "complainant_name": "Lefèvre",
                    "custom.tube": "X", "custom.hours": .integer(7), "customer": .null,
                ])))
        #expect(
            try store.rows(
                "SELECT summary, serial, brand, product, customer, status, document FROM complaint")
                == [
                    [
                        "Quench", "", "Orvane", "-", "-", "received",
                        #"{"custom":{"hours":7,"tube":"X"},"room":"2"}"#,
                    ]
                ])
        #expect(
            try logged(id) == [
                #"brand=text("Orvane")"#, #"complainant_name=text("Lefèvre")"#,
                "custom.hours=integer(7)", #"custom.tube=text("X")"#,
                #"decision_required=text("US, EU")"#, "patient_age=integer(43)",
                #"room=text("2")"#, #"serial=text("")"#, #"status=text("received")"#,
                #"summary=text("Quench")"#,
            ])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test("A site that the writer settles is logged in its place", arguments: 0..<4)
    func settledSite(kind: Int) throws {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "LIL", "name": "Lille"]))
            _ = try transaction.createSystem(
                values(["system_id": "SYS-1", "site": "LIL"]))
        }
        let around: [KeyValuePairs<String, FieldValue>] = [
            ["system": "SYS-1"], ["system": "SYS-1", "channel": "phone"],
            ["system": "SYS-1", "udi": "1", "summary": "x"], ["system": "SYS-1", "site": "LIL"],
        ]
        let id = try create(try store.draft(of: values(around[kind])))
        let names = try logged(id).map { $0.prefix { $0 != "=" } }
        #expect(names == names.sorted())
        #expect(try logged(id).filter { $0 == #"site=text("LIL")"# }.count == 1)
        #expect(try store.value("SELECT site_id FROM complaint") == "1")
        #expect(try store.verify().ok)
        store.close()
    }

    @Test("A draft made before a field was defined is stored by what the fields are now")
    func olderThanAField() throws {
        let draft = try store.draft(of: values(["summary": "x", "custom.hours": .integer(7)]))
        try define("hours", .integer(0...9))
        let id = try create(draft)
        // Defined, it holds no name and stands open in the log.
        #expect(try logged(id).contains("custom.hours=integer(7)"))
        #expect(try store.value("SELECT document FROM complaint") == #"{"custom":{"hours":7}}"#)
        #expect(try store.verify().ok)
        store.close()
    }

    @Test("A draft made for fields that were taken back is stored by what the fields are now")
    func newerThanTheFields() throws {
        let field = Field(
            "custom.hours", .integer(0...9), .custom, in: .document, label: Words("h", "h"))
        let given = values(["summary": "x"])
        #expect(throws: StorageFailure.self) {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.createCustomField(field)
                _ = try transaction.createComplaint(given, for: everything)
                throw .timedOut
            }
        }
        let id = try create(try store.draft(of: given))
        #expect(
            try logged(id) == [
                #"decision_required=text("US, EU")"#, #"status=text("received")"#,
                #"summary=text("x")"#,
            ])
        store.close()
    }

    @Test("A field that nobody writes is refused when the draft is made")
    func unknownField() throws {
        #expect(throws: Refusal.self) { try store.draft(of: values(["no_such_field": "x"])) }
        store.close()
    }

    @Test("An imported row says the same after it was prepared as before")
    func valuesAgain() throws {
        let given = values([
            "summary": "l'été", "patient_age": .integer(-1), "wants_reply": .boolean(true),
            "patient_weight": .decimal(70.5), "customer": .null, "custom.a": "b",
        ])
        let row = ImportedRow(
            row: 2, source: "maude", sourceID: "7", identity: "7", values: given,
            sourceRow: Array(#"{"a":"1","a":"2"}"#.utf8), siteName: nil)
        var all = given
        all["source"] = "maude"
        all["source_id"] = "7"
        all["source_row"] = .object(JSONObject([("a", .string("1")), ("a", .string("2"))]))
        #expect(store.prepared(row).values == all)
        #expect(store.prepared(store.prepared(row)).values == all)
        store.close()
    }

    @Test(
        "Prepared or not, and whatever was defined between, a row that says the same is unchanged")
    func digests() throws {
        let blank = ImportRecord(
            name: "a.csv", fileHash: "a", fileBytes: 1, fileName: "a", state: .running,
            source: "maude", author: "marie")
        let record = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createImport(blank)
        }.value
        func run(_ row: ImportedRow) throws -> ImportOutcome {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.importRow(row, of: record)
            }.value
        }
        let plain = ImportedRow(
            row: 2, source: "maude", sourceID: "7", identity: "7",
            values: values(["summary": "x", "room": "2"]), sourceRow: Array(#"{"a":"1"}"#.utf8),
            siteName: "Lille")
        let prepared = store.prepared(plain)
        #expect(try run(prepared) == .created)
        #expect(try run(plain) == .unchanged(conflicts: []))
        try define("hours", .integer(0...9))
        #expect(try run(prepared) == .unchanged(conflicts: []))
        let other = ImportedRow(
            row: 2, source: "maude", sourceID: "7", identity: "7",
            values: values(["summary": "y", "room": "2"]), sourceRow: Array(#"{"a":"1"}"#.utf8),
            siteName: "Lille")
        #expect(try run(store.prepared(other)) == .updated(conflicts: []))
        #expect(try store.rows("SELECT summary, version FROM complaint") == [["y", "2"]])
        #expect(try store.verify().ok)
        store.close()
    }
}
