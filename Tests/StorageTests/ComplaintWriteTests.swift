import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct ComplaintWriteTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private func at(_ text: String) throws -> WallClock {
        .fixed(try #require(Timestamp(rfc3339: text)))
    }

    @Test("A complaint gets the next number of its year of registration, version 1 and a status")
    func create() throws {
        let store = try directory.open { $0.clock = .fixed(Timestamp(microseconds: 0)) }
        defer { store.close() }
        let first = try store.create(["summary": "Coil does not lock", "received": "2026-03"])
        #expect(first.value.code == "C-1970-000001")
        #expect(first.value.version == 1)
        #expect(first.commit == 1)
        #expect(try store.create(["summary": "Another"]).value.code == "C-1970-000002")
        #expect(
            try store.rows("SELECT id, status, received, version, year_seq FROM complaint") == [
                ["1", "received", "2026-03", "1", "1"], ["2", "received", "-", "1", "2"],
            ])
    }

    @Test("Numbers begin anew with the year, and go on where they were after a reopening")
    func years() throws {
        for (time, number) in [
            ("2025-12-31T23:59:59.999999Z", "C-2025-000001"),
            ("2026-01-01T00:00:00Z", "C-2026-000001"),
            ("2025-12-31T00:00:00Z", "C-2025-000002"),
        ] {
            let clock = try at(time)
            let store = try directory.open { $0.clock = clock }
            #expect(try store.create(["summary": "x"]).value.code == number)
            store.close()
        }
    }

    @Test("Each kind of field comes to its place, and the log holds it all")
    func places() throws {
        let store = try directory.open()
        defer { store.close() }
        let id = try store.create([
            "severity": "serious", "room": "B12", "patient_age": "43", "description": "It fell",
            "custom": .object(JSONObject([("line", .string("3"))])),
        ]).value.id
        #expect(try store.value("SELECT severity FROM complaint") == "serious")
        #expect(
            try store.value("SELECT document FROM complaint")
                == #"{"custom":{"line":"3"},"room":"B12"}"#)
        #expect(try store.value("SELECT count(*) FROM complaint WHERE sealed IS NOT NULL") == "1")
        let log = try store.history(id)
        #expect(log.map(\.operation) == ["create"])
        #expect(
            log[0].changes.map(\.name) == [
                "custom.line", "decision_required", "description", "patient_age", "room",
                "severity", "status",
            ])
        #expect(log[0].changes[3].values == .known(old: .null, new: "43"))
    }

    @Test("A change moves the version, keeps what it does not name, and is logged with old and new")
    func update() throws {
        let store = try directory.open()
        defer { store.close() }
        let id = try store.create([
            "severity": "minor", "summary": "Crack", "room": "1", "patient_age": "43",
            "patient_sex": "female",
        ]).value.id
        let stamp = try store.update(
            id, 1, ["severity": "serious", "patient_age": "44", "room": .null])
        #expect(stamp.value.version == 2)
        #expect(
            try store.rows("SELECT version, severity, summary, document FROM complaint") == [
                ["2", "serious", "Crack", "{}"]
            ])
        let changes = try store.history(id)[1].changes
        #expect(changes.map(\.name) == ["patient_age", "room", "severity"])
        #expect(
            changes.map(\.values) == [
                .known(old: "43", new: "44"), .known(old: "1", new: .null),
                .known(old: "minor", new: "serious"),
            ])
        #expect(try store.update(id, 2, ["patient_sex": .null]).value.version == 3)
        #expect(try store.update(id, 3, ["patient_age": .null]).value.version == 4)
        #expect(try store.update(id, 4, ["patient_age": "45"]).value.version == 5)
    }

    @Test("A patch that changes nothing keeps the version and leaves no trace")
    func noChange() throws {
        let store = try directory.open()
        defer { store.close() }
        let id = try store.create(["severity": "minor", "patient_age": "43"]).value.id
        let stamp = try store.update(
            id, 1, ["severity": "minor", "patient_age": "43", "udi": .null])
        #expect(stamp.value.version == 1)
        #expect(stamp.commit == 1)
        #expect(try store.value("SELECT count(*) FROM change") == "1")
    }

    @Test("Somebody who was faster is told apart from a missing or invisible record")
    func conflicts() throws {
        let store = try directory.open()
        defer { store.close() }
        let id = try store.create(["summary": "x"]).value.id
        try store.update(id, 1, ["summary": "y"])
        #expect(
            refusal { try store.update(id, 1, ["summary": "z"]) } == .versionConflict(current: 2))
        #expect(
            refusal { try store.update(99, 1, ["summary": "z"]) }
                == .notFound(.complaint, key: "99"))
        let nobody = Visibility(sites: [1], seesComplainant: true, seesPatient: true)
        #expect(
            refusal {
                _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                    try transaction.updateComplaint(
                        .code("C-x"), expected: 1, to: FieldValues(), for: nobody)
                }
            } == .notFound(.complaint, key: "C-x"))
        #expect(
            refusal {
                _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                    try transaction.updateComplaint(
                        .id(id), expected: 2, to: FieldValues(), for: nobody)
                }
            } == .notFound(.complaint, key: String(id)))
    }

    @Test(
        "A file at its end takes no more changes",
        arguments: ["closed", "not_a_complaint", "duplicate", "withdrawn"])
    func ended(status: String) throws {
        let store = try directory.open()
        defer { store.close() }
        let stamp = try store.create(["summary": "x"]).value
        let original = try store.create(["summary": "first"]).value.code
        try store.bring(
            stamp.id, to: status,
            ["duplicate_of": .text(original), "not_complaint_reason": "a question"])
        #expect(
            refusal { try store.update(stamp.id, 2, ["summary": "z"]) }
                == .locked(.complaint, key: stamp.code))
        #expect(
            refusal {
                try store.update(
                    stamp.id, 2, ["status": "review", "summary": "z"], reason: "asked to")
            } == .locked(.complaint, key: stamp.code))
        #expect(
            refusal { try store.update(stamp.id, 2, ["status": "review"]) }
                == .invalid([
                    FieldProblem("/change_reason", .required),
                    FieldProblem("/signature", .signatureMissing),
                ]))
        let ada = try store.makeAccount("ada", display: "Ada")
        let (open, reasoned) = (
            values(["status": "review"]),
            Author(name: "ada", origin: .web, address: "", reason: "new facts")
        )
        try store.writeAndWait(by: reasoned) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateComplaint(
                .id(stamp.id), expected: 2, to: open, for: everything,
                as: Signer(account: ada, meaning: .reopening))
        }
        try store.update(stamp.id, 3, ["summary": "z"])
    }

    @Test(
        "Sites and systems are named by code; a system brings its site; unknown names are refused")
    func references() throws {
        let store = try directory.open()
        defer { store.close() }
        _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "FR-LIL-01", "name": "CHU"]))
            _ = try transaction.createSystem(values(["system_id": "SYS-1", "site": "FR-LIL-01"]))
        }
        let id = try store.create(["system": "SYS-1"]).value.id
        #expect(try store.rows("SELECT site_id, system_id FROM complaint") == [["1", "1"]])
        #expect(
            try store.rows("SELECT site_id, old_site_id FROM change WHERE entity='complaint'")
                == [["1", "1"]])
        #expect(
            try store.history(id)[0].changes.map(\.name)
                == ["decision_required", "site", "status", "system"])
        #expect(
            refusal { try store.create(["system": "SYS-2", "site": "?", "owner": "nobody"]) }
                == .invalid([
                    FieldProblem("/system", .unknownReference),
                    FieldProblem("/site", .unknownReference),
                    FieldProblem("/owner", .unknownReference),
                ]))
        try store.update(id, 1, ["site": .null, "system": .null])
        #expect(try store.rows("SELECT site_id, system_id FROM complaint") == [["-", "-"]])
        #expect(
            try store.rows("SELECT site_id, old_site_id FROM change WHERE operation='update'")
                == [["-", "1"]])
    }

    @Test("Full text finds new words and forgets replaced ones")
    func fullText() throws {
        let store = try directory.open()
        defer { store.close() }
        func found(_ word: String) throws -> Int {
            try store.rows("SELECT rowid FROM complaint_text('\(word)')").count
        }
        let id = try store.create(["summary": "Fêlure", "brand": "Acme"]).value.id
        #expect(try found("felure") == 1)
        #expect(try found("acme") == 1)
        try store.update(id, 1, ["summary": "Leak", "investigation_results": "worn seal"])
        #expect(try found("felure") == 0)
        #expect(try found("leak") == 1)
        #expect(try found("seal") == 1)
    }

    @Test("A code that is taken is refused, also when a record changes to it")
    func codes() throws {
        let store = try directory.open()
        defer { store.close() }
        func create(_ code: String) throws {
            _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.createSite(values(["code": .text(code), "name": "n"]))
            }
        }
        try create("A")
        try create("B")
        #expect(refusal { try create("A") } == .taken(.site, pointer: "/code"))
        func rename(_ code: String, _ version: Int64) throws {
            _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.updateSite(
                    .code("B"), expected: version, to: values(["code": .text(code)]),
                    for: everything)
            }
        }
        #expect(refusal { try rename("A", 1) } == .taken(.site, pointer: "/code"))
        #expect(refusal { try rename("C", 7) } == .versionConflict(current: 1))
        try rename("C", 1)
        #expect(try store.rows("SELECT code, version FROM site") == [["A", "1"], ["C", "2"]])
    }
}
