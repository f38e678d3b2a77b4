import Crypto
import Platform

/// Reads every file of an attachment: whether it is there, has its length, is what its name says, opens
/// with its key, and holds what its row says. Then what lies in the folder that is not ours.
struct AttachmentCheck {
    /// The folder as it was before the rows were read.
    private let listing: Result<AttachmentFolder.Listing, StorageFailure>
    private let folder: AttachmentFolder
    private let keys: KeyFile

    init(folder: AttachmentFolder, keys: KeyFile) {
        self.folder = folder
        self.keys = keys
        do throws(SystemError) {
            listing = .success(try folder.list())
        } catch {
            listing = .failure(.failed(.system(error.description)))
        }
    }

    /// The attachments of a snapshot.
    func rows(_ connection: Connection) throws(StorageFailure) -> [Attachment] {
        var rows: [Attachment] = []
        try AttachmentTable.each(on: connection, keys) { rows.append($0) }
        return rows
    }

    /// What was looked at, with what is no fault: files without a row, which the sweep removes.
    func whenFine(_ rows: Result<[Attachment], StorageFailure>) -> String {
        guard case .success(let rows) = rows, case .success(let listing) = listing else {
            return ""
        }
        let named = Set(rows.map(\.fileHash))
        let extra = listing.files.keys.filter { !named.contains($0) }.count
        let sentence =
            "\(named.count) files are what the log of their \(rows.count) attachments says"
        return extra == 0
            ? sentence + "." : sentence + "; \(extra) more belong to none and will be removed."
    }

    /// The first thing that is wrong; nil when there is none.
    func run(_ rows: [Attachment]) throws(StorageFailure) -> String? {
        var done: Set<String> = []
        for row in rows {
            if let finding = try check(row, isChecked: !done.insert(row.fileHash).inserted) {
                return "Attachment \(row.id): \(finding). Restore the file from a backup."
            }
        }
        guard let foreign = try listing.get().foreign.first else { return nil }
        return "\(folder.path)/\(foreign) is not a file of IBTool's. Move it elsewhere."
    }

    private func check(_ row: Attachment, isChecked: Bool) throws(StorageFailure) -> String? {
        guard AttachmentFolder.isHash(row.fileHash) else { return "its file has no possible name" }
        let path = folder.path(of: row.fileHash)
        do {
            guard let status = try DurableFile.status(path) else { return "\(path) is missing" }
            let length = ChunkSealing.sealedLength(ofPlain: row.bytes)
            guard status.length == length else {
                return "\(path) has \(status.length) bytes, not \(length)"
            }
            if isChecked { return nil }
            if try fileHash(path) != row.fileHash { return "\(path) is not what its name says" }
        } catch {
            return "\(path) cannot be read: \(error)"
        }
        guard let key = try keys.key(of: row.complaint), let words = row.words else { return nil }
        return try contentHash(path, key: key, bytes: row.bytes) == words.contentHash
            ? nil : "\(path) does not hold what was attached"
    }

    private func fileHash(_ path: String) throws(SystemError) -> String {
        let file = try File.open(path, .reading)
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let bytes = try file.read(at: offset, bytesMax: 1 << 20)
            if bytes.isEmpty { break }
            hash.update(bytes)
            offset += Int64(bytes.count)
        }
        try file.close()
        return Hex.encode(hash.finish())
    }

    private func contentHash(
        _ path: String, key: [UInt8], bytes: Int64
    ) throws(StorageFailure) -> String {
        let file = try SealedFile(path: path, key: key, bytes: bytes)
        var hash = SHA256()
        var offset: Int64 = 0
        while offset < bytes {
            let piece = try file.bytes(from: offset)
            hash.update(piece)
            offset += Int64(piece.count)
        }
        return Hex.encode(hash.finish())
    }
}
