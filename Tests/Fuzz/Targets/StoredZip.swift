import Compression

/// A ZIP file whose entries are stored, not packed, so that a fuzzer sees through to their bytes
/// (APPNOTE sections 4.3.7, 4.3.12 and 4.3.16).
enum StoredZip {
    static func file(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for part in parts {
            let offset = file.count
            let name = Array(part.name.utf8)
            let sums =
                number(Int(CRC32(of: part.bytes).value), 4) + number(part.bytes.count, 4)
                + number(part.bytes.count, 4) + number(name.count, 2) + number(0, 2)
            file += number(0x0403_4B50, 4) + number(20, 2) + number(0, 8) + sums + name + part.bytes
            directory += number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + number(0, 8)
            directory += sums + number(0, 10) + number(offset, 4) + name
        }
        let start = file.count
        file += directory + number(0x0605_4B50, 4) + number(0, 4)
        file += number(parts.count, 2) + number(parts.count, 2) + number(directory.count, 4)
        return file + number(start, 4) + number(0, 2)
    }

    /// A number in so many bytes, the lowest first.
    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }
}
