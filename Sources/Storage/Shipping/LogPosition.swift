/// The two numbers that are new with every restart of the write-ahead log
/// (https://sqlite.org/fileformat2.html section 4.1). The first grows by one when SQLite restarts a
/// log that it has copied whole; a log that begins anew has two random ones.
public struct LogSalts: Sendable, Hashable {
    public let first: UInt32
    public let second: UInt32

    public init(first: UInt32, second: UInt32) {
        self.first = first
        self.second = second
    }

    /// Whether a log with these salts is what SQLite makes of one with the others when it restarts it.
    public func follow(_ others: LogSalts) -> Bool { first == others.first &+ 1 }
}

/// The cumulative checksum of a log's frames; two logs that agree in it agree in all before.
public struct LogChecksum: Sendable, Hashable {
    public var first: UInt32
    public var second: UInt32

    public init(first: UInt32, second: UInt32) {
        self.first = first
        self.second = second
    }

    /// Adds bytes, a multiple of eight of them, read as words of that order
    /// (https://sqlite.org/fileformat2.html section 4.2).
    mutating func update(_ bytes: Span<UInt8>, isBigEndian: Bool) {
        precondition(bytes.count % 8 == 0)
        var first = first
        var second = second
        // Loads stay below the count, which is a multiple of eight.
        unsafe bytes.withUnsafeBytes { bytes in
            var index = 0
            while index < bytes.count {
                let left = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
                let right = unsafe bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self)
                first = first &+ (isBigEndian ? left.bigEndian : left.littleEndian) &+ second
                second = second &+ (isBigEndian ? right.bigEndian : right.littleEndian) &+ first
                index += 8
            }
        }
        self.first = first
        self.second = second
    }
}

/// A place in the write-ahead log: behind a frame that ends a commit, or at the log's start.
public struct LogPosition: Sendable, Hashable {
    public let salts: LogSalts
    /// Frames before it.
    public let frames: Int64
    public let checksum: LogChecksum

    public init(salts: LogSalts, frames: Int64, checksum: LogChecksum) {
        self.salts = salts
        self.frames = frames
        self.checksum = checksum
    }
}
