import Crypto
import Platform

/// The files of a directory store.
///
///     DIR/a/b          content, replaced by rename
///     DIR/.about/a/b   tag and metadata of that content, see `ObjectRecord`
///     DIR/.staging/    what is being written; leftovers of a crash go after a day
///     DIR/.lock        held while names change, and while content and record are opened together
///
/// A record is written before its content takes the name, and holds that of the content before it too,
/// so that whatever a crash leaves is described.
struct ObjectDirectory: Sendable {
    private static let leftoverAgeMax = Duration.seconds(86_400)
    private static let hashPieceBytes = 1 << 20

    private let root: String
    private let clock: WallClock

    init(_ path: String, _ clock: WallClock) throws(SystemError) {
        root = path
        self.clock = clock
        try Directory.create("\(root)/.staging")
        try Directory.create("\(root)/.about")
        _ = try clearStaged(olderThan: Self.leftoverAgeMax)
    }

    /// Removes staged files that were last written longer ago; how many there were.
    func clearStaged(olderThan age: Duration) throws(SystemError) -> Int {
        var count = 0
        for name in try Directory.list("\(root)/.staging") {
            let path = "\(root)/.staging/\(name)"
            guard let status = try DurableFile.status(path), clock.now() - status.modified > age
            else { continue }
            try DurableFile.remove(path)
            count += 1
        }
        return count
    }

    /// A name for a file that becomes an object.
    func stagingPath() -> String { "\(root)/.staging/\(Hex.encode(Random.bytes(8)))" }

    /// Gives a staged file the name of an object.
    ///
    /// - Parameter isRenamed: set once the object may be there whatever fails afterwards.
    /// - Returns: false when the condition does not hold.
    func publish(
        _ staged: String, as key: ObjectKey, _ new: ObjectRecord.Content,
        if condition: ObjectCondition, _ isRenamed: inout Bool
    ) throws(SystemError) -> Bool {
        try locked(.exclusive) { () throws(SystemError) in
            let old = try status(key)
            let current =
                if let old { try content(of: key, old) } else { ObjectRecord.Content?.none }
            guard condition.holds(for: current?.tag) else { return false }
            guard let status = try DurableFile.status(staged) else { return false }
            var record = ObjectRecord()
            record.add(new, ObjectRecord.FileIdentity(status))
            if let current, let old { record.add(current, ObjectRecord.FileIdentity(old)) }
            try Directory.create(Directory.parent(of: contentPath(key)))
            try Directory.create(Directory.parent(of: recordPath(key)))
            try DurableFile.write(record.bytes, to: recordPath(key))
            isRenamed = true
            try DurableFile.rename(staged, to: contentPath(key))
            return true
        }
    }

    /// Opens an object; nil when there is none.
    func open(
        _ key: ObjectKey, _ range: Range<Int64>?,
        _ failure: @escaping (SystemError) -> ObjectStoreError
    ) throws(SystemError) -> StoredObject? {
        try locked(.shared) { () throws(SystemError) in
            guard let status = try status(key) else { return nil }
            let content = try content(of: key, status)
            let whole = 0..<status.length
            let part = (range ?? whole).clamped(to: whole)
            return StoredObject(
                attributes: ObjectAttributes(
                    byteCount: status.length, tag: content.tag, lastModified: status.modified,
                    metadata: content.metadata),
                range: part,
                content: FileContent(try File.open(contentPath(key), .reading), part, failure))
        }
    }

    /// The objects that follow `last`.
    func page(
        _ prefix: ObjectPrefix, after last: ObjectKey?, entriesMax: Int
    ) throws(SystemError) -> ObjectPage {
        try locked(.shared) { () throws(SystemError) in
            var walk = KeyWalk(root, prefix, after: last, keysMax: entriesMax + 1)
            try walk.run()
            var entries: [ObjectEntry] = []
            for key in walk.keys.prefix(entriesMax) {
                guard let status = try status(key) else { continue }
                entries.append(
                    ObjectEntry(
                        key: key, byteCount: status.length, tag: try content(of: key, status).tag,
                        lastModified: status.modified))
            }
            let isLast = walk.keys.count <= entriesMax
            return ObjectPage(entries: entries, next: isLast ? nil : walk.keys[entriesMax - 1])
        }
    }

    /// Removes an object; one that is not there is fine.
    ///
    /// - Returns: false when there is something else than `tag`.
    func remove(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(SystemError) -> Bool {
        try locked(.exclusive) { () throws(SystemError) in
            guard let status = try status(key) else { return true }
            if let tag, try content(of: key, status).tag != tag { return false }
            try DurableFile.remove(contentPath(key))
            try Directory.sync(Directory.parent(of: contentPath(key)))
            try DurableFile.remove(recordPath(key))
            removeEmptyDirectories(above: contentPath(key), upTo: root)
            removeEmptyDirectories(above: recordPath(key), upTo: "\(root)/.about")
            return true
        }
    }

    private func contentPath(_ key: ObjectKey) -> String { "\(root)/\(key)" }

    private func recordPath(_ key: ObjectKey) -> String { "\(root)/.about/\(key)" }

    private func locked<Value>(
        _ kind: FileLock.Kind, _ body: () throws(SystemError) -> Value
    ) throws(SystemError) -> Value {
        try FileLock.hold("\(root)/.lock", kind, body)
    }

    private func status(_ key: ObjectKey) throws(SystemError) -> FileStatus? {
        do throws(SystemError) {
            let status = try DurableFile.status(contentPath(key))
            return status?.kind == .file ? status : nil
        } catch {
            // Below a file there is nothing.
            if error.isNotADirectory { return nil }
            throw error
        }
    }

    /// Tag and metadata of the content that is there now. A file that was copied here or changed by
    /// others has no record of its own: its tag is computed, and a record of the same bytes is its.
    private func content(
        of key: ObjectKey, _ status: FileStatus
    ) throws(SystemError) -> ObjectRecord.Content {
        let record = try record(of: key)
        if let content = record.content(of: ObjectRecord.FileIdentity(status)) { return content }
        let tag = ObjectTag(try digest(of: contentPath(key)))
        return record.content(with: tag) ?? ObjectRecord.Content(tag, [:])
    }

    private func record(of key: ObjectKey) throws(SystemError) -> ObjectRecord {
        do throws(DurableFile.ReadError) {
            let bytes = try DurableFile.read(recordPath(key), bytesMax: ObjectRecord.bytesMax)
            return ObjectRecord(reading: bytes)
        } catch {
            switch error {
            case .tooLarge: return ObjectRecord()
            case .system(let error):
                if error.isNotFound || error.isNotADirectory { return ObjectRecord() }
                throw error
            }
        }
    }

    private func digest(of path: String) throws(SystemError) -> String {
        let file = try File.open(path, .reading)
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let piece = try file.read(at: offset, bytesMax: Self.hashPieceBytes)
            if piece.isEmpty { return Hex.encode(hash.finish()) }
            hash.update(piece)
            offset += Int64(piece.count)
        }
    }

    private func removeEmptyDirectories(above path: String, upTo top: String) {
        var directory = Directory.parent(of: path)
        while directory != top {
            do throws(SystemError) { try Directory.remove(directory) } catch {
                // Not empty: others are in it.
                return
            }
            directory = Directory.parent(of: directory)
        }
    }
}

extension ObjectCondition {
    /// Whether it holds where that version is stored, or nothing.
    func holds(for current: ObjectTag?) -> Bool {
        switch self {
        case .always: true
        case .ifAbsent: current == nil
        case .ifTag(let tag): current == tag
        }
    }
}
