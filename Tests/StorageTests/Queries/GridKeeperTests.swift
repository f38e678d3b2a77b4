import Complaints
import JSON
import Platform
import Testing

@testable import Storage

/// The columns beside real writes: built after the start, brought along by the log, gone with the
/// store.
@Suite struct GridKeeperTests {
    @Test func columnsAreBuiltBesideWritesAndCountLikeTheTable() throws {
        let directory = try StoreDirectory()
        do {
            let store = try directory.open()
            defer { store.close() }
            for index in 0..<40 {
                try store.create(["severity": ["minor", "serious"][index % 2]])
            }
        }
        let store = try directory.open { $0.keepsColumns = true }
        defer { store.close() }
        for index in 0..<40 { try store.create(["severity": ["none", "minor"][index % 2]]) }
        waitForColumns(store)
        #expect(store.hasColumns)
        try compare(store)
        for _ in 0..<5 {
            try store.create(["severity": "critical"])
            try compare(store)
        }
        #expect(store.columnFailures == 0)
        #expect(store.gridBytes > 0)
        #expect(store.gridBytes <= store.gridBytesMax)
    }

    @Test func columnsThatDoNotFitAreDoneWithout() throws {
        let directory = try StoreDirectory()
        let store = try directory.open {
            $0.keepsColumns = true
            $0.columnBytesMax = 1000
        }
        defer { store.close() }
        try store.create(["severity": "minor"])
        try compare(store)
        #expect(!store.hasColumns)
        #expect(store.gridBytes == 0)
    }

    /// More states than are kept come and go while a reading has its snapshot.
    @Test func aReadingFindsItsColumnsWhenOthersAreFarBeyondThem() throws {
        let directory = try StoreDirectory()
        let store = try directory.open { $0.keepsColumns = true }
        defer { store.close() }
        try store.create(["severity": "minor"])
        waitForColumns(store)
        #expect(store.hasColumns)
        let before = try store.read { (reader) throws(StorageFailure) in
            for _ in 0..<8 {
                try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                    try transaction.createComplaint(
                        values(["severity": "critical"]), for: everything)
                }
                try compare(store)
            }
            try compare(reader)
            let found = try reader.grid.snapshot(at: reader.commit, on: reader.connection)
            #expect(found?.commit == reader.commit)
            return reader.commit
        }
        #expect(before + 8 == store.commit)
        #expect(store.columnMisses == 0)
    }

    @Test func changesThatAreTooManyAreCountedAsAMiss() throws {
        let fixture = try QueryFixture()
        for id in Int64(1)...3 { try fixture.insert(id) }
        try fixture.buildColumns()
        for id in Int64(1)...3 { try fixture.update(id, ["severity": .text("minor")]) }
        let (grid, commit) = (fixture.grid, fixture.commit)
        let two = try grid.snapshot(at: commit, on: fixture.connection, changesMax: 2)
        #expect(two == nil)
        #expect(grid.missCount == 1)
        #expect(try grid.snapshot(at: commit, on: fixture.connection, changesMax: 3) != nil)
        #expect(grid.missCount == 1)
    }

    /// They are built while a reading runs, beyond its commit: no miss, they were not there.
    @Test func aReadingFromBeforeTheColumnsHasNone() throws {
        let fixture = try QueryFixture()
        try fixture.insert(1)
        let (view, commit) = (fixture.grid.view, fixture.commit)
        try fixture.update(1, ["severity": .text("minor")])
        try fixture.buildColumns()
        #expect(try view.snapshot(at: commit, on: fixture.connection) == nil)
        #expect(fixture.grid.missCount == 0)
    }

    @Test(arguments: [(0, 2_000), (200_000, 2_000), (200_100, 2_001), (1_000_000, 10_000)])
    func aReadingTakesInMoreChangesWhereThereAreMoreRecords(records: Int, changes: Int) {
        #expect(GridMirror.changesMax(records: records) == changes)
    }

    private func waitForColumns(_ store: Store) {
        let end = MonotonicInstant.now() + .seconds(20)
        while !store.hasColumns, MonotonicInstant.now() < end {
            Thread.sleep(for: .milliseconds(1))
        }
    }

    /// The same facets with and without the columns.
    private func compare(_ store: Store) throws(StorageFailure) {
        try store.read { (reader) throws(StorageFailure) in try compare(reader) }
    }

    private func compare(_ reader: borrowing Reader) throws(StorageFailure) {
        let fields: [FieldName] = ["status", "severity", "channel"]
        var memory = JSONWriter()
        try reader.facets(
            by: fields, filter: .everything, search: nil, for: .everything, into: &memory)
        var table = JSONWriter()
        try FacetCounting(
            connection: reader.connection, catalogue: .standard, visibility: .everything,
            grid: nil
        ).write(by: fields, filter: .everything, search: nil, into: &table)
        #expect(memory.bytes == table.bytes)
    }
}
