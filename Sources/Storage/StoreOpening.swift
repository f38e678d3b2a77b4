import Platform

/// Opens a data directory, step by step: lock, mark, database, schema, keys, writer.
struct StoreOpening {
    static let databaseName = "ibtool.db"
    static let writerCacheKibibytes = 32 << 10
    static let followerCacheKibibytes = 512

    private let options: StoreOptions
    private var directory: String { options.directory }
    private var databasePath: String { "\(directory)/\(Self.databaseName)" }

    init(_ options: StoreOptions) { self.options = options }

    func run() throws(StorageFailure) -> Store {
        let opened = try openDirectory()
        do throws(SystemError) {
            try LogFollower.noteGaps(in: directory, but: options.logFollowers)
        } catch {
            throw .failed(.system(error.description))
        }
        let isNew = try status(databasePath) == nil
        let connection = try openDatabaseEvenOnFullDisk()
        let needsNoKey = try hasNoComplaint(connection)
        let keys = try KeyFile(directory: directory, mayCreate: isNew || needsNoKey)
        try applyErasures(connection, keys)
        let commit = try connection.lastChange()
        let reader = try Connection(
            path: databasePath, role: .reading,
            cacheKibibytes: Self.followerCacheKibibytes)
        let ballast = Ballast(directory: directory)
        let pool = ReaderPool(path: databasePath, readersMax: options.readersMax)
        let zones = ZoneBook(directory: directory)
        let parts = WriterParts(
            connection: connection, keys: keys, zones: zones,
            layout: CurrentLayout(try .current(on: connection, zones: zones)),
            clock: options.clock,
            gate: DurabilityGate(passed: commit, waitsForStore: options.waitsForStore),
            follower: ChangeFollower(connection: reader, published: commit),
            health: WriterHealth(),
            checkpointer: Checkpointer(
                options.logLimits, readers: pool, followers: options.logFollowers),
            upkeepJournal: UpkeepJournal(), ballast: ballast)
        let store: Store
        do throws(SystemError) {
            if options.keepsBallast { try ballast.put() }
            let writer = try Writer(parts)
            let cache = AnswerCache(bytesMax: options.cacheBytesMax, clock: options.clock)
            _ = parts.follower.subscribe { cache.generations.advance($0.map(RecordChange.init)) }
            store = Store(
                opened: opened, parts: parts, writer: writer, pool: pool, cache: cache,
                columnBytesMax: options.columnBytesMax)
        } catch {
            throw .failed(.system(error.description))
        }
        if options.keepsColumns { try store.keepColumns(options.columnLimits, options.log) }
        return store
    }

    /// Opening needs some room for the write-ahead log's index: on a full disk the ballast gives it.
    private func openDatabaseEvenOnFullDisk() throws(StorageFailure) -> Connection {
        do throws(StorageFailure) {
            return try openDatabase()
        } catch {
            guard error.isFullDisk else { throw error }
            do throws(SystemError) { try Ballast(directory: directory).drop() } catch {
                throw .failed(.system(error.description))
            }
            do throws(StorageFailure) { return try openDatabase() } catch {
                throw error.isFullDisk ? Self.full(directory) : error
            }
        }
    }

    private static func full(_ directory: String) -> StorageFailure {
        .failed(
            .diskFull(
                "The disk of \(directory) is full: not even the database's own log can be "
                    + "written. Make some space."))
    }

    private func openDirectory() throws(StorageFailure) -> OpenedDirectory {
        do {
            try Directory.create(directory)
            let lock = try DirectoryLock.acquire(directory: directory)
            let wasInUse = try RunningMark(directory: directory).put()
            return OpenedDirectory(directory: directory, wasInUse: wasInUse, lock: lock)
        } catch let refusal as DirectoryLock.Refusal {
            if case .held(_, let processID) = refusal {
                let holder = processID.map { "process \($0)" } ?? "another process"
                throw .failed(.directoryInUse(path: directory, holder: holder))
            }
            throw .failed(.system(refusal.description))
        } catch {
            throw .failed(.system("\(error)"))
        }
    }

    private func openDatabase() throws(StorageFailure) -> Connection {
        if Directory.isOnNetwork(directory) {
            throw .failed(
                .system(
                    "\(directory) is on a network file system, where a database loses data. "
                        + "Use a local disk."))
        }
        do throws(StorageFailure) {
            return try openSoundDatabase()
        } catch {
            guard case .failed(.sqlite(_, _, let message)) = error, error.isDamage else {
                throw error
            }
            throw .failed(
                .damaged(
                    "\(databasePath) is not a database or is damaged (\(message)). "
                        + "Restore a backup."))
        }
    }

    private func openSoundDatabase() throws(StorageFailure) -> Connection {
        try refuseEmptied()
        let connection = try Connection(
            path: databasePath, role: .writing, cacheKibibytes: Self.writerCacheKibibytes)
        let now = options.clock.now().microseconds
        try SchemaUpgrade(now: now).run(on: connection) { (found) throws(StorageFailure) in
            try copyAside(connection, schema: found)
        }
        try probeLog(connection)
        return connection
    }

    /// Whether no key was ever needed: the first start may have ended before it made the key file.
    private func hasNoComplaint(_ connection: Connection) throws(StorageFailure) -> Bool {
        var statement = try connection.statement("SELECT 1 FROM complaint LIMIT 1")
        return try !statement.step()
    }

    /// An empty file beside keys was a database once: taken as new, it would hide that.
    private func refuseEmptied() throws(StorageFailure) {
        guard let database = try status(databasePath), database.length == 0,
            try status("\(directory)/\(KeyFile.fileName)") != nil,
            try (status("\(databasePath)-wal")?.length ?? 0) == 0
        else { return }
        throw .failed(
            .damaged(
                "\(databasePath) is not a database or is damaged (it is empty). Restore a backup."))
    }

    /// Keeps the database as it was before an upgrade, beside it.
    private func copyAside(
        _ connection: Connection, schema: Int
    ) throws(StorageFailure) {
        let path = "\(databasePath).before-schema-\(schema + 1)"
        do throws(SystemError) {
            try DurableFile.remove(path)
        } catch {
            throw .failed(.system(error.description))
        }
        var statement = try connection.statement("VACUUM INTO ?")
        statement.bind(1, path)
        try statement.run()
        // SQLite does not sync what VACUUM INTO writes.
        do throws(SystemError) {
            try File.open(path, .updating).sync()
            try Directory.sync(directory)
        } catch {
            throw .failed(.system(error.description))
        }
    }

    /// A real write through the write-ahead log: a file system that cannot share memory between
    /// connections or sync says so here and not at the first complaint.
    private func probeLog(_ connection: Connection) throws(StorageFailure) {
        do throws(StorageFailure) {
            try writeThroughLog(connection)
        } catch {
            if error.isDamage { throw error }
            if error.isFullDisk { return try probeLogOnFullDisk(connection) }
            throw .failed(
                .system(
                    "The file system of \(directory) cannot hold the database (\(error)). "
                        + "Use a local disk that is not read-only."))
        }
    }

    private func writeThroughLog(_ connection: Connection) throws(StorageFailure) {
        var mode = try connection.statement("PRAGMA journal_mode=WAL")
        guard try mode.step(), mode.text(0) == "wal" else {
            throw .failed(.system("WAL mode was refused"))
        }
        mode.rewind()
        try connection.execute("BEGIN IMMEDIATE")
        try connection.execute("PRAGMA user_version=\(Migration.newest)")
        try connection.execute("COMMIT")
    }

    /// Gives the ballast up, so that what was saved can at least be read.
    private func probeLogOnFullDisk(_ connection: Connection) throws(StorageFailure) {
        do {
            if !connection.isIdle { try connection.execute("ROLLBACK") }
            try Ballast(directory: directory).drop()
            try writeThroughLog(connection)
        } catch {
            throw Self.full(directory)
        }
    }

    /// Keys that an erasure listed are zeroed again: after a crash, and after a restored backup.
    private func applyErasures(
        _ connection: Connection, _ keys: KeyFile
    ) throws(StorageFailure) {
        var statement = try connection.statement("SELECT complaint_id FROM erasure")
        while try statement.step() {
            let complaint = statement.int64(0)
            if try keys.key(of: complaint) != nil { try keys.erase(complaint) }
        }
    }

    private func status(_ path: String) throws(StorageFailure) -> FileStatus? {
        do throws(SystemError) {
            return try DurableFile.status(path)
        } catch {
            throw .failed(.system(error.description))
        }
    }
}

/// A data directory that is ours.
struct OpenedDirectory: ~Copyable {
    let directory: String
    let wasInUse: Bool
    private var lock: DirectoryLock

    init(directory: String, wasInUse: Bool, lock: consuming DirectoryLock) {
        self.directory = directory
        self.wasInUse = wasInUse
        self.lock = lock
    }

    consuming func takeLock() -> DirectoryLock { lock }
}

/// A file that lies in the directory while an instance runs: found at a start, the last one crashed.
struct RunningMark {
    let directory: String

    private var path: String { "\(directory)/running" }

    /// Puts the mark; true when it was there already.
    func put() throws(SystemError) -> Bool {
        if try DurableFile.status(path) != nil { return true }
        let file = try File.open(path, .truncating)
        try file.close()
        return false
    }

    /// Takes it away; one that stays only costs a check at the next start.
    func remove() {
        do throws(SystemError) { try DurableFile.remove(path) } catch { return }
    }
}
