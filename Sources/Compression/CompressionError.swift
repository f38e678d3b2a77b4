/// Why bytes could not be packed or unpacked.
public enum CompressionError: Error, Equatable, Sendable {
    /// The bytes are not what the format allows, or their checksum is wrong.
    case corrupt
    /// The bytes end before the stream does.
    case truncated
    /// The stream unpacks to more bytes than allowed.
    case tooLarge(bytesMax: Int64)
    /// The machine had no memory for the work.
    case outOfMemory
}

extension CompressionError: CustomStringConvertible {
    /// One sentence for the person who sent the bytes.
    public var description: String {
        switch self {
        case .corrupt: "The compressed bytes are damaged."
        case .truncated: "The compressed bytes end too early."
        case .tooLarge(let bytesMax): "The compressed bytes unpack to more than \(bytesMax) bytes."
        case .outOfMemory: "There was no memory to unpack the bytes."
        }
    }
}
