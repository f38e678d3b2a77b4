public import Complaints
public import JSON

/// The writer's view inside one request's savepoint. A thrown failure rolls everything of this
/// request back: rows, change-log entries, drawn numbers, the chain's head.
public struct WriteTransaction: ~Copyable {
    let session: WriterSession

    init(session: WriterSession) { self.session = session }

    /// Microseconds since 1970, the same for the whole transaction.
    public var now: Int64 { session.now }

    /// Makes a complaint and draws its number.
    public func createComplaint(_ values: FieldValues) throws(StorageFailure) -> ComplaintStamp {
        preconditionFailure()
    }
    /// Changes a complaint; refuses `.versionConflict` unless `expected` is its version.
    public func updateComplaint(
        _ key: RecordKey, expected version: Int64, to values: FieldValues,
        for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp { preconditionFailure() }
    /// Logs that restricted fields of a complaint were read, before the answer leaves.
    public func logReading(of complaint: Int64, fields: [FieldName]) throws(StorageFailure) {
        preconditionFailure()
    }

    /// `values` are the site's fields of docs/api.md; likewise for systems.
    public func createSite(_ values: FieldValues) throws(StorageFailure) -> ComplaintStamp {
        preconditionFailure()
    }
    public func updateSite(_ key: RecordKey, expected version: Int64, to values: FieldValues)
        throws(StorageFailure) -> ComplaintStamp
    { preconditionFailure() }
    public func createSystem(_ values: FieldValues) throws(StorageFailure) -> ComplaintStamp {
        preconditionFailure()
    }
    public func updateSystem(_ key: RecordKey, expected version: Int64, to values: FieldValues)
        throws(StorageFailure) -> ComplaintStamp
    { preconditionFailure() }

    public func createAccount(_ account: Account) throws(StorageFailure) -> Account {
        preconditionFailure()
    }
    /// `expected` nil: the last writer wins (own language, a rehash).
    public func updateAccount(_ account: Account, expected version: Int64?) throws(StorageFailure)
        -> Account
    {
        preconditionFailure()
    }
    /// Stores the SHA-256 of a session's or token's secret.
    public func createSession(of account: Int64, hash: [UInt8], expiresAt: Int64)
        throws(StorageFailure)
    {
        preconditionFailure()
    }
    public func endSession(hash: [UInt8]) throws(StorageFailure) { preconditionFailure() }
    /// Ends every session of an account, except that one.
    public func endSessions(of account: Int64, except hash: [UInt8]?) throws(StorageFailure) {
        preconditionFailure()
    }
    public func createToken(
        of account: Int64, name: String, prefix: String, hash: [UInt8], scopes: [Permission],
        expiresAt: Int64
    ) throws(StorageFailure) -> TokenRecord { preconditionFailure() }
    public func revokeToken(_ id: Int64, of account: String?) throws(StorageFailure) {
        preconditionFailure()
    }
    /// Notes the last use of credentials; not logged, sent in batches.
    public func touchCredentials(_ uses: [(id: Int64, isToken: Bool, at: Int64)])
        throws(StorageFailure)
    {
        preconditionFailure()
    }
    public func setSetting(_ key: String, to value: JSONValue?) throws(StorageFailure) {
        preconditionFailure()
    }
    /// The answer an earlier request with this Idempotency-Key got within 24 h, or nil and the key is
    /// taken by this one; a different `requestHash` under the same key is refused.
    public func idempotent(account: Int64, key: String, requestHash: [UInt8]) throws(StorageFailure)
        -> Int64?
    {
        preconditionFailure()
    }
    /// Completes `idempotent`: the complaint that key made.
    public func rememberIdempotent(account: Int64, key: String, complaint: Int64)
        throws(StorageFailure)
    {
        preconditionFailure()
    }

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
    public func saveMapping(_ mapping: MappingRecord) throws(StorageFailure) -> MappingRecord {
        preconditionFailure()
    }
    public func deleteMapping(_ id: Int64) throws(StorageFailure) { preconditionFailure() }
    public func defineCustomField(_ field: Field) throws(StorageFailure) { preconditionFailure() }
}

/// What a write made of a record.
public struct ComplaintStamp: Sendable {
    public let id: Int64
    /// The complaint's number, or the site's or system's code.
    public let code: String
    public let version: Int64
}
