public import Complaints

extension WriteTransaction {
    /// Stores new bulk work; the answer has its id and time. Refuses `.bulkState` for an undo of work
    /// that is on its way, made nothing that could be put back, does not know what it made, or is taken
    /// back already.
    public func createBulk(_ record: BulkRecord) throws(StorageFailure) -> BulkRecord {
        if let undone = record.undoes, let obstacle = try obstacle(toUndoing: undone) {
            throw .refused(.bulkState(undone, obstacle))
        }
        var made = record
        made.createdAt = now
        made.id = try BulkTable.insert(made, on: session.connection)
        return made
    }

    private func obstacle(toUndoing id: Int64) throws(StorageFailure) -> UndoObstacle? {
        guard let record = try bulk(id) else { return .unknown }
        if record.kind == .create { return .creation }
        guard record.state.isOver else { return .underway }
        guard let knows = try BulkTable.knowsVersions(of: id, on: session.connection) else {
            return record.counts.changed == 0 ? .unchanged : .unversioned
        }
        if !knows { return .unversioned }
        guard let later = record.undoneBy, let undo = try bulk(later) else { return nil }
        return undo.state.isOver ? .undone : .undoing
    }

    /// Stores progress and state, and what became of the rows done since.
    public func updateBulk(
        _ record: BulkRecord, rows: [BulkRow] = []
    ) throws(StorageFailure) {
        try BulkTable.update(record, on: session.connection)
        try BulkTable.insert(rows, of: record.id, on: session.connection)
    }

    /// The bulk work as it stands in this very transaction.
    public func bulk(_ id: Int64) throws(StorageFailure) -> BulkRecord? {
        try BulkTable.find(id, on: session.connection)
    }

    /// Does one row's work; what refuses it is the row's own and leaves the others alone.
    ///
    /// A refusal comes before the first write of its row, so no savepoint is needed: should one ever
    /// come after, it fails the whole chunk, which is taken back.
    public func attempt<Value>(
        _ body: () throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Result<Value, Refusal> {
        let (seq, last) = (session.state.seq, session.state.lastComplaintID)
        do throws(StorageFailure) {
            return .success(try body())
        } catch {
            guard case .refused(let refusal) = error, session.state.seq == seq,
                session.state.lastComplaintID == last
            else { throw error }
            return .failure(refusal)
        }
    }

    /// Changes the complaint that was seen at that version to what `values` makes of its number and
    /// status, and signs it where that is a move of the signer's meaning. Refuses as `updateComplaint`.
    public func updateComplaint(
        _ seen: SeenComplaint, for visibility: Visibility, as signer: Signer?,
        to values: (_ number: String, _ status: String) throws(Refusal) -> FieldValues
    ) throws(StorageFailure) -> ComplaintStamp {
        guard let record = try session.findComplaint(.id(seen.id)),
            visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: String(seen.id))) }
        guard record.version == seen.version else {
            throw .refused(.versionConflict(current: record.version))
        }
        let wanted: FieldValues
        do throws(Refusal) {
            wanted = try values(record.number, session.status(of: record))
        } catch {
            throw .refused(error)
        }
        try session.check(wanted, of: record, for: visibility)
        return try update(record, to: wanted, for: visibility, as: signer)
    }
}
