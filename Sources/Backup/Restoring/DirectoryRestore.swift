public import Platform
public import Storage

/// Restores a data directory: database, key file and attachments, checked, then given their names.
///
/// ```
/// lock ─▶ read ─▶ keys ─▶ check ─▶ attachments ─▶ publish: attachments, keys, database
/// ```
/// A restore that was broken off, wherever, is begun again by the same command.
public struct DirectoryRestore: Sendable {
    /// Where the parts lie until everything was checked.
    private static let folder = "restoring"

    /// What happens, in order.
    public enum Step: Sendable {
        case reading(done: Int64, total: Int64)
        case keys
        case checking(done: Int64, total: Int64)
        /// Files of attachments that are there.
        case attachments(done: Int64)
    }

    /// Where parts come from.
    public struct Sources: Sendable {
        public let keys: KeyRepository?
        public let attachments: AttachmentRepository?

        public init(keys: KeyRepository?, attachments: AttachmentRepository?) {
            self.keys = keys
            self.attachments = attachments
        }
    }

    /// What became of the files of attachments.
    public struct Attachments: Sendable, Equatable {
        public internal(set) var files: Int64 = 0
        public internal(set) var bytes: Int64 = 0
        /// A sentence for each that the destination does not have, or not as it was.
        public internal(set) var lost: [String] = []
    }

    /// What was restored.
    public struct Outcome: Sendable {
        public let transaction: UInt64
        public let time: Timestamp
        /// The last row of the change log.
        public let commit: Int64
        public let bytes: Int64
        /// Whether what is personal can be read.
        public let hasKeys: Bool
        public let attachments: Attachments
        public let report: VerificationReport
    }

    private let directory: String

    public init(directory: String) { self.directory = directory }

    private var scratch: String { "\(directory)/\(Self.folder)" }
    private var keyPath: String { "\(directory)/\(KeyRepository.fileName)" }
    private var scratchKeyPath: String { "\(scratch)/\(KeyRepository.fileName)" }

    /// Whether a restore into the directory was begun and not ended: it holds parts, and no database.
    /// Nobody may begin a new instance there, which would take the place of what is being restored.
    public var isBrokenOff: Bool {
        get throws(BackupError) {
            try BackupError.onDisk { () throws(SystemError) in
                guard
                    try DurableFile.status(Store.databasePath(in: directory)) == nil,
                    try DurableFile.status(scratch) != nil
                else { return false }
                return try !Directory.list(scratch).isEmpty
            }
        }
    }

    /// Refuses the directory of a restore that was broken off to whoever would begin an instance there.
    public func refuseBrokenOff() throws(BackupError) {
        guard try isBrokenOff else { return }
        throw .refused(
            "a restore into \(directory) was broken off, or what it brought was not sound: give the "
                + "same command again (ibtool restore, or serve with --restore-from). To begin a new "
                + "instance here, move \(scratch) away")
    }

    /// Refuses a directory with anything of an instance in it. Attachments may lie there, as their names
    /// say what they are; so may a key file, when one is restored that holds every key of it.
    public func refuseUnlessEmpty(bringsKeys: Bool) throws(BackupError) {
        var allowed: Set = [
            Self.folder, DirectoryLock.fileName, "lost+found", AttachmentFile.folderName,
        ]
        if bringsKeys { allowed.insert(KeyRepository.fileName) }
        let isEmpty = try BackupError.onDisk { () throws(SystemError) in
            guard try DurableFile.status(directory) != nil else { return true }
            return try Directory.list(directory).allSatisfy(allowed.contains)
        }
        if !isEmpty { throw notEmpty }
    }

    private var notEmpty: BackupError {
        .refused(
            "\(directory) is not empty: a restore overwrites nothing. Name a new directory, or "
                + "move this one away.")
    }

    /// Restores into the directory. Nothing has its name before every check has passed.
    public func run(
        _ restore: Restore, _ sources: Sources, progress: (Step) -> Void
    ) throws(BackupError) -> Outcome {
        try refuseUnlessEmpty(bringsKeys: sources.keys != nil)
        try BackupError.onDisk { () throws(SystemError) in try Directory.create(directory) }
        let lock = try takeLock()
        let outcome = try checked(restore, sources, progress)
        lock.release()
        return outcome
    }

    private func takeLock() throws(BackupError) -> DirectoryLock {
        do throws(DirectoryLock.Refusal) {
            return try DirectoryLock.acquire(directory: directory)
        } catch {
            throw .refused("\(error)")
        }
    }

    private func checked(
        _ restore: Restore, _ sources: Sources, _ progress: (Step) -> Void
    ) throws(BackupError) -> Outcome {
        try clearScratch()
        let header = try restore.run(to: Store.databasePath(in: scratch)) {
            progress(.reading(done: $0, total: $1))
        }
        if let keys = sources.keys {
            progress(.keys)
            try keys.fetch(to: scratchKeyPath)
            try refuseOtherKeys()
        }
        let database = RestoredDatabase(directory: scratch)
        let report = try BackupError.reading { () throws(StorageError) in
            try database.verify { progress(.checking(done: $0, total: $1)) }
        }
        guard report.ok else {
            throw .refused(
                "What was restored is not sound (\(report.faults)). It lies in "
                    + "\(scratch); try an earlier state with --tx or --at.")
        }
        let files = sources.attachments.map {
            AttachmentRestore($0, to: directory, through: scratch)
        }
        var attachments = Attachments()
        if let files {
            attachments = try files.run(database) { progress(.attachments(done: $0)) }
        }
        let outcome = try BackupError.reading { () throws(StorageError) in
            Outcome(
                transaction: header.transactions.last,
                time: Timestamp(microseconds: header.milliseconds * 1000),
                commit: try database.commit(),
                bytes: Int64(header.commit) * Int64(header.pageSize.bytes),
                hasKeys: try database.hasKeys(), attachments: attachments, report: report)
        }
        try files?.publish()
        try publish()
        return outcome
    }

    /// A key file that lies there already, of a restore that was broken off, goes only for one that has
    /// every key of it.
    private func refuseOtherKeys() throws(BackupError) {
        let isReplaced = try BackupError.onDisk { () throws(SystemError) in
            guard try DurableFile.status(keyPath) != nil else { return true }
            let old = try File.open(keyPath, .reading)
            let new = try File.open(scratchKeyPath, .reading)
            var offset: Int64 = 0
            while true {
                let mine = try old.read(at: offset, bytesMax: KeyRepository.blockBytes)
                if mine.isEmpty { return true }
                let theirs = try new.read(at: offset, bytesMax: KeyRepository.blockBytes)
                guard KeyRepository.mayReplace(mine, with: theirs, isFirst: offset == 0) else {
                    return false
                }
                offset += Int64(KeyRepository.blockBytes)
            }
        }
        if !isReplaced { throw notEmpty }
    }

    /// Removes what an earlier try left, but for attachments.
    private func clearScratch() throws(BackupError) {
        try BackupError.onDisk { () throws(SystemError) in
            try Directory.create(scratch)
            for name in try Directory.list(scratch) where name != AttachmentFile.folderName {
                try DurableFile.remove("\(scratch)/\(name)")
            }
        }
    }

    /// Gives the parts their names, the database last: without it the directory is no instance's.
    private func publish() throws(BackupError) {
        try BackupError.onDisk { () throws(SystemError) in
            try Directory.sync(scratch)
            if try DurableFile.status(scratchKeyPath) != nil {
                try DurableFile.rename(scratchKeyPath, to: keyPath)
            }
            try DurableFile.rename(
                Store.databasePath(in: scratch), to: Store.databasePath(in: directory))
            try Directory.remove(scratch)
        }
    }
}

extension VerificationReport {
    /// What is wrong, in one line.
    var faults: String {
        checks.filter { !$0.ok }.map { "\($0.name): \($0.detail)" }.joined(separator: " ")
    }
}
