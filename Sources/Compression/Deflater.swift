internal import CZlib

/// Packs bytes piece by piece. One thread at a time; holds about 256 KiB until it goes.
public struct Deflater: ~Copyable, Sendable {
    private var stream: ZStream
    private var isFinished = false

    /// - Parameter level: 0 (stored) or 1 (fast) to 9 (small).
    /// - Throws: `outOfMemory`.
    public init(_ format: CompressedFormat, level: Int = 6) throws(CompressionError) {
        precondition((0...9).contains(level))
        stream = try ZStream(deflating: format, level: Int32(level))
    }

    /// Packs a piece; gives back what is ready, which may be nothing yet.
    public mutating func feed(_ piece: [UInt8]) throws(CompressionError) -> [UInt8] {
        try run(piece, flush: Z_NO_FLUSH)
    }

    /// Packs a piece and gives back everything so far, so that a reader can unpack up to here.
    /// Costs a few bytes and some ratio each time.
    public mutating func flush(_ piece: [UInt8] = []) throws(CompressionError) -> [UInt8] {
        try run(piece, flush: Z_SYNC_FLUSH)
    }

    /// The last bytes. Nothing may be fed afterwards.
    public mutating func finish() throws(CompressionError) -> [UInt8] {
        let last = try run([], flush: Z_FINISH)
        isFinished = true
        return last
    }

    private mutating func run(_ piece: [UInt8], flush: Int32) throws(CompressionError) -> [UInt8] {
        precondition(!isFinished, "a finished stream takes no more")
        var output: [UInt8] = []
        var consumed = 0
        while true {
            let step = stream.deflate(piece, from: consumed, into: &output, flush: flush)
            consumed += step.consumed
            switch step.code {
            case Z_STREAM_END: return output
            // More output may wait only when the room given was used up.
            case Z_OK, Z_BUF_ERROR:
                if consumed == piece.count, !step.filledRoom, flush != Z_FINISH { return output }
            case Z_MEM_ERROR: throw .outOfMemory
            default: throw .corrupt
            }
        }
    }
}
