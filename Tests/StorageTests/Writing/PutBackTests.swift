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
        func end(_ before: BulkRecord, _ state: BulkRecord.State, changed: Int64) throws {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                var record = before
                record.state = state
                record.counts.changed = changed
                try transaction.updateBulk(record)
            }
        }
        func refusedState(_ record: BulkRecord) -> String? {
            guard
                case .bulkState(_, let state) = refusal({ _ = try make(.undo, undoes: record.id) })
            else { return nil }
            return state
        }
        let edit = try make(.edit)
        #expect(refusedState(edit) == "queued")
        try end(edit, .done, changed: 0)
        #expect(refusedState(edit) == "unchanged")
        try end(edit, .done, changed: 1)
        let undo = try make(.undo, undoes: edit.id)
        #expect(refusedState(edit) == "undoing")
        try end(undo, .cancelled, changed: 0)
        let second = try make(.undo, undoes: edit.id)
        try end(second, .done, changed: 1)
        #expect(refusedState(edit) == "undone")
        let made = try make(.create)
        try end(made, .done, changed: 1)
        #expect(refusedState(made) == "create")
    }
}
