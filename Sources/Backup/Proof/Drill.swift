import Crypto
import ObjectStore
import Platform
import Storage

/// Restores the newest state of a destination into a scratch place, checks it as every restore does,
/// compares it with the live instance at that commit, and looks for the files it names.
struct Drill {
    /// Bytes of attachments that are read whole; the others are compared by name and length.
    private static let attachmentBytesMax: Int64 = 256 << 20
    private static let rowsMax = 500
    /// How often a plan is made.
    private static let plansMax = 3
    /// Bytes that a drill leaves on the disk.
    private static let roomKept: Int64 = 128 << 20

    let objects: any ObjectStore
    let keys: KeyRepository?
    let store: Store
    /// A folder of its own, which is emptied before and after.
    let scratch: String
    let stop: VerificationStop

    /// What was restored, and what is wrong with it. `least` is the last commit that the destination was
    /// known to have before.
    ///
    /// - Throws: `.stopped`, and what kept the drill from coming to an end.
    func run(
        least: Int64, _ finding: inout DrillResult.Finding
    ) throws(BackupError) -> String? {
        try clear()
        let store = StoppableStore(objects) { [stop] in stop.isStopped }
        let header = try restore(LTXRepository(store))
        finding.transaction = header.transactions.last
        finding.bytes = Int64(header.commit) * Int64(header.pageSize.bytes)
        if let keys { try keys.fetch(to: "\(scratch)/\(KeyRepository.fileName)") }
        finding.hadKeys = keys != nil
        let database = RestoredDatabase(directory: scratch)
        let report = try BackupError.reading { () throws(StorageError) in
            try database.verify(until: stop)
        }
        if stop.isStopped { throw .stopped }
        guard report.ok else { return "What was restored is not sound: \(report.faults)" }
        if let fault = try compare(database, least, &finding) { return fault }
        let fault = try attachments(of: database, AttachmentRepository(store), &finding)
        try clear()
        return fault
    }

    /// Restores the newest state. What a plan names may be merged and removed before it is read: then the
    /// plan is made anew.
    private func restore(_ repository: LTXRepository) throws(BackupError) -> LTXHeader {
        var triesLeft = Self.plansMax
        while true {
            do throws(BackupError) {
                let restore = try Restore(from: repository, to: .newest)
                try refuseWithoutRoom(restore)
                return try restore.run(to: Store.databasePath(in: scratch))
            } catch {
                triesLeft -= 1
                guard case .store(let failure) = error, failure.cause == .notFound, triesLeft > 0
                else { throw stop.isStopped ? .stopped : error }
                try clear()
            }
        }
    }

    /// Removes everything in the scratch folder.
    func clear() throws(BackupError) {
        try BackupError.onDisk { () throws(SystemError) in
            try Directory.create(scratch)
            for name in try Directory.list(scratch) { try DurableFile.remove("\(scratch)/\(name)") }
        }
    }

    private func refuseWithoutRoom(_ restore: Restore) throws(BackupError) {
        let wanted = try restore.databaseBytes()
        let free = try BackupError.onDisk { () throws(SystemError) in
            try Directory.freeBytes(scratch)
        }
        guard free > wanted + Self.roomKept else {
            throw .refused(
                "A drill needs \(wanted) bytes for a while, and the disk has \(free). Make some "
                    + "space.")
        }
    }

    /// Whether it is this instance's state at that commit, and not an older one than the destination had.
    private func compare(
        _ database: RestoredDatabase, _ least: Int64, _ finding: inout DrillResult.Finding
    ) throws(BackupError) -> String? {
        let point = try BackupError.reading { () throws(StorageError) in
            try database.chainPoint()
        }
        finding.commit = point.commit
        let live = try BackupError.reading { () throws(StorageError) in
            try store.chainPoint(at: point.commit)
        }
        guard live == point else {
            return "What was restored is not this instance's state: its change log is another one "
                + "at row \(point.commit)."
        }
        guard point.commit >= least else {
            return "What was restored ends with change \(point.commit), and \(least) was stored "
                + "already."
        }
        return nil
    }

    /// Looks for every file that the restored state names, and reads some of them.
    private func attachments(
        of database: RestoredDatabase, _ repository: AttachmentRepository,
        _ finding: inout DrillResult.Finding
    ) throws(BackupError) -> String? {
        var wanted: [String: Int64] = [:]
        var row: Int64 = 0
        while true {
            let files = try BackupError.reading { () throws(StorageError) in
                try database.attachmentFiles(after: row, countMax: Self.rowsMax)
            }
            guard let last = files.last else { break }
            row = last.row
            for file in files { wanted[file.hash] = file.byteCount }
        }
        finding.attachments = Int64(wanted.count)
        if wanted.isEmpty { return nil }
        var missing = wanted
        try repository.each { (hash, byteCount) throws(BackupError) in
            if stop.isStopped { throw .stopped }
            if wanted[hash] == byteCount { missing[hash] = nil }
        }
        if let first = missing.keys.min() {
            return "\(missing.count) files of attachments are missing or cut, e.g. \(first)."
        }
        return try read(wanted, repository, &finding)
    }

    /// Reads files in an order drawn anew, so that in time each has its turn.
    private func read(
        _ files: [String: Int64], _ repository: AttachmentRepository,
        _ finding: inout DrillResult.Finding
    ) throws(BackupError) -> String? {
        var room = Self.attachmentBytesMax
        for hash in files.keys.shuffled() {
            let byteCount = files[hash] ?? 0
            guard byteCount <= room else { continue }
            room -= byteCount
            do throws(BackupError) {
                try repository.read(hash)
                finding.attachmentsRead += 1
            } catch {
                if stop.isStopped { throw .stopped }
                guard case .altered = error else { throw error }
                return "\(error)"
            }
        }
        return nil
    }
}

/// A store that reads only until somebody says stop.
private struct StoppableStore: ObjectStore {
    let store: any ObjectStore
    let isStopping: @Sendable () -> Bool

    init(_ store: any ObjectStore, isStopping: @escaping @Sendable () -> Bool) {
        self.store = store
        self.isStopping = isStopping
    }

    func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        try store.put(key, body, metadata: metadata, if: condition)
    }

    func get(_ key: ObjectKey, range: Range<Int64>?) throws(ObjectStoreError) -> StoredObject {
        let object = try store.get(key, range: range)
        return StoredObject(
            attributes: object.attributes, range: object.range,
            content: Content(object.content, "\(key)", isStopping))
    }

    func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage { try store.list(prefix, after: last) }

    func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
        try store.delete(key, ifTag: tag)
    }

    private final class Content: ObjectContent {
        private let content: any ObjectContent
        private let key: String
        private let isStopping: @Sendable () -> Bool

        init(
            _ content: any ObjectContent, _ key: String,
            _ isStopping: @escaping @Sendable () -> Bool
        ) {
            self.content = content
            self.key = key
            self.isStopping = isStopping
        }

        func next() throws(ObjectStoreError) -> [UInt8]? {
            guard !isStopping() else {
                throw ObjectStoreError(.get, key, .source("the instance stops"))
            }
            return try content.next()
        }
    }
}
