/// What the writer keeps in memory of the tables it alone changes. A value: it is copied before a
/// savepoint and before a batch, and put back when either is undone.
struct WriterState: Sendable {
    /// The last change-log row: its number and its hash (zeros before the first).
    var seq: Int64 = 0
    var hash = [UInt8](repeating: 0, count: 32)
    var lastComplaintID: Int64 = 0
    /// The last number drawn of each year.
    var lastNumbers: [Int64: Int64] = [:]
    /// Years whose counter row is behind `lastNumbers`.
    var unsavedYears: Set<Int64> = []
    /// Complaints whose keys are erased once the batch is durable.
    var erasures: [Int64] = []
    /// The codes of sites that imported rows named; a rename and a rollback forget them.
    var siteOfName: [String: String] = [:]

    /// Reads the state of the last commit.
    static func load(from connection: Connection) throws(StorageFailure) -> WriterState {
        var state = WriterState()
        var head = try connection.statement(
            "SELECT seq, hash FROM change ORDER BY seq DESC LIMIT 1")
        if try head.step() {
            state.seq = head.int64(0)
            state.hash = head.blob(1)
        }
        var last = try connection.statement("SELECT max(id) FROM complaint")
        if try last.step() { state.lastComplaintID = last.int64(0) }
        var counters = try connection.statement("SELECT year, last FROM counter")
        while try counters.step() { state.lastNumbers[counters.int64(0)] = counters.int64(1) }
        return state
    }

    /// Draws the next number of the year; returned with the state when its savepoint is undone.
    mutating func drawNumber(year: Int64) -> Int64 {
        let number = (lastNumbers[year] ?? 0) + 1
        lastNumbers[year] = number
        unsavedYears.insert(year)
        return number
    }

    /// Writes the counters that moved; called once a batch, before its commit.
    mutating func saveCounters(to connection: Connection) throws(StorageFailure) {
        for year in unsavedYears {
            var statement = try connection.statement(
                """
                INSERT INTO counter(year, last) VALUES (?1, ?2)
                ON CONFLICT(year) DO UPDATE SET last = ?2
                """)
            statement.bind(1, year)
            statement.bind(2, lastNumbers[year] ?? 0)
            try statement.run()
        }
        unsavedYears.removeAll()
    }
}
