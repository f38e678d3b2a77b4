/// What stands around the deflate stream.
public enum CompressedFormat: Sendable, Equatable {
    /// Nothing (RFC 1951), as inside ZIP.
    case rawDeflate
    /// The zlib frame (RFC 1950).
    case zlib
    /// The gzip frame (RFC 1952); when unpacking, several members one after the other are one.
    case gzip

    /// What zlib calls this format.
    var windowBits: Int32 {
        switch self {
        case .rawDeflate: -15
        case .zlib: 15
        case .gzip: 31
        }
    }
}
