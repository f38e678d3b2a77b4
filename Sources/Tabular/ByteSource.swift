/// Bytes that can be read from any place, any number of times: an upload on disk, or memory.
public protocol ByteSource: Sendable {
    /// How many bytes there are.
    var length: Int64 { get }

    /// The bytes from `offset` on, at most `max`, at least one unless the end is reached.
    func read(at offset: Int64, max: Int) throws -> [UInt8]
}

/// A source in memory, for small uploads and tests.
public struct MemorySource: ByteSource {
    private let bytes: [UInt8]

    /// A source of these bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes there are.
    public var length: Int64 { Int64(bytes.count) }

    /// The bytes from `offset` on, at most `max`.
    public func read(at offset: Int64, max: Int) -> [UInt8] {
        guard offset >= 0, offset < length, max > 0 else { return [] }
        let start = Int(offset)
        return Array(bytes[start..<min(start + max, bytes.count)])
    }
}

extension ByteSource {
    /// Reads with every failure told as this module's own.
    func bytes(at offset: Int64, max: Int) throws(TableError) -> [UInt8] {
        do {
            return try read(at: offset, max: max)
        } catch let error as TableError {
            throw error
        } catch {
            throw .unreadable("\(error)")
        }
    }

    /// Exactly `count` bytes; nil when the source ends before.
    func exactly(_ count: Int, at offset: Int64) throws(TableError) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= length - Int64(count) else { return nil }
        var result: [UInt8] = []
        while result.count < count {
            let piece = try bytes(at: offset + Int64(result.count), max: count - result.count)
            if piece.isEmpty { return nil }
            result += piece
        }
        return result
    }
}
