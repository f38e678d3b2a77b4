public import Crypto

extension Reader {
    /// The last row of the change log and its hash; nil before the first.
    public func chainHead() throws(StorageFailure) -> (seq: Int64, hash: [UInt8])? {
        var head = try connection.statement(
            "SELECT seq, hash FROM change ORDER BY seq DESC LIMIT 1")
        return try head.step() ? (head.int64(0), head.blob(1)) : nil
    }

    /// The anchors before that row, newest first.
    public func anchors(before seq: Int64, limit: Int) throws(StorageFailure) -> [Anchor] {
        try AnchorTable.newest(before: seq, limit: limit, on: connection)
    }

    /// The first of these anchors, kept elsewhere, that the change log does not bear out; nil when it
    /// bears out all. Without a key to trust, whoever signed one is believed.
    public func firstFalse(
        of anchors: [Anchor], trusting key: VerifyingKey?
    ) throws(StorageFailure) -> String? {
        try AnchorCheck(connection: connection, trusted: key).run(anchors)
    }
}

extension WriteTransaction {
    /// Keeps an anchor beside the log. Not logged: it says what the log is.
    public func keep(_ anchor: Anchor) throws(StorageFailure) {
        try AnchorTable.insert(anchor, on: session.connection)
    }
}
