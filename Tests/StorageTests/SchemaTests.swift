import Platform
import Testing

@testable import Storage

@Suite struct SchemaTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private func database() throws -> Connection {
        try Connection(path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
    }

    @Test("A newer schema is refused with a sentence")
    func tooNew() throws {
        try directory.open().close()
        let next = Migration.newest + 1
        try database().execute(
            "PRAGMA user_version=\(next); INSERT INTO migration VALUES (\(next), x'00', 0)")
        do {
            try directory.open().close()
            Issue.record("opened")
        } catch StorageError.schemaTooNew(let found, let known) {
            #expect(found == Migration.newest + 1)
            #expect(known == Migration.newest)
        }
    }

    @Test("Before an upgrade the database is copied aside, as it was")
    func copiedAside() throws {
        let connection = try database()
        try SchemaUpgrade(migrations: [.first], now: 1).run(on: connection) {
            (_) throws(StorageFailure) in
        }
        try connection.execute("INSERT INTO setting VALUES ('here', 'before')")
        let store = try directory.open()
        #expect(try store.value("SELECT max(number) FROM migration") == "\(Migration.newest)")
        store.close()
        let copy = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName).before-schema-2", role: .reading)
        var kept = try copy.statement(
            "SELECT (SELECT value FROM setting WHERE key='here'), max(number) FROM migration")
        #expect(try kept.step() && kept.text(0) == "before" && kept.int64(1) == 1)
    }

    @Test("A step that differs from the one that was applied is refused")
    func edited() throws {
        try directory.open().close()
        try database().execute("UPDATE migration SET checksum=x'00'")
        do {
            try directory.open().close()
            Issue.record("opened")
        } catch StorageError.damaged(let sentence) {
            #expect(sentence.hasPrefix("Schema step 1 "))
        }
    }

    @Test(
        "Steps are applied once, in order, and something is told before an existing database changes"
    )
    func upgrade() throws {
        let second = Migration(
            number: 2, statements: ["CREATE TABLE extra(id INTEGER PRIMARY KEY)"])
        let connection = try database()
        var told: [Int] = []
        func run(_ migrations: [Migration]) throws {
            try SchemaUpgrade(migrations: migrations, now: 1).run(on: connection) {
                (found) throws(StorageFailure) in told.append(found)
            }
        }
        try run([.first])
        try run([.first])
        #expect(told == [])
        try run([.first, second])
        try run([.first, second])
        #expect(told == [1])
        try connection.execute("INSERT INTO extra VALUES (1)")
    }

    @Test("A database of the first schema gets the bulk tables and larger steps of full text")
    func bulk() throws {
        let connection = try database()
        try SchemaUpgrade(migrations: [.first], now: 1).run(on: connection) {
            (_) throws(StorageFailure) in
        }
        try connection.execute("INSERT INTO complaint_text(rowid, summary) VALUES (1, 'quench')")
        try SchemaUpgrade(now: 2).run(on: connection) { (_) throws(StorageFailure) in }
        for (name, value) in [
            ("automerge", 16), ("crisismerge", 64), ("hashsize", Store.pendingWordsBytesMax),
        ] {
            var setting = try connection.statement(
                "SELECT v FROM complaint_text_config WHERE k = ?")
            setting.bind(1, name)
            let isSet = try setting.step()
            #expect(isSet && setting.int64(0) == Int64(value), "\(name)")
        }
        var words = try connection.statement(
            "SELECT count(*) FROM complaint_text WHERE complaint_text MATCH 'quench'")
        let isCounted = try words.step()
        #expect(isCounted && words.int64(0) == 1)
        try connection.execute("SELECT count(*) FROM bulk JOIN bulk_row ON bulk_id = bulk.id")
    }

    @Test("A step that fails leaves the schema as it was")
    func failing() throws {
        let broken = Migration(number: 2, statements: ["CREATE TABLE extra(id)", "NONSENSE"])
        let connection = try database()
        try SchemaUpgrade(now: 1).run(on: connection) { (_) throws(StorageFailure) in }
        #expect(throws: StorageFailure.self) {
            try SchemaUpgrade(migrations: [.first, broken], now: 1).run(on: connection) {
                (_) throws(StorageFailure) in
            }
        }
        #expect(throws: StorageFailure.self) { try connection.execute("SELECT * FROM extra") }
        try SchemaUpgrade(now: 1).run(on: connection) { (_) throws(StorageFailure) in }
    }

    @Test("A statement that runs longer than its deadline is stopped")
    func deadline() throws {
        try directory.open().close()
        let connection = try database()
        connection.setDeadline(.now())
        do {
            var statement = try connection.statement(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                SELECT count(*) FROM n
                """)
            _ = try statement.step()
            Issue.record("it ended")
        } catch StorageFailure.timedOut {
            connection.setDeadline(nil)
        }
        #expect(try connection.lastChange() == 0)
    }

    @Test("Readers are lent up to their bound, and come back")
    func pool() throws {
        try directory.open().close()
        let pool = ReaderPool(
            path: "\(directory.path)/\(StoreOpening.databaseName)", readersMax: 2)
        let first = try pool.borrow(until: .now())
        let second = try pool.borrow(until: .now())
        #expect(throws: StorageFailure.self) { try pool.borrow(until: .now()) }
        pool.giveBack(first)
        #expect(try pool.borrow(until: .now()) === first)
        pool.giveBack(second)
        pool.close()
    }
}

@Suite struct HealthTests {
    @Test("A full disk is left when there is room again; a stop is for good")
    func states() {
        let health = WriterHealth()
        #expect(health.readOnlyReason == nil)
        health.set(.full("full"))
        #expect(health.readOnlyReason == "full")
        health.set(.writable)
        #expect(health.readOnlyReason == nil)
        health.set(.stopped("stopped"))
        health.set(.writable)
        #expect(health.readOnlyReason == "stopped")
    }

    @Test(
        "A database that meets the end of its room refuses writes, keeps reading, and goes on later"
    )
    func fullDisk() throws {
        let directory = try StoreDirectory()
        let store = try directory.open()
        try store.create(["summary": "before"])
        // As if the disk ended here: SQLite answers SQLITE_FULL beyond this page.
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.session.connection.execute("PRAGMA max_page_count=1")
        }
        let long = String(repeating: "many words of a long story ", count: 5000)
        do {
            try store.create(["description": .text(long)])
            Issue.record("saved")
        } catch StorageFailure.diskFull(let reason) {
            #expect(reason.contains("full"))
        }
        #expect(try store.value("SELECT count(*) FROM complaint") == "1")
        // There is room: the next request tries again, and meets the same end.
        #expect(throws: StorageFailure.self) { try store.create(["description": .text(long)]) }
        #expect(try store.value("SELECT count(*) FROM complaint") == "1")
        store.close()
        let again = try directory.open()
        try again.create(["description": .text(long)])
        #expect(try again.verify(thorough: true).ok)
        again.close()
    }

    @Test("The ballast is put where there is room, and dropped")
    func ballast() throws {
        let directory = try StoreDirectory()
        var ballast = Ballast(directory: directory.path)
        let path = "\(directory.path)/\(Ballast.fileName)"
        ballast.freeBytes = { _ in Ballast.freeBytesMin + 2 * Int64(Ballast.bytes) }
        try ballast.put()
        #expect(try DurableFile.status(path) == nil)
        ballast.freeBytes = { _ in Ballast.freeBytesMin + 2 * Int64(Ballast.bytes) + 1 }
        try ballast.put()
        #expect(try DurableFile.status(path)?.length == Int64(Ballast.bytes))
        try ballast.drop()
        #expect(try DurableFile.status(path) == nil)
        try ballast.drop()
    }
}
