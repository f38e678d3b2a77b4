import Crypto
import Platform

/// Reads a file of columns piece by piece, whatever its bytes are: what it gives is right once `finish`
/// has found the sum to be that of the bytes.
struct GridFileReader: ~Copyable {
    /// How much is read at a time.
    static let pieceBytes = 1 << 20

    private let file: File
    /// Where the sum begins.
    private let end: Int64
    private var buffer: [UInt8] = []
    private var position = 0
    /// Where in the file the buffer ends.
    private var next: Int64 = 0
    private var hash = SHA256()
    private let mayGoOn: () -> Bool

    init(_ file: consuming File, mayGoOn: @escaping () -> Bool) throws(GridFileRefusal) {
        do throws(SystemError) { end = try file.status().length - Int64(SHA256.byteCount) } catch {
            throw .system(error)
        }
        self.file = file
        self.mayGoOn = mayGoOn
    }

    mutating func byte() throws(GridFileRefusal) -> UInt8 {
        try load(1)
        position += 1
        return buffer[position - 1]
    }

    mutating func bigEndian() throws(GridFileRefusal) -> Int64 {
        try load(8)
        var bits: UInt64 = 0
        for byte in buffer[position..<position + 8] { bits = bits << 8 | UInt64(byte) }
        position += 8
        return Int64(bitPattern: bits)
    }

    /// So many bytes; a broken file has no more of them than the caller has room for.
    mutating func bytes(_ count: Int64, max: Int) throws(GridFileRefusal) -> [UInt8] {
        guard count >= 0, count <= Int64(max) else { throw .broken }
        var bytes: [UInt8] = []
        var left = Int(count)
        while left > 0 {
            let part = min(left, Self.pieceBytes)
            try load(part)
            bytes += buffer[position..<position + part]
            position += part
            left -= part
        }
        return bytes
    }

    /// Cells as the writer writes them, each below `limit`.
    mutating func cells<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
        empty: Element, runs: Int, below limit: Int = .max
    ) throws(GridFileRefusal) -> GridCells<Element> {
        var cells = GridCells<Element>(empty: empty)
        for _ in 0..<runs {
            let width = Int(try byte())
            let base = UInt64(bitPattern: try bigEndian())
            guard width <= MemoryLayout<Element>.size else { throw .broken }
            var most: UInt64 = 0
            if width == 0 {
                cells.append(all: Element(truncatingIfNeeded: base))
            } else {
                let count = width * GridCells<Element>.runLength
                try load(count)
                let place = position..<position + count
                cells.append(run: Self.run(buffer.span.extracting(place), width, base, &most))
                position = place.upperBound
            }
            guard limit == .max || (base < limit && most < UInt64(limit) - base) else {
                throw .broken
            }
        }
        return cells
    }

    private static func run<Element: FixedWidthInteger>(
        _ bytes: Span<UInt8>, _ width: Int, _ base: UInt64, _ most: inout UInt64
    ) -> [Element] {
        let count = bytes.count / width
        var run = [Element](repeating: 0, count: count)
        var span = run.mutableSpan
        for index in 0..<count {
            var above: UInt64 = 0
            for place in stride(from: width - 1, through: 0, by: -1) {
                above = above << 8 | UInt64(bytes[index * width + place])
            }
            most = max(most, above)
            span[index] = Element(truncatingIfNeeded: base &+ above)
        }
        return run
    }

    /// Sees to it that so many bytes, at most a piece, are in the buffer.
    private mutating func load(_ count: Int) throws(GridFileRefusal) {
        if buffer.count - position >= count { return }
        guard mayGoOn() else { throw .stopped }
        let wanted = min(Int64(Self.pieceBytes), end - next)
        guard wanted > 0 else { throw .broken }
        let piece: [UInt8]
        do throws(SystemError) {
            piece = try file.read(at: next, bytesMax: Int(wanted))
        } catch {
            throw .system(error)
        }
        next += Int64(piece.count)
        hash.update(piece)
        buffer = buffer[position...] + piece
        position = 0
        guard buffer.count >= count else { throw .broken }
    }

    /// The file ends here, and its sum is that of its bytes.
    consuming func finish() throws(GridFileRefusal) {
        guard position == buffer.count, next == end else { throw .broken }
        let sum: [UInt8]
        do throws(SystemError) { sum = try file.read(at: end, bytesMax: SHA256.byteCount) } catch {
            throw .system(error)
        }
        guard sum == hash.finish() else { throw .broken }
    }
}
