/// The size of a database's pages: a power of two from 512 to 65,536 bytes
/// (https://sqlite.org/fileformat2.html section 1.3.2).
public struct PageSize: Sendable, Equatable {
    public let bytes: Int

    /// Nil for a size that no database has.
    public init?(_ bytes: Int) {
        guard bytes >= 512, bytes <= 65_536, bytes & (bytes - 1) == 0 else { return nil }
        self.bytes = bytes
    }

    /// The page that holds the bytes SQLite locks: never used, never in a file
    /// (https://sqlite.org/fileformat2.html section 1.4).
    public var lockPage: UInt32 { UInt32(0x4000_0000 / bytes + 1) }
}
