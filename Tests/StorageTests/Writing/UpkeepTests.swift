import Complaints
import Platform
import Testing

@testable import Storage

@Suite struct UpkeepTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    /// A closed store's database with that many complaints, each a batch and a segment of its own.
    private func database(complaints: Int) throws -> Connection {
        let store = try directory.open()
        for index in 0..<complaints { try store.create(["summary": .text("quench \(index)")]) }
        store.close()
        return try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
    }

    private var checkpointer: Checkpointer {
        let path = "\(directory.path)/\(StoreOpening.databaseName)"
        return Checkpointer(LogLimits(), readers: ReaderPool(path: path, readersMax: 1))
    }

    private func number(_ sql: String, _ connection: Connection) throws -> Int64 {
        var statement = try connection.statement(made: sql)
        return try statement.step() ? statement.int64(0) : 0
    }

    /// Slices until there is nothing to do, at most 1,000.
    private func runToTheEnd(
        _ upkeep: inout Upkeep, _ connection: Connection, mayGrow: Bool = true
    ) throws {
        for _ in 0..<1000 where upkeep.hasWork {
            try upkeep.step(connection, commit: 0, mayGrow: mayGrow)
        }
        #expect(!upkeep.hasWork)
    }

    @Test("Segments of the full text are merged, and every word is still found")
    func merge() throws {
        let connection = try database(complaints: 14)
        let count = "SELECT count(DISTINCT segid) FROM complaint_text_idx"
        let before = try number(count, connection)
        let journal = UpkeepJournal()
        var upkeep = Upkeep(checkpointer, journal: journal)
        upkeep.noteBatch()
        try runToTheEnd(&upkeep, connection)
        let after = try number(count, connection)
        #expect(before >= 10 && after < before, "\(before), then \(after)")
        #expect(journal.count(.merge).slices > 0 && journal.count(.merge).amount > 0)
        let words = "SELECT count(*) FROM complaint_text WHERE complaint_text MATCH 'quench'"
        #expect(try number(words, connection) == 14)
        try connection.run(
            "INSERT INTO complaint_text(complaint_text, rank) VALUES('integrity-check', 1)")
    }

    @Test("Free pages go back beyond the reserve, a slice at a time")
    func release() throws {
        let connection = try database(complaints: 1)
        try connection.execute("CREATE TABLE ballast(bytes BLOB)")
        try connection.execute("INSERT INTO ballast VALUES (zeroblob(8 << 20))")
        try connection.execute("DROP TABLE ballast")
        let free = try Upkeep.freePages(connection)
        let journal = UpkeepJournal()
        var upkeep = Upkeep(checkpointer, journal: journal)
        upkeep.noteBatch()
        try runToTheEnd(&upkeep, connection)
        #expect(free > Upkeep.freePagesKept)
        #expect(try Upkeep.freePages(connection) <= Upkeep.freePagesKept)
        #expect(journal.count(.release).slices > 1)
        #expect(connection.framesAfterCommit == 0)
    }

    @Test("Without room only the log is emptied")
    func noRoom() throws {
        let connection = try database(complaints: 14)
        try connection.execute("INSERT INTO setting VALUES ('a', 'b')")
        let journal = UpkeepJournal()
        var upkeep = Upkeep(checkpointer, journal: journal)
        upkeep.noteBatch()
        try runToTheEnd(&upkeep, connection, mayGrow: false)
        for task in [UpkeepTask.merge, .release] {
            #expect(journal.count(task).slices == 0)
        }
        #expect(journal.count(.checkpoint).slices == 1)
    }

    @Test("A step that fails is left until the next batch")
    func failing() throws {
        let connection = try database(complaints: 3)
        var upkeep = Upkeep(checkpointer, journal: UpkeepJournal())
        upkeep.noteBatch()
        try connection.execute("DROP TABLE field_index")
        #expect(throws: StorageFailure.self) {
            try upkeep.step(connection, commit: 0, mayGrow: true)
        }
        try runToTheEnd(&upkeep, connection)
    }
}
