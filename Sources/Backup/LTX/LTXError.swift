/// Why bytes are not an LTX file that may be used, or values not one that may be written.
public enum LTXError: Error, Sendable, Equatable {
    /// It ends in the middle, in the part named.
    case truncated(LTXPart)
    /// Bytes follow its end.
    case trailingBytes
    case notLTX
    case invalidFlags(UInt32)
    case invalidPageSize(UInt32)
    case invalidTransactions
    /// The header's checksum or its place in the write-ahead log break a rule of the format.
    case invalidHeader
    /// A page that is 0, beyond the commit, the lock page, or not above the one before it.
    case invalidPage(UInt32)
    /// A snapshot without that page.
    case missingPage(UInt32)
    /// Packed in the way of litestream before January 2026, which is not read.
    case legacyPage(UInt32)
    /// The packed bytes of that page do not unpack to a page.
    case corruptPage(UInt32)
    /// The index does not say where the pages are.
    case invalidIndex
    /// The checksum over everything is another: some bit is not as it was written.
    case checksumMismatch
    /// Files that do not follow one another, or of another page size.
    case notContiguous(after: UInt64, next: UInt64)
    case pageSizeChanged
}

/// The parts of a file, in order.
public enum LTXPart: String, Sendable, Equatable {
    case header, pages, index, trailer
}

extension LTXError: CustomStringConvertible {
    /// What is wrong, as the end of a sentence that names the object.
    public var description: String {
        switch self {
        case .truncated(let part): "it ends in the middle of its \(part.rawValue)"
        case .trailingBytes: "bytes follow its end"
        case .notLTX: "it is not an LTX file"
        case .invalidFlags(let flags): "its flags (\(flags)) are unknown"
        case .invalidPageSize(let size): "its page size (\(size)) is not possible"
        case .invalidTransactions: "its transaction numbers are not possible"
        case .invalidHeader: "its header breaks the format's rules"
        case .invalidPage(let page): "page \(page) must not stand where it does"
        case .missingPage(let page): "page \(page) is missing"
        case .legacyPage(let page): "page \(page) is packed in a way no longer read"
        case .corruptPage(let page): "page \(page) is damaged"
        case .invalidIndex: "its index does not agree with its pages"
        case .checksumMismatch: "its checksum is wrong: some bytes are not as they were written"
        case .notContiguous(let last, let next):
            "transaction \(next) follows \(last): what is between is missing"
        case .pageSizeChanged: "its page size is not that of the one before"
        }
    }
}
