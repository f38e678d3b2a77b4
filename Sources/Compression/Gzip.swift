/// Whole byte strings in and out of gzip (RFC 1952).
public enum Gzip {
    /// Packs the bytes. The same bytes and level always give the same result: no time, no name.
    ///
    /// - Parameter level: 1 (fast) to 9 (small).
    public static func compress(
        _ bytes: [UInt8], level: Int = 6
    ) throws(CompressionError) -> [UInt8] {
        var deflater = try Deflater(.gzip, level: level)
        let head = try deflater.feed(bytes)
        let tail = try deflater.finish()
        return head.isEmpty ? tail : head + tail
    }

    /// Unpacks the bytes, all members, when they make at most `bytesMax`.
    public static func decompress(
        _ bytes: [UInt8], bytesMax: Int64
    ) throws(CompressionError) -> [UInt8] {
        var inflater = try Inflater(.gzip, outputBytesMax: bytesMax)
        inflater.feed(bytes)
        var output: [UInt8] = []
        while let piece = try inflater.next() { output += piece }
        try inflater.finish()
        return output
    }
}

/// Packs a long body as gzip while it is made: pieces in, pieces out.
public struct GzipWriter: ~Copyable, Sendable {
    private var deflater: Deflater

    /// - Parameter level: 1 (fast) to 9 (small).
    public init(level: Int = 6) throws(CompressionError) {
        deflater = try Deflater(.gzip, level: level)
    }

    /// Packs a piece; gives back what is ready, which may be nothing yet.
    public mutating func feed(_ piece: [UInt8]) throws(CompressionError) -> [UInt8] {
        try deflater.feed(piece)
    }

    /// Packs a piece and gives back everything so far.
    public mutating func flush(_ piece: [UInt8] = []) throws(CompressionError) -> [UInt8] {
        try deflater.flush(piece)
    }

    /// The last bytes. Nothing may be fed afterwards.
    public mutating func finish() throws(CompressionError) -> [UInt8] {
        try deflater.finish()
    }
}
