import Platform
import Testing

@testable import Storage

/// An upgrade of the schema that ends half-way: by the next start it is done, or not begun.
@Suite struct UpgradeFaultTests {
    private static let next = Migration(
        number: Migration.newest + 1,
        statements: [
            "CREATE TABLE extra(id INTEGER PRIMARY KEY, word TEXT)",
            "ALTER TABLE complaint ADD COLUMN extra TEXT",
            "INSERT INTO extra(word) SELECT summary FROM complaint",
            "CREATE INDEX complaint_by_extra ON complaint(extra)",
        ])

    /// Runs the upgrade as a start would; false when it failed.
    private func upgrade(_ directory: StoreDirectory) throws -> Bool {
        do throws(StorageFailure) {
            let connection = try Connection(
                path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
            try SchemaUpgrade(migrations: Migration.all + [Self.next], now: 1).run(on: connection) {
                (_) throws(StorageFailure) in
            }
            return true
        } catch {
            return false
        }
    }

    private func filled() throws -> StoreDirectory {
        let directory = try StoreDirectory()
        let store = try directory.open()
        for index in 0..<20 { try store.create(["summary": .text("s\(index)")]) }
        store.close()
        return directory
    }

    @Test(
        "The power goes at each change of an upgrade: one schema is whole, the next start ends it")
    func cuts() throws {
        let sound = try filled()
        let watched = try sound.copied()
        let whole = try FaultDisk(watched, seed: 1)
        #expect(try upgrade(watched))
        let changes = whole.changes
        try #require(changes > 5)
        let old = Int64(Migration.newest)
        var before = 0
        var after = 0
        for place in 1...changes {
            for seed in 1...(FaultEffort.isFull ? 20 : 3) as ClosedRange<UInt64> {
                let directory = try sound.copied()
                let disk = try FaultDisk(directory, seed: seed)
                disk.cut(afterChanges: place)
                _ = try upgrade(directory)
                let found = try disk.survivors(.torn)
                let number = try schema(found)
                #expect(
                    number == old || number == old + 1, "change \(place), seed \(seed): \(number)")
                (before, after) = number == old ? (before + 1, after) : (before, after + 1)
                #expect(try upgrade(found), "change \(place), seed \(seed)")
                #expect(try count(found) == 20, "change \(place), seed \(seed)")
            }
        }
        // The cuts met both sides of the commit.
        #expect(before > 0 && after > 0)
    }

    private func connection(_ directory: StoreDirectory) throws -> Connection {
        try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
    }

    private func schema(_ directory: StoreDirectory) throws -> Int64 {
        let connection = try connection(directory)
        var applied = try connection.statement("SELECT max(number) FROM migration")
        var said = try connection.statement("PRAGMA user_version")
        guard try applied.step(), try said.step(), applied.int64(0) == said.int64(0) else {
            return -1
        }
        return said.int64(0)
    }

    private func count(_ directory: StoreDirectory) throws -> Int64 {
        let connection = try connection(directory)
        var structure = try connection.statement("PRAGMA integrity_check(1)")
        guard try structure.step(), structure.text(0) == "ok" else { return -1 }
        var rows = try connection.statement("SELECT count(*) FROM extra")
        return try rows.step() ? rows.int64(0) : -1
    }

    @Test(
        "A first start that ended before it made the key file goes on; lost keys are not made anew")
    func lostKeyFile() throws {
        let directory = try StoreDirectory()
        try directory.open().close()
        try DurableFile.remove("\(directory.path)/\(KeyFile.fileName)")
        let store = try directory.open()
        try store.create(["summary": "sealed", "patient_age": "43"])
        store.close()
        try DurableFile.remove("\(directory.path)/\(KeyFile.fileName)")
        #expect(throws: StorageError.self) { try directory.open().close() }
    }
}
