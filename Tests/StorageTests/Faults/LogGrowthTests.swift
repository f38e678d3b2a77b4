import Complaints
import Platform
import Testing

@testable import Storage

/// The write-ahead log under readers that do not end.
@Suite struct LogGrowthTests {
    /// Frames after which readers are ended here.
    private static let limit: Int64 = 300

    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private func open() throws -> Store {
        try directory.open {
            $0.logLimits = LogLimits(
                passive: 20, truncate: 50, hold: 100, readers: Self.limit, checks: 3 * Self.limit)
        }
    }

    /// A statement that steps for as long as it is let.
    private static let endless = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT count(*) FROM n, complaint
        """

    /// Writes until the log was emptied behind the endless reader, at most that often.
    private func write(_ store: Store, until isEnded: () -> Bool) throws -> Int64 {
        var longest: Int64 = 0
        let text = String(repeating: "many words of a long story ", count: 1000)
        for _ in 0..<400 where !isEnded() {
            try store.create(["description": .text(text)])
            let length =
                try DurableFile.status("\(directory.path)/ibtool.db-wal")?.length ?? 0
            longest = max(longest, length / 4120)
        }
        return longest
    }

    @Test("A reader that keeps the log is ended, the log stays within its bound, writes go on")
    func reader() throws {
        let store = try open()
        try store.create(["summary": "one"])
        let ended = Lock<StorageFailure?>(nil)
        let started = Mailbox<Bool>(capacity: 1)
        let thread = try Thread.start(name: "reader") {
            do throws(StorageFailure) {
                _ = try store.read { (reader) throws(StorageFailure) in
                    var statement = try reader.connection.statement(made: Self.endless)
                    _ = started.offer(true)
                    return try statement.step()
                }
            } catch {
                ended.withLock { $0 = error }
            }
        }
        _ = started.take()
        let longest = try write(store) { ended.withLock { $0 != nil } }
        thread.join()
        guard case .timedOut = ended.withLock({ $0 }) else {
            Issue.record("the reader was not ended")
            return
        }
        // One batch past the limit, and no further.
        #expect(longest >= Self.limit && longest < 2 * Self.limit, "\(longest) frames")
        #expect(try store.value("SELECT 1") == "1")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test("A check of the whole file may keep more of the log, and is ended with the reason")
    func check() throws {
        let store = try open()
        try store.create(["summary": "one"])
        let connection = try store.pool.openForCheck()
        try connection.run("BEGIN")
        let ended = Lock<StorageFailure?>(nil)
        let started = Mailbox<Bool>(capacity: 1)
        let thread = try Thread.start(name: "check") {
            do throws(StorageFailure) {
                var statement = try connection.statement(made: Self.endless)
                _ = started.offer(true)
                _ = try statement.step()
            } catch {
                ended.withLock { $0 = error }
            }
        }
        _ = started.take()
        let longest = try write(store) { ended.withLock { $0 != nil } }
        thread.join()
        store.pool.giveBackCheck(connection)
        guard case .timedOut = ended.withLock({ $0 }) else {
            Issue.record("the check was not ended")
            return
        }
        #expect(longest >= 3 * Self.limit && longest < 4 * Self.limit, "\(longest) frames")
        store.close()
    }

    @Test("A hold keeps the log up to its limit, then it is emptied all the same")
    func hold() throws {
        let store = try open()
        let hold = store.holdCheckpoints()
        let longest = try write(store) { false }
        // One batch past the limit of holds, of 400 that were written.
        #expect(longest >= 100 && longest < 2 * Self.limit, "\(longest) frames")
        withExtendedLifetime(hold) {}
        store.close()
    }
}
