internal import Compression

/// Writes a ZIP archive from front to back: small files stored whole, one long file deflated as it
/// comes, its length and checksum behind it in a data descriptor (APPNOTE 6.3.10 section 4.3.9).
struct ZipWriter: ~Copyable, Sendable {
    private struct Entry {
        let name: [UInt8]
        let isDeflated: Bool
        let offset: UInt32
        var checksum: UInt32
        var packedSize: UInt32
        var size: UInt32
    }

    private var entries: [Entry] = []
    private var position: Int64 = 0
    private var deflater: Deflater
    private var checksum = CRC32()
    private var packedSize: Int64 = 0
    private var size: Int64 = 0

    init() throws(XLSXWriterError) {
        do throws(CompressionError) {
            deflater = try Deflater(.rawDeflate, level: 6)
        } catch {
            throw .compression(error)
        }
    }

    /// A whole small file.
    mutating func store(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let entry = Entry(
            name: Array(name.utf8), isDeflated: false, offset: UInt32(position),
            checksum: CRC32(of: content).value, packedSize: UInt32(content.count),
            size: UInt32(content.count))
        entries.append(entry)
        return counted(localHeader(entry) + content)
    }

    /// The beginning of the long file.
    mutating func beginDeflated(_ name: String) -> [UInt8] {
        let entry = Entry(
            name: Array(name.utf8), isDeflated: true, offset: UInt32(position), checksum: 0,
            packedSize: 0, size: 0)
        entries.append(entry)
        return counted(localHeader(entry))
    }

    /// More of the long file.
    mutating func deflate(_ content: [UInt8]) throws(XLSXWriterError) -> [UInt8] {
        size += Int64(content.count)
        // Room is left for the directory, so that no offset passes 32 bits.
        guard size < 0xFFFF_0000 else { throw .tooLarge }
        checksum.update(content)
        do throws(CompressionError) {
            let packed = try deflater.feed(content)
            packedSize += Int64(packed.count)
            return counted(packed)
        } catch {
            throw .compression(error)
        }
    }

    /// The end of the long file.
    mutating func endDeflated() throws(XLSXWriterError) -> [UInt8] {
        let packed: [UInt8]
        do throws(CompressionError) {
            packed = try deflater.finish()
        } catch {
            throw .compression(error)
        }
        packedSize += Int64(packed.count)
        guard packedSize < 0xFFFF_0000 else { throw .tooLarge }
        let last = entries.count - 1
        entries[last].checksum = checksum.value
        entries[last].packedSize = UInt32(packedSize)
        entries[last].size = UInt32(size)
        return counted(packed + descriptor(entries[last]))
    }

    /// The directory.
    mutating func finish() -> [UInt8] {
        let start = position
        var directory: [UInt8] = []
        for entry in entries {
            directory += bytes(0x0201_4B50 as UInt32) + bytes(20 as UInt16) + common(entry)
            directory += bytes(0 as UInt16) + bytes(0 as UInt16) + bytes(0 as UInt16)
            directory += bytes(0 as UInt32) + bytes(entry.offset) + entry.name
        }
        let count = UInt16(entries.count)
        return directory + bytes(0x0605_4B50 as UInt32) + bytes(0 as UInt32) + bytes(count)
            + bytes(count) + bytes(UInt32(directory.count)) + bytes(UInt32(start))
            + bytes(0 as UInt16)
    }

    private mutating func counted(_ piece: [UInt8]) -> [UInt8] {
        position += Int64(piece.count)
        return piece
    }

    private func localHeader(_ entry: Entry) -> [UInt8] {
        bytes(0x0403_4B50 as UInt32) + common(entry) + entry.name
    }

    /// What both headers of a file have: version 2.0, flags, method, time, checksum, sizes and the
    /// lengths of name and extra field. The time is the earliest there is, so that the same table
    /// always makes the same file.
    private func common(_ entry: Entry) -> [UInt8] {
        // Bit 11: the name is UTF-8. Bit 3: checksum and sizes follow the content.
        let flags: UInt16 = entry.isDeflated ? 0x0808 : 0x0800
        return bytes(20 as UInt16) + bytes(flags) + bytes((entry.isDeflated ? 8 : 0) as UInt16)
            + bytes(0 as UInt16) + bytes(0x0021 as UInt16) + bytes(entry.checksum)
            + bytes(entry.packedSize) + bytes(entry.size) + bytes(UInt16(entry.name.count))
            + bytes(0 as UInt16)
    }

    private func descriptor(_ entry: Entry) -> [UInt8] {
        bytes(0x0807_4B50 as UInt32) + bytes(entry.checksum) + bytes(entry.packedSize)
            + bytes(entry.size)
    }

    private func bytes(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private func bytes(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
