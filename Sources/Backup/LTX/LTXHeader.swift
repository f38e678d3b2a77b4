public import Storage

/// What the first 100 bytes of an LTX file say: which pages of which transactions follow.
public struct LTXHeader: Sendable, Equatable {
    static let byteCount = 100
    /// "LTX1", also of the versions before.
    static let magic: UInt32 = 0x4C54_5831
    /// The file keeps no checksum of the whole database, as litestream's never do.
    static let noChecksumFlag: UInt32 = 2
    /// The years 1970 to 9999.
    private static let millisecondsPossible: ClosedRange<Int64> = 0...253_402_300_799_999

    public let pageSize: PageSize
    /// The database's length after it, in pages.
    public let commit: UInt32
    public let transactions: TransactionRange
    /// Milliseconds since 1970.
    public let milliseconds: Int64
    /// Where in the write-ahead log its last transactions were; nil once files were merged.
    public let extent: LTXExtent?
    /// Free for the writer. Ours: the log's cumulative checksum at the extent's end.
    public let node: UInt64

    /// A header of ours: without checksums of the whole database.
    public init(
        pageSize: PageSize, commit: UInt32, transactions: TransactionRange, milliseconds: Int64,
        extent: LTXExtent? = nil, node: UInt64 = 0
    ) {
        self.pageSize = pageSize
        self.commit = commit
        self.transactions = transactions
        self.milliseconds = milliseconds
        self.extent = extent
        self.node = node
    }

    /// Whether it holds every page: it builds on nothing.
    public var isSnapshot: Bool { transactions.first == 1 }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        bytes.append(bigEndian: Self.magic)
        bytes.append(bigEndian: Self.noChecksumFlag)
        bytes.append(bigEndian: UInt32(pageSize.bytes))
        bytes.append(bigEndian: commit)
        bytes.append(bigEndian: transactions.first)
        bytes.append(bigEndian: transactions.last)
        bytes.append(bigEndian: UInt64(bitPattern: milliseconds))
        bytes.append(bigEndian: UInt64(0))
        bytes.append(bigEndian: UInt64(extent?.offset ?? 0))
        bytes.append(bigEndian: UInt64(extent?.byteCount ?? 0))
        bytes.append(bigEndian: extent?.salts.first ?? 0)
        bytes.append(bigEndian: extent?.salts.second ?? 0)
        bytes.append(bigEndian: node)
        bytes += [UInt8](repeating: 0, count: 20)
        return bytes
    }

    /// Reads the 100 bytes at the start of `bytes`.
    public init(_ bytes: [UInt8]) throws(LTXError) {
        guard bytes.count >= Self.byteCount else { throw .truncated(.header) }
        guard bytes.bigEndian32(at: 0) == Self.magic else { throw .notLTX }
        let flags = bytes.bigEndian32(at: 4)
        guard flags & ~Self.noChecksumFlag == 0 else { throw .invalidFlags(flags) }
        guard let pageSize = PageSize(Int(bytes.bigEndian32(at: 8))) else {
            throw .invalidPageSize(bytes.bigEndian32(at: 8))
        }
        guard
            let transactions = TransactionRange(
                bytes.bigEndian64(at: 16), bytes.bigEndian64(at: 24))
        else { throw .invalidTransactions }
        // A file with checksums of the database could not be merged (litestream refuses to restore
        // from one that is last), so none is read.
        guard flags == Self.noChecksumFlag, bytes.bigEndian64(at: 40) == 0 else {
            throw .invalidFlags(flags)
        }
        self.pageSize = pageSize
        commit = bytes.bigEndian32(at: 12)
        self.transactions = transactions
        milliseconds = Int64(bitPattern: bytes.bigEndian64(at: 32))
        guard Self.millisecondsPossible.contains(milliseconds) else { throw .invalidHeader }
        extent = try LTXExtent(bytes)
        node = bytes.bigEndian64(at: 72)
    }
}

/// Where in the write-ahead log a file's transactions were.
public struct LTXExtent: Sendable, Equatable {
    /// Bytes from the log's start to the first frame.
    public let offset: Int64
    public let byteCount: Int64
    public let salts: LogSalts

    public init(offset: Int64, byteCount: Int64, salts: LogSalts) {
        precondition(offset > 0 && byteCount >= 0)
        self.offset = offset
        self.byteCount = byteCount
        self.salts = salts
    }

    public var end: Int64 { offset + byteCount }

    /// Reads it of a header's bytes; nil when there is none.
    fileprivate init?(_ header: [UInt8]) throws(LTXError) {
        let offset = Int64(bitPattern: header.bigEndian64(at: 48))
        let byteCount = Int64(bitPattern: header.bigEndian64(at: 56))
        let salts = LogSalts(
            first: header.bigEndian32(at: 64), second: header.bigEndian32(at: 68))
        guard offset >= 0, byteCount >= 0, byteCount <= Int64.max - offset else {
            throw .invalidHeader
        }
        if offset == 0 {
            guard byteCount == 0, salts == LogSalts(first: 0, second: 0) else {
                throw .invalidHeader
            }
            return nil
        }
        self.init(offset: offset, byteCount: byteCount, salts: salts)
    }
}

/// The transactions of a file: numbers of uploads, from 1 on, each once.
public struct TransactionRange: Sendable, Hashable, CustomStringConvertible {
    public let first: UInt64
    public let last: UInt64

    /// No store gets that far; what is said to be beyond is none of ours.
    private static let lastMax: UInt64 = (1 << 62) - 1

    /// Nil unless 1 ≤ first ≤ last < 2⁶².
    public init?(_ first: UInt64, _ last: UInt64) {
        guard first >= 1, first <= last, last <= Self.lastMax else { return nil }
        self.first = first
        self.last = last
    }

    /// One transaction.
    public init(only number: UInt64) {
        precondition(number >= 1)
        first = number
        last = number
    }

    /// Everything up to that transaction.
    public init(upTo last: UInt64) {
        precondition(last >= 1)
        first = 1
        self.last = last
    }

    public var description: String { first == last ? "\(last)" : "\(first) to \(last)" }
}
