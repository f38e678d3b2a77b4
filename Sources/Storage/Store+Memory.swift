/// What the store may take of memory, for the metrics.
extension Store {
    /// The page caches of the writer, of what follows it, and of every reader there may be.
    public var pageCacheBytesMax: Int {
        let kibibytes =
            StoreOpening.writerCacheKibibytes + StoreOpening.followerCacheKibibytes
            + GridKeeper.cacheKibibytes
            + pool.readersMax * Connection.cacheKibibytes
        return kibibytes << 10
    }

    /// How many writes may wait for the writer.
    public static var writesMax: Int { Writer.queueMax }

    /// The columns that the grid keeps of all complaints: they grow with the records.
    public var gridBytes: Int { grid.byteCount }

    /// What those columns may take.
    public var gridBytesMax: Int { grid.bytesMax }

    /// Words that wait for a batch's end, at most, before FTS5 writes them out by itself (the second
    /// migration sets it).
    public static let pendingWordsBytesMax = 4 << 20
}
