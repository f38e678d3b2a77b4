public import Complaints

/// What became of a complaint whose change was to be put back.
public struct PutBack: Sendable {
    /// Why a field keeps what it holds.
    public enum Reason: Sendable {
        /// Somebody gave it another value since.
        case changedSince
        /// What it held before was erased with the file's key.
        case erased
    }

    public let stamp: ComplaintStamp
    /// Whether a version was made.
    public let isChanged: Bool
    /// The first field, in the log's order, that keeps what it holds.
    public let kept: (name: FieldName, reason: Reason)?
}

extension WriteTransaction {
    /// Gives the fields of a complaint the values they had before the change that made `made.version`,
    /// each where it still holds what that change wrote; a field that holds the old value again is left
    /// alone. It is an ordinary change, judged and logged as one.
    ///
    /// Refuses `.restrictedField` before anything is compared when the change wrote a field that the
    /// caller may not see, so that what the field holds now is not told by what becomes of it.
    ///
    /// - Parameter check: what the caller may not do in a file of that number and status.
    public func putBack(
        _ made: SeenComplaint, for visibility: Visibility,
        check: (_ values: FieldValues, _ number: String, _ status: String) throws(Refusal) -> Void
    ) throws(StorageFailure) -> PutBack {
        guard let record = try session.findComplaint(.id(made.id)),
            visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: String(made.id))) }
        let changes = try session.changes(of: record, at: made.version)
        try session.refuseUnseen(changes, for: visibility)
        var values = FieldValues()
        var kept: (name: FieldName, reason: PutBack.Reason)?
        for change in changes {
            let name = FieldName(change.name)
            guard let slot = session.layout[name], !session.follows(slot) else { continue }
            guard case .known(let old, let new) = change.values else {
                kept = kept ?? (name, .erased)
                continue
            }
            let current = record.value(of: slot)
            if current == new {
                values[name] = old
            } else if current != old {
                kept = kept ?? (name, .changedSince)
            }
        }
        if values.isEmpty {
            let stamp = ComplaintStamp(
                id: record.id, code: record.number, version: record.version)
            return PutBack(stamp: stamp, isChanged: false, kept: kept)
        }
        do throws(Refusal) {
            try check(values, record.number, session.status(of: record))
        } catch {
            throw .refused(error)
        }
        try session.check(values, of: record, for: visibility)
        let stamp = try update(record, to: values, for: visibility, as: nil)
        return PutBack(stamp: stamp, isChanged: stamp.version != record.version, kept: kept)
    }
}

extension WriterSession {
    /// The changes that made that version of a complaint by work on it; none when it was made otherwise.
    fileprivate func changes(
        of record: ComplaintRecord, at version: Int64
    ) throws(StorageFailure) -> [FieldChange] {
        var statement = try connection.statement(
            """
            SELECT seq, body FROM change WHERE entity = 'complaint' AND entity_id = ?1
            AND version = ?2 AND operation = 'update'
            """)
        statement.bind(1, record.id)
        statement.bind(2, version)
        guard try statement.step() else { return [] }
        return try ChangeBody.decode(
            statement.blob(1), key: try key(of: record.id), complaint: record.id,
            seq: statement.int64(0))
    }

    /// Refuses to put back what the caller may not see.
    fileprivate func refuseUnseen(
        _ changes: [FieldChange], for visibility: Visibility
    ) throws(StorageFailure) {
        for change in changes {
            let name = FieldName(change.name)
            guard let slot = layout[name], !follows(slot), let field = layout.catalogue[name] else {
                continue
            }
            if !visibility.sees(field.access) { throw .refused(.restrictedField(name)) }
        }
    }

    /// Whether IBTool works the field out itself, from what people write.
    fileprivate func follows(_ slot: ComplaintLayout.Slot) -> Bool {
        let field = layout.catalogue[FieldName(slot.name)]
        return slot.isDerived || field?.entry == .system && field?.name.customPart == nil
    }
}
