public import Compression

/// Writes a ZIP archive from front to back, as its files come: small ones stored whole, long ones
/// deflated piece by piece, their lengths and checksums behind them in data descriptors (APPNOTE 6.3.10
/// section 4.3.9). Files and archives beyond 4 GiB take the ZIP64 form (section 4.5.3), all others the
/// old one, so that every program opens them.
///
/// Send what each call gives back, in order. One thread at a time.
public struct ZipWriter: ~Copyable, Sendable {
    private struct Entry {
        let name: [UInt8]
        let isDeflated: Bool
        /// Whether its lengths take 64 bits, which has to be known before its first byte.
        let isWide: Bool
        let offset: UInt64
        var checksum: UInt32 = 0
        var packedSize: UInt64 = 0
        var size: UInt64 = 0
    }

    /// From here on a length or a place takes 64 bits.
    private let narrowMax: UInt64
    private var entries: [Entry] = []
    private var position: UInt64 = 0
    /// Of the file that is being written.
    private var deflater: Deflater?
    private var checksum = CRC32()

    public init() { self.init(narrowMax: 0xFFFF_FFFF) }

    /// For tests: the 64-bit forms with little content.
    init(narrowMax: UInt64) { self.narrowMax = narrowMax }

    /// A whole small file.
    ///
    /// - Parameter name: relative, with "/" between folders.
    public mutating func store(_ name: String, _ content: [UInt8]) -> [UInt8] {
        precondition(deflater == nil, "a file is being written")
        var entry = Entry(
            name: Array(name.utf8), isDeflated: false, isWide: false, offset: position)
        entry.checksum = CRC32(of: content).value
        entry.packedSize = UInt64(content.count)
        entry.size = entry.packedSize
        entries.append(entry)
        return counted(localHeader(entry) + content)
    }

    /// The beginning of a long file.
    ///
    /// - Parameter bytesMax: what it may come to. Beyond about 4 GiB it takes the ZIP64 form.
    public mutating func beginDeflated(
        _ name: String, bytesMax: Int64 = 0xFFFF_0000
    ) throws(CompressionError) -> [UInt8] {
        precondition(deflater == nil, "a file is being written")
        deflater = try Deflater(.rawDeflate, level: 6)
        checksum = CRC32()
        // What does not shrink grows by a few bytes in each 16 KiB.
        let packedMax = UInt64(clamping: bytesMax) + UInt64(clamping: bytesMax) >> 11 + 64
        let entry = Entry(
            name: Array(name.utf8), isDeflated: true, isWide: packedMax >= narrowMax,
            offset: position)
        entries.append(entry)
        return counted(localHeader(entry))
    }

    /// More of the long file.
    ///
    /// - Throws: `tooLarge` when it is more than was announced.
    public mutating func deflate(_ content: [UInt8]) throws(CompressionError) -> [UInt8] {
        let last = entries.count - 1
        entries[last].size += UInt64(content.count)
        checksum.update(content)
        return try keep(try deflater?.feed(content) ?? [])
    }

    /// The end of the long file.
    public mutating func endDeflated() throws(CompressionError) -> [UInt8] {
        let packed = try keep(try deflater?.finish() ?? [])
        deflater = nil
        let last = entries.count - 1
        entries[last].checksum = checksum.value
        return packed + counted(descriptor(entries[last]))
    }

    private mutating func keep(_ packed: [UInt8]) throws(CompressionError) -> [UInt8] {
        let last = entries.count - 1
        entries[last].packedSize += UInt64(packed.count)
        let size = max(entries[last].size, entries[last].packedSize)
        if !entries[last].isWide, size >= narrowMax {
            throw .tooLarge(bytesMax: Int64(narrowMax))
        }
        return counted(packed)
    }

    /// The directory.
    public mutating func finish() -> [UInt8] {
        let start = position
        var directory: [UInt8] = []
        for entry in entries { directory += directoryHeader(entry) }
        let isWide = start >= narrowMax || entries.count >= 0xFFFF
        let end = isWide ? wideEnd(from: start, UInt64(directory.count)) : []
        let count = UInt16(clamping: entries.count)
        return directory + end + bytes(0x0605_4B50 as UInt32) + bytes(0 as UInt32) + bytes(count)
            + bytes(count) + bytes(UInt32(clamping: directory.count))
            + bytes(isWide ? .max : UInt32(start)) + bytes(0 as UInt16)
    }

    private mutating func counted(_ piece: [UInt8]) -> [UInt8] {
        position += UInt64(piece.count)
        return piece
    }

    private func localHeader(_ entry: Entry) -> [UInt8] {
        // Both lengths stand in the descriptor; here they say only that they have 64 bits there.
        let extra = entry.isWide ? extraField([0, 0]) : []
        return bytes(0x0403_4B50 as UInt32) + common(entry, isWide: entry.isWide, extra.count)
            + entry.name + extra
    }

    private func directoryHeader(_ entry: Entry) -> [UInt8] {
        let isFar = entry.offset >= narrowMax
        var wide: [UInt64] = entry.isWide ? [entry.size, entry.packedSize] : []
        if isFar { wide.append(entry.offset) }
        let extra = wide.isEmpty ? [] : extraField(wide)
        let version: UInt16 = wide.isEmpty ? 20 : 45
        return bytes(0x0201_4B50 as UInt32) + bytes(version)
            + common(entry, isWide: !wide.isEmpty, extra.count) + bytes(0 as UInt16)
            + bytes(0 as UInt16) + bytes(0 as UInt16) + bytes(0 as UInt32)
            + bytes(isFar ? .max : UInt32(entry.offset)) + entry.name + extra
    }

    /// The ZIP64 extra field (section 4.5.3).
    private func extraField(_ values: [UInt64]) -> [UInt8] {
        bytes(0x0001 as UInt16) + bytes(UInt16(8 * values.count)) + values.flatMap { bytes($0) }
    }

    /// What both headers of a file have: version, flags, method, time, checksum, sizes and the lengths
    /// of name and extra field. The time is the earliest there is, so that the same content always
    /// makes the same file.
    private func common(_ entry: Entry, isWide: Bool, _ extraCount: Int) -> [UInt8] {
        // Bit 11: the name is UTF-8. Bit 3: checksum and sizes follow the content.
        let flags: UInt16 = entry.isDeflated ? 0x0808 : 0x0800
        let sizes: [UInt32] =
            entry.isWide
            ? [.max, .max] : [UInt32(entry.packedSize), UInt32(entry.size)]
        return bytes((isWide ? 45 : 20) as UInt16) + bytes(flags)
            + bytes((entry.isDeflated ? 8 : 0) as UInt16) + bytes(0 as UInt16)
            + bytes(0x0021 as UInt16) + bytes(entry.checksum) + bytes(sizes[0]) + bytes(sizes[1])
            + bytes(UInt16(entry.name.count)) + bytes(UInt16(extraCount))
    }

    private func descriptor(_ entry: Entry) -> [UInt8] {
        let head = bytes(0x0807_4B50 as UInt32) + bytes(entry.checksum)
        return entry.isWide
            ? head + bytes(entry.packedSize) + bytes(entry.size)
            : head + bytes(UInt32(entry.packedSize)) + bytes(UInt32(entry.size))
    }

    /// The ZIP64 end of the directory and its locator (sections 4.3.14 and 4.3.15).
    private func wideEnd(from start: UInt64, _ length: UInt64) -> [UInt8] {
        let count = UInt64(entries.count)
        return bytes(0x0606_4B50 as UInt32) + bytes(44 as UInt64) + bytes(45 as UInt16)
            + bytes(45 as UInt16) + bytes(0 as UInt32) + bytes(0 as UInt32) + bytes(count)
            + bytes(count) + bytes(length) + bytes(start) + bytes(0x0706_4B50 as UInt32)
            + bytes(0 as UInt32) + bytes(start + length) + bytes(1 as UInt32)
    }

    private func bytes<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
