internal import CZlib

/// Unpacks bytes piece by piece and stops at a bound. One thread at a time; holds about 40 KiB
/// until it goes.
public struct Inflater: ~Copyable, Sendable {
    private let format: CompressedFormat
    private let outputBytesMax: Int64
    private var stream: ZStream
    private var input: [UInt8] = []
    private var position = 0
    private var phase = Phase.unpacking

    private enum Phase { case unpacking, betweenMembers, ended }

    /// How many bytes have been unpacked.
    public private(set) var outputCount: Int64 = 0

    /// How many bytes have been taken in by the stream, the ones behind its end not counted.
    public private(set) var inputCount: Int64 = 0

    /// Whether the stream has come to its end; of gzip, whether a member has.
    public var isComplete: Bool { phase != .unpacking }

    /// - Parameter outputBytesMax: that many bytes may come out, one more is `tooLarge`.
    /// - Throws: `outOfMemory`.
    public init(_ format: CompressedFormat, outputBytesMax: Int64) throws(CompressionError) {
        self.format = format
        self.outputBytesMax = outputBytesMax
        stream = try ZStream(inflating: format)
    }

    /// Adds packed bytes. Take what they unpack to with `next` before feeding more.
    public mutating func feed(_ piece: [UInt8]) {
        if position == input.count {
            input = piece
        } else {
            input.removeSubrange(..<position)
            input += piece
        }
        position = 0
    }

    /// The next unpacked bytes, at most `max`; nil when more packed bytes are needed or the stream
    /// is complete. Bytes behind the end of the stream are passed over.
    public mutating func next(max: Int = 64 << 10) throws(CompressionError) -> [UInt8]? {
        precondition(max > 0)
        while true {
            guard try beginMember() else { return nil }
            // One byte beyond the bound is asked for, so that a stream of just that size passes.
            let left = outputBytesMax - outputCount
            let room = left < Int64(max) ? Int(left) + 1 : max
            var output: [UInt8] = []
            let step = stream.inflate(input, from: position, into: &output, room: room)
            position += step.consumed
            inputCount += Int64(step.consumed)
            outputCount += Int64(output.count)
            guard outputCount <= outputBytesMax else { throw .tooLarge(bytesMax: outputBytesMax) }
            switch step.code {
            case Z_STREAM_END: phase = format == .gzip ? .betweenMembers : .ended
            case Z_OK: break
            case Z_BUF_ERROR: if output.isEmpty { return nil }
            case Z_MEM_ERROR: throw .outOfMemory
            default: throw .corrupt
            }
            if !output.isEmpty { return output }
            if step.code == Z_OK, step.consumed == 0 { return nil }
        }
    }

    /// Says that no more bytes follow.
    ///
    /// - Throws: `truncated` when the stream has not come to its end.
    public mutating func finish() throws(CompressionError) {
        guard phase != .unpacking else { throw .truncated }
    }

    /// Whether there is something to unpack. After a gzip member another may follow; anything else,
    /// such as padding with zeros, is passed over.
    private mutating func beginMember() throws(CompressionError) -> Bool {
        switch phase {
        case .unpacking: return true
        case .ended: return false
        case .betweenMembers:
            guard position < input.count else { return false }
            guard input[position] == 0x1F else {
                phase = .ended
                return false
            }
            stream.resetInflating()
            phase = .unpacking
            return true
        }
    }
}
