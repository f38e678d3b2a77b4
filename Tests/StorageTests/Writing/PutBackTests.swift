import Complaints
import Testing

@testable import Storage

@Suite struct PutBackTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private func putBack(
        _ id: Int64, at version: Int64, in store: Store, for visibility: Visibility = everything
    ) throws -> PutBack {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.putBack(
                SeenComplaint(id: id, version: version), for: visibility
            ) { (_, _, _) throws(Refusal) in }
        }.value
    }

    @Test("Fields that hold what the change wrote go back, others stay and are told")
    func fieldByField() throws {
        let store = try directory.open()
        defer { store.close() }
        try store.create(["summary": "fine", "severity": "minor", "model": "Old"])
        try store.update(1, 1, ["severity": "serious", "model": "New", "summary": "worse"])
        try store.update(1, 2, ["model": "Newer"])
        let done = try putBack(1, at: 2, in: store)
        #expect(done.isChanged && done.stamp.version == 4)
        #expect(done.kept?.name == "model" && done.kept?.reason == .changedSince)
        let row = try store.value(
            "SELECT severity || ' ' || model || ' ' || summary FROM complaint")
        #expect(row == "minor Newer fine")
        let again = try putBack(1, at: 2, in: store)
        #expect(!again.isChanged && again.stamp.version == 4 && again.kept?.name == "model")
        #expect(try store.verify(thorough: true).ok)
    }

    @Test("A system and the site that came with it go back together")
    func places() throws {
        let store = try directory.open()
        defer { store.close() }
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "A", "name": "a"]))
            _ = try transaction.createSystem(values(["system_id": "S", "site": "A"]))
        }
        try store.create(["summary": "fine"])
        try store.update(1, 1, ["system": "S"])
        #expect(try store.value("SELECT site_id || ' ' || system_id FROM complaint") == "1 1")
        #expect(try putBack(1, at: 2, in: store).isChanged)
        let row = try store.value(
            "SELECT coalesce(site_id, 0) + coalesce(system_id, 0) FROM complaint")
        #expect(row == "0")
    }

    @Test("What made the file, or cannot be seen, is not put back")
    func nothing() throws {
        let store = try directory.open()
        defer { store.close() }
        try store.create(["summary": "fine", "severity": "minor"])
        #expect(try !putBack(1, at: 1, in: store).isChanged)
        let elsewhere = Visibility(sites: [7], seesComplainant: true, seesPatient: true)
        let refused = refusal { _ = try putBack(1, at: 1, in: store, for: elsewhere) }
        #expect(refused == .notFound(.complaint, key: "1"))
    }

    @Test("A field that the caller may not see is refused before it is compared")
    func unseen() throws {
        let store = try directory.open()
        defer { store.close() }
        let blind = Visibility(sites: nil, seesComplainant: true, seesPatient: false)
        for id: Int64 in 1...2 {
            try store.create(["summary": "fine", "patient_sex": "male"])
            try store.update(id, 1, ["patient_sex": "female", "severity": "minor"])
        }
        // The one holds what the change wrote, the other does not: nobody is told without the grant.
        try store.update(2, 2, ["patient_sex": "male"])
        for (id, version) in [(1, 2), (2, 2)] as [(Int64, Int64)] {
            let refused = refusal { _ = try putBack(id, at: version, in: store, for: blind) }
            #expect(refused == .restrictedField("patient_sex"))
        }
        #expect(try store.value("SELECT group_concat(severity) FROM complaint") == "minor,minor")
        #expect(try putBack(1, at: 2, in: store).isChanged)
    }

    @Test("Work that is on its way, changed nothing or is taken back already cannot be taken back")
    func states() throws {
        let store = try directory.open()
        defer { store.close() }
        func make(_ kind: BulkRecord.Kind, undoes: Int64? = nil) throws -> BulkRecord {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.createBulk(
                    BulkRecord(
                        kind: kind, author: marie, permissions: [.work], fileName: "f", total: 1,
                        undoes: undoes))
            }.value
        }
        func end(
            _ before: BulkRecord, _ state: BulkRecord.State, _ rows: [BulkRow] = []
        ) throws {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                var record = before
                record.state = state
                record.counts.changed = Int64(rows.count { $0.outcome == .changed })
                record.counts.conflict = Int64(rows.count { $0.outcome == .conflict })
                try transaction.updateBulk(record, rows: rows)
            }
        }
        func obstacle(_ record: BulkRecord) -> UndoObstacle? {
            guard
                case .bulkState(record.id, let obstacle) = refusal({
                    _ = try make(.undo, undoes: record.id)
                })
            else { return nil }
            return obstacle
        }
        func undoneBy(_ record: BulkRecord) throws -> Int64? {
            try store.read { (reader) throws(StorageFailure) in try reader.bulk(record.id) }?
                .undoneBy
        }
        let wrote = BulkRow(row: 1, complaint: 1, .changed, version: 2)
        let overtaken = BulkRow(row: 1, complaint: 1, .conflict, reason: "version_conflict")
        let edit = try make(.edit)
        #expect(obstacle(edit) == .underway)
        try end(edit, .done, [wrote])
        let undo = try make(.undo, undoes: edit.id)
        #expect(obstacle(edit) == .undoing)
        #expect(try undoneBy(edit) == undo.id)
        try end(undo, .cancelled)
        #expect(obstacle(undo) == .unchanged)
        #expect(try undoneBy(edit) == nil)
        let second = try make(.undo, undoes: edit.id)
        try end(second, .done, [wrote])
        #expect(obstacle(edit) == .undone)
        #expect(try undoneBy(edit) == second.id)
        for (rows, expected) in [
            ([], .unchanged), ([overtaken], .unchanged),
            // From before versions were kept: none has one, or only those behind the upgrade.
            ([BulkRow(row: 1, complaint: 1, .changed)], .unversioned),
            (
                [
                    BulkRow(row: 1, complaint: 1, .changed),
                    BulkRow(row: 2, complaint: 2, .changed, version: 2),
                ], .unversioned
            ),
        ] as [([BulkRow], UndoObstacle)] {
            let other = try make(.edit)
            try end(other, .done, rows)
            #expect(obstacle(other) == expected)
            #expect(try undoneBy(other) == nil)
        }
        // An undo whose rows were put back in part is work that can be taken back.
        let partly = try make(.undo, undoes: nil)
        try end(
            partly, .done,
            [
                BulkRow(
                    row: 1, complaint: 1, .conflict, reason: "version_conflict",
                    pointer: "/model", version: 3)
            ])
        #expect(obstacle(partly) == nil)
        let made = try make(.create)
        try end(made, .done, [wrote])
        #expect(obstacle(made) == .creation)
    }
}
