import Crypto
import Platform

/// The files of attachments as names and lengths tell, without reading them.
public struct AttachmentInspection: Sendable, Equatable {
    /// Rows, withdrawn ones included.
    public internal(set) var attachments: Int64 = 0
    /// Files that rows name.
    public internal(set) var files = 0
    /// Bytes that they take on the disk.
    public internal(set) var bytes: Int64 = 0
    /// Files that rows name and that are not there, or have another length.
    public internal(set) var broken: [String] = []
    /// Whole files that no row names, and files that never became whole.
    public internal(set) var unnamed = 0
    /// Paths in the folder that are not ours.
    public internal(set) var foreign: [String] = []

    init() {}

    init(_ connection: Connection, directory: String) throws(StorageFailure) {
        let folder = AttachmentFolder(directory: directory)
        // Before the rows: a file is there before the row that names it.
        let listing: AttachmentFolder.Listing
        do throws(SystemError) { listing = try folder.list() } catch {
            throw .failed(.system(error.description))
        }
        var rest = listing.files
        var statement = try connection.statement(
            "SELECT file_hash, max(byte_count), count(*) FROM attachment GROUP BY file_hash")
        while try statement.step() {
            let hash = statement.text(0)
            let length = ChunkSealing.sealedLength(ofPlain: statement.int64(1))
            attachments += statement.int64(2)
            files += 1
            bytes += length
            rest[hash] = nil
            if try Self.length(of: hash, listing, folder) != length {
                broken.append(folder.path(of: hash))
            }
        }
        unnamed = rest.count + listing.incoming.count
        foreign = listing.foreign.map { "\(folder.path)/\($0)" }
    }

    /// A file that came after the listing is looked for again.
    private static func length(
        of hash: String, _ listing: AttachmentFolder.Listing, _ folder: AttachmentFolder
    ) throws(StorageFailure) -> Int64? {
        if let length = listing.files[hash] { return length }
        do throws(SystemError) {
            return try DurableFile.status(folder.path(of: hash))?.length
        } catch {
            throw .failed(.system(error.description))
        }
    }
}
