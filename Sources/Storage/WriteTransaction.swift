/// The writer's view inside one request's savepoint. A thrown failure rolls everything of this
/// request back: rows, change-log entries, drawn numbers, the chain's head.
public struct WriteTransaction: ~Copyable {
    let session: WriterSession

    init(session: WriterSession) { self.session = session }

    /// Microseconds since 1970, the same for the whole transaction.
    public var now: Int64 { session.now }

    public func createImport(_ record: ImportRecord) throws(StorageFailure) -> ImportRecord {
        preconditionFailure()
    }
    public func updateImport(_ record: ImportRecord) throws(StorageFailure) {
        preconditionFailure()
    }
    /// Applies one planned row: created, updated (only fields that still hold the last imported
    /// value), unchanged, or rejected. A file whose hash was imported before changes nothing that a
    /// later import wrote. In a dry run nothing is written.
    public func importRow(_ row: ImportedRow, of record: ImportRecord) throws(StorageFailure)
        -> ImportOutcome
    {
        preconditionFailure()
    }
    public func addImportErrors(_ errors: [ImportRowError], to id: Int64) throws(StorageFailure) {
        preconditionFailure()
    }
    /// Undoes the next `limit` rows of an import: what it created is withdrawn, what it changed gets
    /// its old value where nobody changed it since. Returns how many are left.
    public func undoImportRows(_ id: Int64, limit: Int) throws(StorageFailure) -> Int64 {
        preconditionFailure()
    }
}

/// What a write made of a record.
public struct ComplaintStamp: Sendable {
    public let id: Int64
    /// The complaint's number, or the site's or system's code.
    public let code: String
    public let version: Int64
}
