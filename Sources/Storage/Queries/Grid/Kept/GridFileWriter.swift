import Crypto
import Platform

/// Writes a file of columns piece by piece and sums it up on the way.
struct GridFileWriter: ~Copyable {
    private static let pieceBytes = 256 << 10
    /// What may wait for the disk at a time: whoever commits meanwhile may have to wait for it, too.
    private static let unsyncedBytesMax = 4 << 20

    private let file: File
    private var buffer: [UInt8] = []
    private var hash = SHA256()
    private var unsynced = 0
    private var length: Int64 = 0
    /// Whether the disk is waited for every few megabytes.
    private let isPaced: Bool
    private let mayGoOn: () -> Bool

    init(_ file: consuming File, isPaced: Bool, mayGoOn: @escaping () -> Bool) {
        self.file = file
        self.isPaced = isPaced
        self.mayGoOn = mayGoOn
        buffer.reserveCapacity(Self.pieceBytes * 2)
    }

    mutating func append(_ bytes: [UInt8]) throws(GridFileFailure) {
        buffer += bytes
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    /// Each run as its least value, and how far above it each value is in as many bytes as the greatest
    /// needs, the lowest first.
    mutating func append<Element: FixedWidthInteger>(
        _ cells: GridCells<Element>
    ) throws(GridFileFailure) {
        for run in cells.runs { try append(run: run.span) }
    }

    /// Codes, each as another.
    mutating func append(
        _ codes: GridCells<UInt16>, as table: [UInt16]
    ) throws(GridFileFailure) {
        var mapped = [UInt16](repeating: 0, count: GridCells<UInt16>.runLength)
        for run in codes.runs {
            let (held, others) = (run.span, table.span)
            var span = mapped.mutableSpan
            for index in 0..<held.count { span[index] = others[Int(held[index])] }
            try append(run: mapped.span)
        }
    }

    private mutating func append<Element: FixedWidthInteger>(
        run: Span<Element>
    ) throws(GridFileFailure) {
        var (least, most) = (run[0], run[0])
        for index in 1..<run.count {
            least = min(least, run[index])
            most = max(most, run[index])
        }
        let base = UInt64(truncatingIfNeeded: least)
        let range = UInt64(truncatingIfNeeded: most) &- base
        let width = (64 - range.leadingZeroBitCount + 7) / 8
        var bytes = [UInt8(width)]
        bytes.append(bigEndian: Int64(bitPattern: base))
        try append(bytes)
        guard width > 0 else { return }
        var cells = [UInt8](repeating: 0, count: width * run.count)
        var span = cells.mutableSpan
        for index in 0..<run.count {
            var rest = UInt64(truncatingIfNeeded: run[index]) &- base
            for place in 0..<width {
                span[index * width + place] = UInt8(truncatingIfNeeded: rest)
                rest >>= 8
            }
        }
        try append(cells)
    }

    private mutating func flush() throws(GridFileFailure) {
        guard mayGoOn() else { throw .stopped }
        hash.update(buffer)
        try put(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func put(_ bytes: [UInt8]) throws(GridFileFailure) {
        do throws(SystemError) {
            try file.write(bytes, at: length)
            length += Int64(bytes.count)
            unsynced += bytes.count
            if isPaced, unsynced >= Self.unsyncedBytesMax {
                try file.sync()
                unsynced = 0
            }
        } catch {
            throw .system(error)
        }
    }

    /// Ends the file with its sum and closes it; answers with its length.
    consuming func finish() throws(GridFileFailure) -> Int64 {
        try flush()
        try put(hash.finish())
        do throws(SystemError) {
            if isPaced { try file.sync() }
            try file.close()
        } catch {
            throw .system(error)
        }
        return length
    }
}
