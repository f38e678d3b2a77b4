public import Platform
public import Storage

/// Restores a data directory: database and key file beside it, checked, then given their names.
public struct DirectoryRestore: Sendable {
    /// Where the parts lie until everything was checked.
    private static let folder = "restoring"

    /// What happens, in order.
    public enum Step: Sendable {
        case reading(done: Int64, total: Int64)
        case keys
        case checking(done: Int64, total: Int64)
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
        /// Attachments that the database names; no backup holds their files.
        public let attachments: Int64
        public let report: VerificationReport
    }

    private let directory: String

    public init(directory: String) { self.directory = directory }

    private var scratch: String { "\(directory)/\(Self.folder)" }

    /// Refuses a directory with anything of an instance in it.
    public func refuseUnlessEmpty() throws(BackupError) {
        let allowed: Set = [Self.folder, DirectoryLock.fileName, "lost+found"]
        var isEmpty = true
        try working { () throws(SystemError) in
            guard try DurableFile.status(directory) != nil else { return }
            isEmpty = try Directory.list(directory).allSatisfy(allowed.contains)
        }
        guard isEmpty else {
            throw .refused(
                "\(directory) is not empty: a restore overwrites nothing. Name a new directory, or "
                    + "move this one away.")
        }
    }

    /// Restores into the directory. Nothing has its name before every check has passed.
    public func run(
        _ restore: Restore, keys: KeyRepository?, progress: (Step) -> Void
    ) throws(BackupError) -> Outcome {
        try refuseUnlessEmpty()
        try clearScratch()
        let header = try restore.run(to: Store.databasePath(in: scratch)) {
            progress(.reading(done: $0, total: $1))
        }
        if let keys {
            progress(.keys)
            try keys.fetch(to: "\(scratch)/\(KeyRepository.fileName)")
        }
        let restored = RestoredDatabase(directory: scratch)
        let outcome: Outcome
        do throws(StorageError) {
            let report = try restored.verify { progress(.checking(done: $0, total: $1)) }
            outcome = Outcome(
                transaction: header.transactions.last,
                time: Timestamp(microseconds: header.milliseconds * 1000),
                commit: try restored.commit(),
                bytes: Int64(header.commit) * Int64(header.pageSize.bytes),
                hasKeys: try restored.hasKeys(), attachments: try restored.attachmentCount(),
                report: report)
        } catch {
            throw .storage(error)
        }
        guard outcome.report.ok else {
            let broken = outcome.report.checks.filter { !$0.ok }
                .map { "\($0.name): \($0.detail)" }
            throw .refused(
                "What was restored is not sound (\(broken.joined(separator: " "))). It lies in "
                    + "\(scratch); try an earlier state with --tx or --at.")
        }
        try publish()
        return outcome
    }

    private func clearScratch() throws(BackupError) {
        try working { () throws(SystemError) in
            try Directory.create(scratch)
            for name in try Directory.list(scratch) { try DurableFile.remove("\(scratch)/\(name)") }
        }
    }

    /// Gives the parts their names, the database last: without it the directory is no instance's.
    private func publish() throws(BackupError) {
        try working { () throws(SystemError) in
            try Directory.sync(scratch)
            let keys = "\(scratch)/\(KeyRepository.fileName)"
            if try DurableFile.status(keys) != nil {
                try DurableFile.rename(keys, to: "\(directory)/\(KeyRepository.fileName)")
            }
            try DurableFile.rename(
                Store.databasePath(in: scratch), to: Store.databasePath(in: directory))
            try Directory.remove(scratch)
        }
    }

    private func working(_ body: () throws(SystemError) -> Void) throws(BackupError) {
        do throws(SystemError) { try body() } catch { throw .system(error) }
    }
}
