import Crypto
public import Platform

/// Objects as files of a directory: the content of "a/b" is the file "a/b", so that other tools read it.
/// The tag is the content's SHA-256. Conditions hold between all processes of one machine; every put is
/// synced before it returns.
public struct DirectoryStore: ObjectStore, LeftoverClearing {
    /// How many entries a page of a listing has.
    public static let pageEntriesMax = 1000

    private let directory: ObjectDirectory
    private let pageEntries: Int

    /// Opens the directory, making it (0700) when it is missing, and clears what a crash left behind.
    public init(
        _ path: String, clock: WallClock = .system, pageEntries: Int = DirectoryStore.pageEntriesMax
    ) throws(ObjectStoreError) {
        self.pageEntries = pageEntries
        do throws(SystemError) {
            directory = try ObjectDirectory(path, clock)
        } catch {
            throw Self.failure(.open, path, error)
        }
    }

    /// Seen whole or not at all; see `ObjectStore`.
    @discardableResult
    public func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        let staged = directory.stagingPath()
        do throws(ObjectStoreError) {
            let tag = try stage(key, body, staged)
            let isPut = try publish(staged, key, ObjectRecord.Content(tag, metadata), condition)
            guard isPut else { throw ObjectStoreError(.put, "\(key)", .conditionFailed) }
            return tag
        } catch {
            do throws(SystemError) { try DurableFile.remove(staged) } catch {
                // The first error is the one to tell; what is left is cleared after a day.
            }
            throw error
        }
    }

    /// See `ObjectStore`.
    public func get(
        _ key: ObjectKey, range: Range<Int64>?
    ) throws(ObjectStoreError) -> StoredObject {
        let opened = try disk(.get, "\(key)") { () throws(SystemError) in
            try directory.open(key, range) { Self.failure(.get, "\(key)", $0) }
        }
        guard let opened else { throw ObjectStoreError(.get, "\(key)", .notFound) }
        return opened
    }

    /// See `ObjectStore`.
    public func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage {
        try disk(.list, "\(prefix)") { () throws(SystemError) in
            try directory.page(prefix, after: last, entriesMax: pageEntries)
        }
    }

    /// See `ObjectStore`.
    public func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
        let isDone: Bool
        do throws(SystemError) {
            isDone = try directory.remove(key, ifTag: tag)
        } catch {
            throw Self.failure(.delete, "\(key)", error, isUnknown: true)
        }
        guard isDone else { throw ObjectStoreError(.delete, "\(key)", .conditionFailed) }
    }

    /// Removes staged files.
    public func clearLeftovers(olderThan age: Duration) throws(ObjectStoreError) -> Int {
        try disk(.delete, "staged files") { () throws(SystemError) in
            try directory.clearStaged(olderThan: age)
        }
    }

    /// Writes the body to a file of its own and syncs it.
    private func stage(
        _ key: ObjectKey, _ body: ObjectBody, _ path: String
    ) throws(ObjectStoreError) -> ObjectTag {
        var hash = SHA256()
        let file = try disk(.put, "\(key)") { () throws(SystemError) in
            try File.open(path, .creating)
        }
        try body.read(for: key) { piece throws(ObjectStoreError) in
            hash.update(piece)
            try disk(.put, "\(key)") { () throws(SystemError) in try file.append(piece) }
        }
        try disk(.put, "\(key)") { () throws(SystemError) in try file.sync() }
        return ObjectTag(Hex.encode(hash.finish()))
    }

    private func publish(
        _ staged: String, _ key: ObjectKey, _ content: ObjectRecord.Content,
        _ condition: ObjectCondition
    ) throws(ObjectStoreError) -> Bool {
        var isRenamed = false
        do throws(SystemError) {
            return try directory.publish(staged, as: key, content, if: condition, &isRenamed)
        } catch {
            throw Self.failure(.put, "\(key)", error, isUnknown: isRenamed)
        }
    }

    /// Runs work on the disk and tells its failure as the store's.
    private func disk<Value: ~Copyable>(
        _ operation: ObjectStoreError.Operation, _ object: String,

        _ work: () throws(SystemError) -> Value
    ) throws(ObjectStoreError) -> Value {
        do throws(SystemError) {
            return try work()
        } catch {
            throw Self.failure(operation, object, error)
        }
    }

    private static func failure(
        _ operation: ObjectStoreError.Operation, _ object: String, _ error: SystemError,
        isUnknown: Bool = false
    ) -> ObjectStoreError {
        let cause: ObjectStoreError.Cause =
            error.isOutOfSpace ? .outOfSpace : error.isDenied ? .denied : .system(error)
        return ObjectStoreError(operation, object, cause, outcomeIsUnknown: isUnknown)
    }
}
