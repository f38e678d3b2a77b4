import Compression
import Platform
import Storage

/// What one destination keeps in the data directory, below `backup/`: uploads that wait, the newest of
/// those that were made, and what says where in the log to go on.
///
/// ```
/// backup/<16 digits of the destination>/
///   MIN-MAX.ltx   uploads, in order; the newest stays until there is a newer one
///   gap           the log was let go: go on with a snapshot
///   begun         a snapshot was begun and the store does not have it yet
///   mark          "TX LENGTH TIME": with an empty log, the database's file of that length and time of
///                 last change is that transaction's state
///   attachments   "ROW": the files that rows up to that one name are in the store
/// ```
struct Staging: Sendable {
    let directory: String

    init(dataDirectory: String, destination: String) {
        directory = "\(dataDirectory)/\(LogFollower.folder)/\(Self.name(of: destination))"
    }

    /// The folder's name of a destination.
    static func name(of destination: String) -> String {
        let text = String(CRC64(of: Array(destination.utf8)).value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    var gapPath: String { "\(directory)/\(LogFollower.gapName)" }
    private var begunPath: String { "\(directory)/begun" }
    private var markPath: String { "\(directory)/mark" }

    func path(of range: TransactionRange) -> String { "\(directory)/\(Self.fileName(range))" }

    func scratchPath(_ name: String) -> String { "\(directory)/\(name).scratch" }

    private static func fileName(_ range: TransactionRange) -> String {
        String(LTXName(level: 0, range).text.dropFirst(5))
    }

    /// The uploads that lie there, in order.
    func uploads() throws(BackupError) -> [TransactionRange] {
        try BackupError.onDisk { () throws(SystemError) in
            try Directory.create(directory)
            return try Directory.list(directory).compactMap {
                LTXName(LTXName.prefix(ofLevel: 0) + $0)?.transactions
            }
        }
    }

    func remove(_ range: TransactionRange) throws(BackupError) {
        try BackupError.onDisk { () throws(SystemError) in try DurableFile.remove(path(of: range)) }
    }

    /// Says, durably, that only a snapshot helps.
    func noteBegun() throws(BackupError) {
        try BackupError.onDisk { () throws(SystemError) in
            try Directory.create(directory)
            try DurableFile.write([], to: begunPath)
        }
    }

    /// Removes everything but the sign that a snapshot is due.
    func clear() throws(BackupError) {
        try noteBegun()
        try BackupError.onDisk { () throws(SystemError) in
            for name in try Directory.list(directory) where name != "begun" {
                try DurableFile.remove("\(directory)/\(name)")
            }
            try Directory.sync(directory)
        }
    }

    /// Whether what lies there does not lead to the store's state without a snapshot.
    func needsSnapshot() throws(BackupError) -> Bool {
        try BackupError.onDisk { () throws(SystemError) in
            let hasGap = try DurableFile.status(gapPath) != nil
            let hasBegun = try DurableFile.status(begunPath) != nil
            return hasGap || hasBegun
        }
    }

    /// Says that the snapshot is in the store.
    func noteSnapshot() throws(BackupError) {
        try BackupError.onDisk { () throws(SystemError) in
            try DurableFile.remove(begunPath)
            try Directory.sync(directory)
        }
    }

    // MARK: The mark of an empty log

    func putMark(_ transaction: UInt64, _ status: FileStatus) throws(BackupError) {
        let text = "\(transaction) \(status.length) \(status.modified.microseconds)\n"
        try BackupError.onDisk { () throws(SystemError) in
            try DurableFile.write(Array(text.utf8), to: markPath)
        }
    }

    /// Whether the mark says that of this file and transaction.
    func hasMark(_ transaction: UInt64, _ status: FileStatus) -> Bool {
        let wanted = "\(transaction) \(status.length) \(status.modified.microseconds)\n"
        do {
            return try DurableFile.read(markPath, bytesMax: 200) == Array(wanted.utf8)
        } catch {
            // None, or one that cannot be read: a snapshot makes it good.
            return false
        }
    }

    // MARK: Attachments

    private var attachmentsPath: String { "\(directory)/\(AttachmentFile.folderName)" }

    /// Up to which row the files of attachments are stored; nil when that is not known.
    func attachmentCursor() throws(BackupError) -> Int64? {
        try BackupError.onDisk { () throws(SystemError) in
            guard try DurableFile.status(attachmentsPath) != nil else { return nil }
            let bytes = try File.open(attachmentsPath, .reading).read(at: 0, bytesMax: 40)
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasSuffix("\n") ? Int64(text.dropLast()) : nil
        }
    }

    func putAttachmentCursor(_ row: Int64) throws(BackupError) {
        try BackupError.onDisk { () throws(SystemError) in
            try Directory.create(directory)
            try DurableFile.write(Array("\(row)\n".utf8), to: attachmentsPath)
        }
    }
}
