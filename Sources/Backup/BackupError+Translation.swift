import ObjectStore
import Platform
import Storage

/// What modules below say, as the backup's own error: in one place each.
extension BackupError {
    /// Work on the disk.
    static func onDisk<Value: ~Copyable>(
        _ body: () throws(SystemError) -> Value
    ) throws(BackupError) -> Value {
        do throws(SystemError) { return try body() } catch { throw .system(error) }
    }

    /// Work at a destination.
    static func storing<Value>(
        _ body: () throws(ObjectStoreError) -> Value
    ) throws(BackupError) -> Value {
        do throws(ObjectStoreError) { return try body() } catch { throw .store(error) }
    }

    /// Questions to the database.
    static func reading<Value>(
        _ body: () throws(StorageError) -> Value
    ) throws(BackupError) -> Value {
        do throws(StorageError) { return try body() } catch { throw .storage(error) }
    }
}

extension ObjectStore {
    /// Hands an object's bytes over, piece by piece.
    func pieces(
        of key: ObjectKey, _ take: ([UInt8]) throws(BackupError) -> Void
    ) throws(BackupError) {
        let content = try BackupError.storing { () throws(ObjectStoreError) in
            try get(key, range: nil).content
        }
        while let piece = try BackupError.storing({ () throws(ObjectStoreError) in
            try content.next()
        }) {
            try take(piece)
        }
    }
}
