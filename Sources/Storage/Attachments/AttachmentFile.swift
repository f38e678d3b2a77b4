/// The file of an attachment as it lies on the disk: sealed, named by the SHA-256 of its own bytes.
public struct AttachmentFile: Sendable, Hashable {
    /// The row that names it; where several do, one of them.
    public let row: Int64
    /// SHA-256 of the sealed bytes, in hexadecimal digits.
    public let hash: String
    /// Bytes of the sealed file.
    public let byteCount: Int64
    /// Where it lies.
    public let path: String

    /// The file's place below a data directory, `attachments/ab/abcdef…`; nil when a damaged row names
    /// what is no hash.
    public static func place(of hash: String) -> String? {
        guard AttachmentFolder.isHash(hash) else { return nil }
        return "\(AttachmentFolder.name)/\(hash.prefix(2))/\(hash)"
    }

    /// The folder of all of them in a data directory.
    public static let folderName = AttachmentFolder.name
}
