import Complaints
import Platform

/// What the writer's thread works with: its connection, the state behind the log and the numbers, and
/// who writes now. Made on that thread and never anywhere else.
final class WriterSession {
    let connection: Connection
    let keys: KeyFile
    private let clock: WallClock
    var state: WriterState
    var nonces = NonceSource()
    var layout: ComplaintLayout
    /// Microseconds since 1970, the same for a whole transaction.
    private(set) var now: Int64 = 0
    private(set) var author = Author(name: "system", origin: .system, address: "")

    init(
        connection: Connection, keys: KeyFile, clock: WallClock
    ) throws(StorageFailure) {
        self.connection = connection
        self.keys = keys
        self.clock = clock
        state = try WriterState.load(from: connection)
        layout = try ComplaintLayout(custom: CustomFieldTable.all(connection))
    }

    /// Reads the custom fields anew, after one was defined.
    func reloadLayout() throws(StorageFailure) {
        layout = try ComplaintLayout(custom: CustomFieldTable.all(connection))
    }

    /// Opens a batch's transaction.
    func begin() throws(StorageFailure) {
        now = clock.now().microseconds
        var statement = try connection.statement("BEGIN IMMEDIATE")
        try statement.run()
    }

    /// Ends a batch's transaction: returns when it is synced.
    func commit() throws(StorageFailure) {
        try state.saveCounters(to: connection)
        var statement = try connection.statement("COMMIT")
        try statement.run()
    }

    /// Takes a batch back, as far as SQLite has not done so itself.
    func rollBack() throws(StorageFailure) {
        if connection.isIdle { return }
        var statement = try connection.statement("ROLLBACK")
        try statement.run()
    }

    /// Runs one request in a savepoint of its own. What it threw has been undone, in the tables and
    /// in the state.
    func perform<Value>(
        by author: Author,
        _ body: (borrowing WriteTransaction) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        self.author = author
        return try savepoint { () throws(StorageFailure) -> Value in
            let transaction = WriteTransaction(session: self)
            return try body(transaction)
        }
    }

    /// Runs `body` in a savepoint; nests.
    func savepoint<Value>(
        _ body: () throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        let before = state
        let layoutBefore = layout
        try run("SAVEPOINT request")
        do throws(StorageFailure) {
            let value = try body()
            try run("RELEASE request")
            return value
        } catch {
            state = before
            layout = layoutBefore
            // After some errors SQLite has taken the whole transaction back; the batch notices.
            if !connection.isIdle {
                try run("ROLLBACK TO request")
                try run("RELEASE request")
            }
            throw error
        }
    }

    private func run(_ sql: StaticString) throws(StorageFailure) {
        var statement = try connection.statement(sql)
        try statement.run()
    }
}
