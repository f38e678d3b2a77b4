public import Platform

/// The name of a file in the store: `LLLL/MIN-MAX.ltx` in hexadecimal digits, so that names in order
/// of bytes are in order of transactions. What is named otherwise is not ours and left alone.
public struct LTXName: Sendable, Hashable {
    /// Single uploads are on level 0, merged ones on 1 to 3, snapshots on 9 (litestream knows 4 to 8).
    public let level: Int
    public let transactions: TransactionRange

    public static let snapshotLevel = 9
    static let levelMax = snapshotLevel

    public init(level: Int, _ transactions: TransactionRange) {
        precondition(level >= 0 && level <= Self.levelMax)
        self.level = level
        self.transactions = transactions
    }

    /// What all keys of a level begin with, after the destination's own prefix.
    public static func prefix(ofLevel level: Int) -> String { "\(hex(UInt64(level), width: 4))/" }

    /// The key, after the destination's own prefix.
    public var text: String {
        Self.prefix(ofLevel: level) + Self.hex(transactions.first, width: 16) + "-"
            + Self.hex(transactions.last, width: 16) + ".ltx"
    }

    /// Reads a key; nil for every other.
    public init?(_ key: String) {
        let bytes = Array(key.utf8)
        guard bytes.count == 42, bytes[4] == 0x2F, bytes[21] == 0x2D,
            bytes[38...].elementsEqual(".ltx".utf8),
            let level = Self.number(bytes[0..<4]), level <= UInt64(Self.levelMax),
            let first = Self.number(bytes[5..<21]), let last = Self.number(bytes[22..<38]),
            let transactions = TransactionRange(first, last)
        else { return nil }
        self.init(level: Int(level), transactions)
    }

    private static func hex(_ value: UInt64, width: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// Lower-case digits only, as they are written.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(digit - 0x57)
            default: return nil
            }
        }
        return value
    }
}

/// A file in the store, as a list tells of it.
public struct LTXFile: Sendable, Hashable {
    public let name: LTXName
    public let byteCount: Int64
    /// When the store got it.
    public let stored: Timestamp

    public init(name: LTXName, byteCount: Int64, stored: Timestamp) {
        self.name = name
        self.byteCount = byteCount
        self.stored = stored
    }

    public var level: Int { name.level }
    public var transactions: TransactionRange { name.transactions }
}
