import Complaints
import JSON
import Testing

@testable import Storage

/// One line of a file, as the importer hands it over.
private func row(
    _ identity: String, _ pairs: KeyValuePairs<String, FieldValue>, site: String? = nil,
    raw: String = ""
) -> ImportedRow {
    ImportedRow(
        row: 2, source: "maude", sourceID: identity, identity: identity, values: values(pairs),
        sourceRow: JSONValue.object(
            JSONObject([("raw", .string(raw)), ("id", .string(identity))])
        ).serialized(), siteName: site)
}

@Suite struct ImportWriteTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
    }

    /// Runs a file's rows as one import and finishes it.
    @discardableResult
    private func run(
        _ hash: String, _ rows: [ImportedRow], dryRun: Bool = false,
        within scope: ImportScope = .everywhere
    ) throws -> (id: Int64, outcomes: [ImportOutcome]) {
        var record = ImportRecord(
            name: "\(hash).csv", fileHash: hash, fileBytes: 1, fileName: hash, state: .running,
            source: "maude", author: "marie")
        record.isDryRun = dryRun
        let blank = record
        let made = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            var record = try transaction.createImport(blank)
            var outcomes: [ImportOutcome] = []
            for row in rows {
                outcomes.append(try transaction.importRow(row, of: record, within: scope))
            }
            record.state = .done
            try transaction.updateImport(record)
            return (record.id, outcomes)
        }.value
        return (id: made.0, outcomes: made.1)
    }

    @Test("Why an import failed is kept in each language; of earlier versions it is one sentence")
    func failures() throws {
        var failed = ImportRecord(
            name: "a.png", fileHash: "h", fileBytes: 1, fileName: "", state: .failed, source: "",
            author: "marie")
        failed.failure = Words("No \"table\".", "Pas un «\u{A0}tableau\u{A0}».")
        let blank = failed
        let id = try store.writeAndWait(by: marie) { transaction throws(StorageFailure) in
            try transaction.createImport(blank).id
        }.value
        func kept() throws -> Words? {
            try store.read { reader throws(StorageFailure) in try reader.importRecord(id)?.failure }
        }
        #expect(try kept() == failed.failure)
        for old in ["The file has no rows.", "{\"en\":1}", "{"] {
            try store.writeAndWait(by: marie) { transaction throws(StorageFailure) in
                var statement = try transaction.session.connection.statement(
                    "UPDATE import SET failure=?")
                statement.bind(1, old)
                try statement.run()
            }
            #expect(try kept() == Words(old, old))
        }
    }

    @Test("Rows are created once; the same file again changes nothing")
    func idempotent() throws {
        let rows = [row("A", ["severity": "minor"]), row("B", ["severity": "none"])]
        #expect(try run("f1", rows).outcomes == [.created, .created])
        let before = try store.value("SELECT count(*) FROM change WHERE entity='complaint'")
        #expect(
            try run("f1", rows).outcomes == [.unchanged(conflicts: []), .unchanged(conflicts: [])])
        #expect(try store.value("SELECT count(*) FROM change WHERE entity='complaint'") == before)
        #expect(
            try store.rows("SELECT source, source_id, import_id, version FROM complaint") == [
                ["maude", "A", "1", "1"], ["maude", "B", "1", "1"],
            ])
        store.close()
    }

    @Test(
        "A later file changes what still holds the imported value, and leaves people's work alone")
    func conflicts() throws {
        try run("f1", [row("A", ["severity": "minor", "summary": "old", "serial": "1"])])
        try store.update(1, 1, ["summary": "by hand", "customer": "CHU"])
        let outcomes = try run(
            "f2",
            [row("A", ["severity": "serious", "summary": "new", "serial": "1", "customer": "X"])]
        ).outcomes
        #expect(
            outcomes == [
                .updated(conflicts: [
                    ImportConflict("customer", .text("X"), .changedHere),
                    ImportConflict("summary", .text("new"), .changedHere),
                ])
            ])
        #expect(
            try store.rows("SELECT severity, summary, customer, version FROM complaint") == [
                ["serious", "by hand", "CHU", "3"]
            ])
        store.close()
    }

    @Test("A file that was imported before does not undo what a later one wrote")
    func oldFileAgain() throws {
        let old = [row("A", ["severity": "minor", "summary": "one"], raw: "1")]
        try run("f1", old)
        try run("f2", [row("A", ["severity": "serious", "summary": "one"], raw: "2")])
        #expect(try run("f1", old).outcomes == [.unchanged(conflicts: [])])
        #expect(try store.value("SELECT severity FROM complaint") == "serious")
        store.close()
    }

    @Test("Closed files are rejected as closed, other ends as locked, equal rows pass")
    func ended() throws {
        for (status, reason) in [("closed", "closed"), ("duplicate", "locked")] {
            try run("f-\(status)", [row(status, ["severity": "minor"])])
            let id = try #require(
                Int64(try store.value("SELECT max(id) FROM complaint") ?? ""))
            let original = try store.create(["summary": "first"]).value.code
            try store.bring(id, to: status, ["duplicate_of": .text(original)])
            #expect(
                try run("g-\(status)", [row(status, ["severity": "serious"])]).outcomes
                    == [.rejected(reason: reason)])
            #expect(
                try run("h-\(status)", [row(status, ["severity": "minor"])]).outcomes
                    == [.unchanged(conflicts: [])])
        }
        store.close()
    }

    @Test("A dry run says what would happen and writes nothing of it")
    func dryRun() throws {
        try run("f1", [row("A", ["severity": "minor"])])
        let outcomes = try run(
            "f2", [row("A", ["severity": "serious"]), row("B", [:], site: "Lille")], dryRun: true
        ).outcomes
        #expect(outcomes == [.updated(conflicts: []), .created])
        #expect(try store.rows("SELECT severity, version FROM complaint") == [["minor", "1"]])
        #expect(try store.value("SELECT count(*) FROM site") == "0")
        #expect(try run("f3", [row("B", [:])]).outcomes == [.created])
        #expect(try store.rows("SELECT year_seq FROM complaint") == [["1"], ["2"]])
        store.close()
    }

    @Test("A site named in a row is found by code or name, or made once")
    func sites() throws {
        try run(
            "f1",
            [
                row("A", [:], site: "CHU de Lille"), row("B", [:], site: "chu de lille"),
                row("C", [:], site: "CHU-DE-LILLE"), row("D", [:], site: "CHU, de Lille"),
            ])
        #expect(
            try store.rows("SELECT code, name FROM site") == [
                ["CHU-DE-LILLE", "CHU de Lille"], ["CHU-DE-LILLE-2", "CHU, de Lille"],
            ])
        #expect(
            try store.rows("SELECT site_id FROM complaint ORDER BY id") == [
                ["1"], ["1"], ["1"], ["2"],
            ])
        store.close()
    }

    @Test("Undo withdraws what was made, gives back what was changed, and keeps people's work")
    func undo() throws {
        try run("f1", [row("A", ["severity": "minor", "summary": "one"])])
        let second = try run(
            "f2",
            [
                row("A", ["severity": "serious", "summary": "two"]),
                row("B", ["severity": "none"]),
            ])
        #expect(second.outcomes == [.updated(conflicts: []), .created])
        try store.update(1, 2, ["summary": "by hand"])
        var done = 1
        var steps = 0
        while done > 0, steps < 10 {
            done = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.undoImportRows(second.id, limit: 1)
            }.value
            steps += 1
        }
        #expect(steps == 3)
        #expect(
            try store.rows("SELECT severity, summary, status FROM complaint ORDER BY id") == [
                ["minor", "by hand", "received"], ["none", "-", "withdrawn"],
            ])
        #expect(try store.history(2).map(\.operation) == ["create", "withdraw"])
        #expect(try run("f3", [row("B", ["severity": "none"])]).outcomes == [.created])
        store.close()
    }

    @Test("What an import made due is worked out, given back with its undo, and no work of people")
    func clocks() throws {
        func due() throws -> String {
            try store.rows("SELECT due, due_rule FROM complaint WHERE id=1")[0]
                .joined(separator: " ")
        }
        let facts: KeyValuePairs<String, FieldValue> = [
            "aware": "2026-03-02", "markets": "EU", "outcome": "other",
            "recurrence_would_harm": "yes", "public_health_threat": "no", "description": "d",
            "status": "assessed",
        ]
        try run("f1", [row("A", facts)])
        #expect(try due() == "2026-03-17 EU-15")
        let second = try run("f2", [row("A", ["outcome": "death"])])
        #expect(second.outcomes == [.updated(conflicts: [])])
        #expect(try due() == "2026-03-12 EU-10")
        // As if rules had changed since.
        let other = Author(name: "system", origin: .system, address: "")
        try store.writeAndWait(by: other) { (transaction) throws(StorageFailure) in
            try transaction.session.connection.execute("UPDATE complaint SET due='2026-03-11'")
            try transaction.recount([1])
        }
        #expect(try due() == "2026-03-12 EU-10")
        #expect(
            try run("f3", [row("A", ["description": "e"])]).outcomes
                == [.updated(conflicts: [])])
        let undone = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.undoImportRows(second.id, limit: 10)
        }.value
        #expect(undone == 1)
        #expect(try due() == "2026-03-17 EU-15")
        store.close()
    }

    @Test("An import's state is logged, its progress is not")
    func state() throws {
        let id = try run("f1", []).id
        #expect(
            try store.rows("SELECT operation, import_id FROM change WHERE entity='import'") == [
                ["create", String(id)], ["update", String(id)],
            ])
        store.close()
    }

    @Test("An import closes no file that is here; one that it brings may be born closed")
    func decisions() throws {
        let born = try run("f1", [row("A", ["status": "closed"]), row("B", ["status": "triage"])])
        #expect(born.outcomes == [.created, .created])
        for (hash, status) in [("f2", "closed"), ("f3", "withdrawn")] {
            let rows = [row("B", ["status": .text(status), "severity": .text(hash)])]
            #expect(
                try run(hash, rows).outcomes == [
                    .updated(conflicts: [
                        ImportConflict("status", .text(status), .decisionNeeded)
                    ])
                ])
        }
        #expect(
            try store.rows("SELECT status FROM complaint ORDER BY id") == [["closed"], ["triage"]])
        #expect(
            try run("f4", [row("B", ["status": "review", "severity": "f3"])]).outcomes
                == [.updated(conflicts: [])])
        store.close()
    }

    @Test("A description past intake is kept once a person has worked on the file")
    func verbatim() throws {
        try run("f1", [row("A", ["description": "one"])])
        #expect(
            try run("f2", [row("A", ["description": "two"])]).outcomes == [.updated(conflicts: [])])
        try store.update(1, 2, ["status": "triage"])
        #expect(
            try run("f3", [row("A", ["description": "three", "severity": "minor"])]).outcomes == [
                .updated(conflicts: [ImportConflict("description", .text("three"), .pastIntake)])
            ])
        #expect(
            try store.rows("SELECT description, severity FROM complaint") == [["two", "minor"]])
        // History that nobody here has touched still follows its source.
        try run("f4", [row("B", ["description": "one", "status": "triage"])])
        #expect(
            try run("f5", [row("B", ["description": "two", "status": "triage"])]).outcomes
                == [.updated(conflicts: [])])
        store.close()
    }

    @Test("So are the dates of intake; one that was not known then comes in once")
    func intakeDates() throws {
        try run("f1", [row("A", ["aware": "2026-01-02"])])
        try store.update(1, 1, ["status": "triage"])
        let rows = [row("A", ["aware": "2026-01-03", "event_date": "2026-01-01"])]
        #expect(
            try run("f2", rows).outcomes == [
                .updated(conflicts: [ImportConflict("aware", "2026-01-03", .pastIntake)])
            ])
        #expect(
            try store.rows("SELECT aware, event_date FROM complaint")
                == [["2026-01-02", "2026-01-01"]])
        store.close()
    }

    @Test("Within one site rows land there, and nothing is made or changed elsewhere")
    func scope() throws {
        try run("f0", [row("L", [:], site: "Lille"), row("P", [:], site: "Paris")])
        let lille = ImportScope(sites: [1])
        let outside = ImportOutcome.rejected(reason: "unknown_reference", field: "site")
        let rows = [
            row("A", [:], site: "Lille"), row("B", [:], site: "PARIS"), row("C", [:], site: "Nice"),
            row("D", [:]), row("L", ["severity": "minor"]),
            row("L", ["severity": "none"], site: "Paris"), row("P", ["severity": "minor"]),
        ]
        #expect(
            try run("f1", rows, within: lille).outcomes == [
                .created, outside, outside, .created, .updated(conflicts: []), outside,
                .rejected(reason: "unknown_reference", field: "source_id"),
            ])
        #expect(try store.rows("SELECT code FROM site") == [["LILLE"], ["PARIS"]])
        #expect(
            try store.rows("SELECT source_id FROM complaint WHERE site_id = 1 ORDER BY id") == [
                ["L"], ["A"], ["D"],
            ])
        let both = ImportScope(sites: [1, 2])
        #expect(try run("f2", [row("E", [:])], within: both).outcomes == [outside])
        store.close()
    }
}
