import Platform

/// A database that nobody has open: as a restore leaves it. Looked at without changing a byte.
public struct RestoredDatabase: Sendable {
    public let directory: String

    public init(directory: String) { self.directory = directory }

    /// Checks the database against itself and against its change log. Without a key file in the
    /// directory what is sealed stays so, and only the rest is looked at. `progress` gets rows done and
    /// rows to do.
    public func verify(
        progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws(StorageError) -> VerificationReport {
        do throws(StorageFailure) {
            return VerificationReport(checks: try checks(progress))
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

    /// How many attachments it names; their files lie in a folder beside it.
    public func attachmentCount() throws(StorageError) -> Int64 {
        do throws(StorageFailure) {
            let connection = try open()
            let table = "SELECT count(*) FROM sqlite_schema WHERE name = 'attachment'"
            guard try connection.count(table, []) > 0 else { return 0 }
            return try connection.count("SELECT count(*) FROM attachment", [])
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
        _ progress: (Int64, Int64) -> Void
    ) throws(StorageFailure) -> [VerificationReport.Check] {
        let connection = try open()
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

    private func open() throws(StorageFailure) -> Connection {
        let path = Store.databasePath(in: directory)
        return try Connection(
            path: StoreInspection.uri(path) + "?immutable=1", role: .reading)
    }
}
