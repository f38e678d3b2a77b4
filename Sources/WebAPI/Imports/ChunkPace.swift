/// How many rows one turn of the writer takes, so that interactive writes wait for a few milliseconds
/// at most and the journal is not written for every row.
struct ChunkPace: Sendable {
    static let rows = 20...500
    static let target = Duration.milliseconds(5)
    /// Chunks of a job that may wait for the writer at a time: as many as one commit takes where
    /// nobody else writes, and some that are prepared meanwhile.
    static let turnsMax = 40

    private(set) var rowCount = 50

    /// Learns from a turn: moves half of the way to the number that would have taken the target.
    mutating func learn(rows: Int, took: Duration) {
        guard rows > 0 else { return }
        let perRow = took / rows
        let fitting = perRow > .zero ? Int(Self.target / perRow) : Self.rows.upperBound
        let next = (rowCount + fitting) / 2
        rowCount = min(max(next, Self.rows.lowerBound), Self.rows.upperBound)
    }
}
