import Crypto
import ObjectStore
import Platform
import Storage

/// Brings the files that a restored database names: into a folder of its own until everything was
/// checked. What lies there of an earlier try, or in the directory already, is not fetched again.
struct AttachmentRestore {
    /// Rows read at once.
    private static let rowsMax = 500

    private let repository: AttachmentRepository
    private let directory: String
    private let scratch: String

    init(_ repository: AttachmentRepository, to directory: String, through scratch: String) {
        self.repository = repository
        self.directory = directory
        self.scratch = scratch
    }

    /// Fetches what is not there. A file that the destination does not have, or not as it was, does not
    /// keep the others and the database from being restored: it is named.
    func run(
        _ database: RestoredDatabase, progress: (_ done: Int64) -> Void
    ) throws(BackupError) -> DirectoryRestore.Attachments {
        var result = DirectoryRestore.Attachments()
        var seen: Set<String> = []
        var row: Int64 = 0
        while true {
            let files = try BackupError.reading { () throws(StorageError) in
                try database.attachmentFiles(after: row, countMax: Self.rowsMax)
            }
            guard let last = files.last else { return result }
            row = last.row
            for file in files where seen.insert(file.hash).inserted {
                do throws(BackupError) {
                    try bring(file)
                    result.files += 1
                    result.bytes += file.byteCount
                } catch {
                    guard error.isLoss else { throw error }
                    result.lost.append("\(error)")
                }
                progress(result.files)
            }
        }
    }

    private func bring(_ file: AttachmentFile) throws(BackupError) {
        guard let place = AttachmentFile.place(of: file.hash) else {
            throw .altered(object: file.hash)
        }
        for folder in [directory, scratch] where try isWhole("\(folder)/\(place)", file) { return }
        try repository.fetch(file, to: "\(scratch)/\(place)")
    }

    private func isWhole(_ path: String, _ wanted: AttachmentFile) throws(BackupError) -> Bool {
        try BackupError.onDisk { () throws(SystemError) in
            guard try DurableFile.status(path)?.length == wanted.byteCount else { return false }
            let file = try File.open(path, .reading)
            var hash = SHA256()
            var offset: Int64 = 0
            while offset < wanted.byteCount {
                let bytes = try file.read(at: offset, bytesMax: 1 << 20)
                if bytes.isEmpty { return false }
                hash.update(bytes)
                offset += Int64(bytes.count)
            }
            return Hex.encode(hash.finish()) == wanted.hash
        }
    }

    /// Gives what was fetched its place in the directory.
    func publish() throws(BackupError) {
        let fetched = "\(scratch)/\(AttachmentFile.folderName)"
        let folder = "\(directory)/\(AttachmentFile.folderName)"
        try BackupError.onDisk { () throws(SystemError) in
            guard try DurableFile.status(fetched) != nil else { return }
            guard try DurableFile.status(folder) != nil else {
                for name in try Directory.list(fetched) { try Directory.sync("\(fetched)/\(name)") }
                try Directory.sync(fetched)
                return try DurableFile.rename(fetched, to: folder)
            }
            for name in try Directory.list(fetched) {
                try Directory.create("\(folder)/\(name)")
                for file in try Directory.list("\(fetched)/\(name)") {
                    try DurableFile.rename(
                        "\(fetched)/\(name)/\(file)", to: "\(folder)/\(name)/\(file)")
                }
                try Directory.remove("\(fetched)/\(name)")
            }
            try Directory.remove(fetched)
        }
    }
}

extension BackupError {
    /// Whether it says that an object is gone or is not what it was, and no other failure.
    fileprivate var isLoss: Bool {
        switch self {
        case .altered: true
        case .store(let error):
            switch error.cause {
            case .notFound, .damaged: true
            default: false
            }
        default: false
        }
    }
}
