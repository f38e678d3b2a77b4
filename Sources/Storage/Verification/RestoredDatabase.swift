import Platform

/// A database that nobody has open: as a restore leaves it. Looked at without changing a byte.
public struct RestoredDatabase: Sendable {
    public let directory: String

    public init(directory: String) { self.directory = directory }

    /// Checks the database against itself and against its change log. Without a key file in the
    /// directory what is sealed stays so, and only the rest is looked at. `progress` gets rows done and
    /// rows to do.
    ///
    /// - Throws: anything but damage, which is in the report; also once `stop` says so.
    public func verify(
        until stop: VerificationStop = VerificationStop(),
        progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws(StorageError) -> VerificationReport {
        defer { stop.watch(nil) }
        do throws(StorageFailure) {
            let connection = try open()
            stop.watch(connection)
            return VerificationReport(checks: try checks(connection, progress))
        } catch {
            guard error.isDamage else { throw error.asError }
            let check = VerificationReport.Check(
                name: "database", ok: false, detail: error.description)
            return VerificationReport(checks: [check])
        }
    }

    /// The last change-log row.
    public func commit() throws(StorageError) -> Int64 {
        do throws(StorageFailure) { return try open().lastChange() } catch { throw error.asError }
    }

    /// The files of attachments that rows after `row` name, in order, at most `countMax`; none where the
    /// database is older than attachments.
    public func attachmentFiles(
        after row: Int64, countMax: Int
    ) throws(StorageError) -> [AttachmentFile] {
        do throws(StorageFailure) {
            let connection = try open()
            let table = "SELECT count(*) FROM sqlite_schema WHERE name = 'attachment'"
            guard try connection.count(table, []) > 0 else { return [] }
            let folder = AttachmentFolder(directory: directory)
            return try AttachmentTable.files(after: row, countMax: countMax, on: connection).map {
                AttachmentFile(
                    row: $0.row, hash: $0.hash, byteCount: $0.byteCount,
                    path: folder.path(of: $0.hash))
            }
        } catch {
            throw error.asError
        }
    }

    /// Whether there is a file that opens what is sealed.
    public func hasKeys() throws(StorageError) -> Bool {
        do throws(SystemError) {
            return try DurableFile.status("\(directory)/\(KeyFile.fileName)") != nil
        } catch {
            throw .system(error.description)
        }
    }

    private func checks(
        _ connection: Connection, _ progress: (Int64, Int64) -> Void
    ) throws(StorageFailure) -> [VerificationReport.Check] {
        let layout = try ComplaintLayout.current(
            on: connection, zones: ZoneBook(directory: directory))
        let hasKeys: Bool
        do throws(StorageError) { hasKeys = try self.hasKeys() } catch { throw .failed(error) }
        guard hasKeys else {
            return try Verification(connection: connection, keys: nil, layout: layout)
                .runWithoutKeys(progress: progress)
        }
        let keys = try KeyFile(directory: directory, mayCreate: false)
        return try Verification(connection: connection, keys: keys, layout: layout)
            .run(progress: progress)
    }

    func open() throws(StorageFailure) -> Connection {
        let path = Store.databasePath(in: directory)
        return try Connection(
            path: StoreInspection.uri(path) + "?immutable=1", role: .reading)
    }
}
