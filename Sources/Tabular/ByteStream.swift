internal import Compression

/// Bytes that come one piece after the other. A class, because pieces are drawn through several
/// layers.
protocol ByteStream: AnyObject {
    /// The next piece, never empty; nil at the end.
    func next() throws(TableError) -> [UInt8]?
}

/// A part of a source as a stream.
final class SourceStream: ByteStream {
    private let source: any ByteSource
    private let end: Int64
    private let pieceBytes: Int
    private(set) var position: Int64

    init(_ source: any ByteSource, range: Range<Int64>, pieceBytes: Int = 64 << 10) {
        self.source = source
        self.pieceBytes = pieceBytes
        position = range.lowerBound
        end = range.upperBound
    }

    func next() throws(TableError) -> [UInt8]? {
        guard position < end else { return nil }
        let piece = try source.bytes(at: position, max: Int(min(Int64(pieceBytes), end - position)))
        guard !piece.isEmpty else { throw .unreadable("The file ended while it was being read.") }
        position += Int64(piece.count)
        return piece
    }
}

/// Unpacks a gzip file.
final class GunzipStream: ByteStream {
    private let upstream: any ByteStream
    private var inflater: Inflater
    private let bytesMax: Int64
    private var isAtEnd = false

    init(_ upstream: any ByteStream, bytesMax: Int64) throws(TableError) {
        self.upstream = upstream
        self.bytesMax = bytesMax
        do throws(CompressionError) {
            inflater = try Inflater(.gzip, outputBytesMax: bytesMax)
        } catch {
            throw .compressed(error)
        }
    }

    func next() throws(TableError) -> [UInt8]? {
        while !isAtEnd {
            if let piece = try inflated() { return piece }
            guard let packed = try upstream.next() else {
                isAtEnd = true
                try finish()
                return nil
            }
            inflater.feed(packed)
        }
        return nil
    }

    private func inflated() throws(TableError) -> [UInt8]? {
        do throws(CompressionError) {
            return try inflater.next()
        } catch {
            throw .compressed(error)
        }
    }

    private func finish() throws(TableError) {
        do throws(CompressionError) {
            try inflater.finish()
        } catch {
            throw .compressed(error)
        }
    }
}
