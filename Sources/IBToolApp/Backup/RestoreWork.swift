import Backup
import ObjectStore
import Platform

/// Restores a data directory from a destination, with the key file from its own.
struct RestoreWork {
    private let location: BackupLocation
    private let repository: LTXRepository
    private let keys: KeyRepository?
    private let directory: String

    init(
        from location: BackupLocation, keys: BackupLocation?, to directory: String,
        environment: [String: String]
    ) throws(CommandFailure) {
        self.location = location
        self.directory = directory
        do throws(ObjectStoreError) {
            repository = LTXRepository(try location.open(environment))
            if let keys {
                self.keys = KeyRepository(try keys.open(environment))
            } else {
                self.keys = nil
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Restores; nil when there is no backup at all, which only a start may find.
    func run(
        _ target: RestorePlan.Target, progress: (DirectoryRestore.Step) -> Void
    ) throws(CommandFailure) -> DirectoryRestore.Outcome? {
        do throws(BackupError) {
            let restore = DirectoryRestore(directory: directory)
            try restore.refuseUnlessEmpty()
            return try restore.run(
                Restore(from: repository, to: target), keys: keys, progress: progress)
        } catch {
            if case .plan(.nothingThere) = error { return nil }
            throw .failed("\(error)")
        }
    }
}
