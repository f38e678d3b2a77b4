/// A place in the change log: a row and its hash, which stands for every row up to it. Two databases with
/// the same point have the same history up to there.
public struct ChainPoint: Sendable, Equatable {
    /// The row's number; 0 in an empty log.
    public let commit: Int64
    /// SHA-256 over the row and the hash before it; empty in an empty log.
    public let hash: [UInt8]

    public init(commit: Int64, hash: [UInt8]) {
        self.commit = commit
        self.hash = hash
    }
}

extension Connection {
    /// The point at that row; nil when there is no such row.
    func chainPoint(at commit: Int64) throws(StorageFailure) -> ChainPoint? {
        if commit == 0 { return ChainPoint(commit: 0, hash: []) }
        var statement = try statement("SELECT hash FROM change WHERE seq = ?")
        statement.bind(1, commit)
        return try statement.step() ? ChainPoint(commit: commit, hash: statement.blob(0)) : nil
    }
}

extension Store {
    /// The change log's point at that row; nil when there is no such row. Does not wait for the gate.
    public func chainPoint(at commit: Int64) throws(StorageError) -> ChainPoint? {
        do throws(StorageFailure) {
            return try look { reader throws(StorageFailure) in
                try reader.connection.chainPoint(at: commit)
            }
        } catch {
            throw error.asError
        }
    }
}

extension RestoredDatabase {
    /// The last row of the change log and its hash.
    public func chainPoint() throws(StorageError) -> ChainPoint {
        do throws(StorageFailure) {
            let connection = try open()
            let last = try connection.lastChange()
            return try connection.chainPoint(at: last) ?? ChainPoint(commit: last, hash: [])
        } catch {
            throw error.asError
        }
    }
}
