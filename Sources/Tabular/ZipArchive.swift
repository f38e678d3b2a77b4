/// One file inside a ZIP archive, as the directory at the end describes it.
struct ZipEntry {
    let name: String
    let method: UInt16
    let checksum: UInt32
    let packedSize: Int64
    let size: Int64
    let headerOffset: Int64
}

/// The directory of a ZIP archive (APPNOTE 6.3.10 sections 4.3.12 to 4.3.16), ZIP64 included.
/// Encrypted archives, forbidden names and too many entries are refused as a whole.
struct ZipArchive {
    private let source: any ByteSource
    private let entries: [String: ZipEntry]
    private let limits: TableLimits

    /// The directory may be this long.
    private static let directoryBytesMax: Int64 = 16 << 20

    init(_ source: any ByteSource, limits: TableLimits) throws(TableError) {
        self.source = source
        self.limits = limits
        let place = try ZipArchive.findDirectory(source)
        guard place.count <= Int64(limits.entriesMax) else {
            throw .workbook(.tooManyEntries(max: limits.entriesMax))
        }
        guard place.size <= ZipArchive.directoryBytesMax,
            let directory = try source.exactly(Int(place.size), at: place.offset)
        else { throw .workbook(.damagedArchive) }
        entries = try ZipArchive.readDirectory(directory, count: Int(place.count))
    }

    /// Whether there is a file of that name; case does not count in ASCII (OPC section 6.2.2).
    func contains(_ name: String) -> Bool {
        entries[name.lowercased()] != nil
    }

    /// How many bytes the file has when packed.
    func packedSize(_ name: String) -> Int64 {
        entries[name.lowercased()]?.packedSize ?? 0
    }

    /// The content of a file as a stream that checks length and checksum at its end.
    func open(_ name: String, budget: InflateBudget) throws(TableError) -> ZipEntryStream {
        guard let entry = entries[name.lowercased()] else {
            throw .workbook(.missing(part: name))
        }
        guard entry.size <= budget.left else { throw .workbook(.tooLarge(max: budget.max)) }
        budget.left -= entry.size
        guard let header = try source.exactly(30, at: entry.headerOffset),
            littleEndian32(header, 0) == 0x0403_4B50
        else { throw .workbook(.damagedArchive) }
        let names = Int64(littleEndian16(header, 26)) + Int64(littleEndian16(header, 28))
        let start = entry.headerOffset + 30 + names
        guard start <= source.length, entry.packedSize <= source.length - start else {
            throw .workbook(.truncated(entry: entry.name))
        }
        return try ZipEntryStream(
            entry, SourceStream(source, range: start..<start + entry.packedSize))
    }
}

/// How many bytes may still be unpacked, shared by everything that is read from one archive.
final class InflateBudget {
    let max: Int64
    var left: Int64

    init(_ max: Int64) {
        self.max = max
        left = max
    }
}

// MARK: - The directory

extension ZipArchive {
    private typealias Place = (offset: Int64, size: Int64, count: Int64)

    private static func findDirectory(_ source: any ByteSource) throws(TableError) -> Place {
        // 22 bytes and a comment of at most 65,535.
        let tailCount = Int(min(source.length, 22 + 65_535))
        let tailStart = source.length - Int64(tailCount)
        guard tailCount >= 22, let tail = try source.exactly(tailCount, at: tailStart) else {
            throw .workbook(.damagedArchive)
        }
        var end = tailCount - 22
        while end >= 0 {
            if littleEndian32(tail, end) == 0x0605_4B50,
                end + 22 + Int(littleEndian16(tail, end + 20)) <= tailCount
            {
                break
            }
            end -= 1
        }
        guard end >= 0 else { throw .workbook(.damagedArchive) }
        let place = (
            offset: Int64(littleEndian32(tail, end + 16)),
            size: Int64(littleEndian32(tail, end + 12)),
            count: Int64(littleEndian16(tail, end + 10))
        )
        guard place.offset == 0xFFFF_FFFF || place.size == 0xFFFF_FFFF || place.count == 0xFFFF
        else { return place }
        return try findLargeDirectory(source, end: tailStart + Int64(end)) ?? place
    }

    private static func findLargeDirectory(
        _ source: any ByteSource, end: Int64
    ) throws(TableError) -> Place? {
        guard let locator = try source.exactly(20, at: end - 20),
            littleEndian32(locator, 0) == 0x0706_4B50
        else { return nil }
        guard let offset = littleEndian64(locator, 8),
            let record = try source.exactly(56, at: offset),
            littleEndian32(record, 0) == 0x0606_4B50,
            let count = littleEndian64(record, 32), let size = littleEndian64(record, 40),
            let start = littleEndian64(record, 48)
        else { throw .workbook(.damagedArchive) }
        return (start, size, count)
    }

    private static func readDirectory(
        _ directory: [UInt8], count: Int
    ) throws(TableError) -> [String: ZipEntry] {
        var entries: [String: ZipEntry] = [:]
        var position = 0
        for _ in 0..<count {
            guard position + 46 <= directory.count,
                littleEndian32(directory, position) == 0x0201_4B50
            else { throw .workbook(.damagedArchive) }
            let nameCount = Int(littleEndian16(directory, position + 28))
            let extraCount = Int(littleEndian16(directory, position + 30))
            let commentCount = Int(littleEndian16(directory, position + 32))
            let next = position + 46 + nameCount + extraCount + commentCount
            guard next <= directory.count else { throw .workbook(.damagedArchive) }
            if littleEndian16(directory, position + 8) & 1 != 0 { throw .workbook(.encrypted) }
            let nameEnd = position + 46 + nameCount
            let name = try checkedName(directory[position + 46..<nameEnd])
            let entry = try readEntry(
                directory, position, name, extra: directory[nameEnd..<nameEnd + extraCount])
            entries[name.lowercased()] = entry
            position = next
        }
        return entries
    }

    private static func readEntry(
        _ directory: [UInt8], _ start: Int, _ name: String, extra: ArraySlice<UInt8>
    ) throws(TableError) -> ZipEntry {
        var values = [24, 20, 42].map { Int64(littleEndian32(directory, start + $0)) }
        if values.contains(0xFFFF_FFFF) {
            // The large values stand in this order in the extra field 1 (section 4.5.3).
            var large = largeValues(Array(extra))
            for index in values.indices where values[index] == 0xFFFF_FFFF {
                guard !large.isEmpty else { throw .workbook(.damagedArchive) }
                values[index] = large.removeFirst()
            }
        }
        return ZipEntry(
            name: name, method: littleEndian16(directory, start + 10),
            checksum: littleEndian32(directory, start + 16), packedSize: values[1],
            size: values[0], headerOffset: values[2])
    }

    private static func largeValues(_ extra: [UInt8]) -> [Int64] {
        var position = 0
        while position + 4 <= extra.count {
            let count = Int(littleEndian16(extra, position + 2))
            let end = position + 4 + count
            guard end <= extra.count else { return [] }
            if littleEndian16(extra, position) == 1 {
                return stride(from: position + 4, to: end - 7, by: 8).compactMap {
                    littleEndian64(extra, $0)
                }
            }
            position = end
        }
        return []
    }

    /// A name that stays inside the archive: no root, no way up, no NUL.
    private static func checkedName(_ bytes: ArraySlice<UInt8>) throws(TableError) -> String {
        let name = String(decoding: bytes, as: UTF8.self)
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.isEmpty, !bytes.contains(0), !name.hasPrefix("/"), !name.contains("\\"),
            !parts.contains("..")
        else { throw .workbook(.badEntryName) }
        return name
    }
}

/// Two bytes, the lower first.
func littleEndian16(_ bytes: [UInt8], _ at: Int) -> UInt16 {
    UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
}

/// Four bytes, the lowest first.
func littleEndian32(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    UInt32(littleEndian16(bytes, at)) | UInt32(littleEndian16(bytes, at + 2)) << 16
}

/// Eight bytes, the lowest first; nil when the number is beyond Int64.
func littleEndian64(_ bytes: [UInt8], _ at: Int) -> Int64? {
    Int64(exactly: UInt64(littleEndian32(bytes, at)) | UInt64(littleEndian32(bytes, at + 4)) << 32)
}
