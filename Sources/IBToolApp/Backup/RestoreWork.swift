import Backup
import ObjectStore
import Platform

/// Restores a data directory from a destination, with the key file from its own.
struct RestoreWork {
    private let repository: LTXRepository
    private let sources: DirectoryRestore.Sources
    private let directory: String

    init(
        from place: BackupPlace, keys: BackupPlace?, to directory: String, _ access: StoreAccess
    ) throws(CommandFailure) {
        self.directory = directory
        let store = try place.open(access)
        repository = LTXRepository(store)
        sources = DirectoryRestore.Sources(
            keys: try keys.map { (place) throws(CommandFailure) in
                KeyRepository(try place.open(access))
            },
            attachments: AttachmentRepository(store))
    }

    /// Restores; nil when there is no backup at all, which only a start may find.
    func run(
        _ target: RestorePlan.Target, progress: (DirectoryRestore.Step) -> Void
    ) throws(CommandFailure) -> DirectoryRestore.Outcome? {
        do throws(BackupError) {
            let restore = DirectoryRestore(directory: directory)
            try restore.refuseUnlessEmpty(bringsKeys: sources.keys != nil)
            return try restore.run(
                Restore(from: repository, to: target), sources, progress: progress)
        } catch {
            if case .plan(.nothingThere) = error { return nil }
            if case .system(let cause) = error, cause.isOutOfSpace {
                throw .failed("\(error) Make some space, then give the same command again.")
            }
            throw .failed("\(error)")
        }
    }
}
