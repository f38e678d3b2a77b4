/// The end of the change log's chain (docs/change-log.md).
public struct ChainHead: Sendable, Equatable {
    /// The last row's number; 0 for an empty log.
    public let seq: Int64
    /// Its hash, 32 bytes; zeros for an empty log.
    public let hash: [UInt8]
}

extension Reader {
    /// The chain's end in this snapshot.
    public func chainHead() throws(StorageFailure) -> ChainHead {
        var statement = try connection.statement(
            "SELECT seq,hash FROM change ORDER BY seq DESC LIMIT 1")
        guard try statement.step() else {
            return ChainHead(seq: 0, hash: [UInt8](repeating: 0, count: 32))
        }
        return ChainHead(seq: statement.int64(0), hash: statement.blob(1))
    }
}
