public import Complaints

extension WriteTransaction {
    /// Adds a companion to a complaint that the caller may see. Refuses an owner that is no account,
    /// another complaint that the caller may not see, one that is too many, a complaint at its end
    /// unless the kind outlives it, and words that would have to be sealed under an erased key.
    public func addCompanion(
        _ kind: CompanionKind, _ values: FieldValues, to complaint: RecordKey,
        for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let record = try session.complaint(complaint, takingFor: kind, visibility)
        return try session.addCompanion(kind, values, to: record, for: visibility)
    }

    /// Changes a companion to these values; `.null` clears one. Refuses `.versionConflict` unless
    /// `expected` is its version, and `.wrongState` once it was withdrawn. What changes nothing keeps
    /// the version and leaves no trace.
    public func changeCompanion(
        _ kind: CompanionKind, _ id: Int64, of complaint: RecordKey, expected version: Int64,
        to values: FieldValues, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let record = try session.complaint(complaint, takingFor: kind, visibility)
        let found = try session.presentCompanion(kind, id, of: record)
        guard found.version == version else {
            throw .refused(.versionConflict(current: found.version))
        }
        return try session.changeCompanion(kind, found, of: record, to: values, for: visibility)
    }

    /// Withdraws a companion: it stays and says why it no longer counts. One that is withdrawn already
    /// keeps its reason.
    public func withdrawCompanion(
        _ kind: CompanionKind, _ id: Int64, of complaint: RecordKey, reason: String,
        for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let record = try session.complaint(complaint, takingFor: kind, visibility)
        guard let found = try session.companion(kind, id, of: record) else {
            throw .refused(.notFound(kind.entity, key: String(id)))
        }
        if found.withdrawal != nil { return found }
        return try session.withdrawCompanion(kind, found, of: record, reason: reason)
    }

    /// The companion as it stands in this very transaction; nil for none of that complaint.
    public func companion(
        _ kind: CompanionKind, _ id: Int64, of complaint: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> Companion? {
        guard let record = try session.findComplaint(complaint),
            visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: complaint.text)) }
        return try session.companion(kind, id, of: record)
    }

    /// The companions of that kind as they stand in this very transaction, withdrawn ones included.
    public func companions(
        _ kind: CompanionKind, of complaint: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> [Companion] {
        guard let record = try session.findComplaint(complaint),
            visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: complaint.text)) }
        return try session.companions(kind, of: record)
    }
}

/// Companions on the writer's thread, of complaints that were looked up.
extension WriterSession {
    /// The complaint, provided that it may be given companions of that kind.
    func complaint(
        _ key: RecordKey, takingFor kind: CompanionKind, _ visibility: Visibility
    ) throws(StorageFailure) -> ComplaintRecord {
        guard let record = try findComplaint(key), visibility.sees(site: record.siteID) else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        if !kind.takes(ComplaintEnd(status(of: record))) {
            throw .refused(.locked(.complaint, key: record.number))
        }
        return record
    }

    func companion(
        _ kind: CompanionKind, _ id: Int64, of record: ComplaintRecord
    ) throws(StorageFailure) -> Companion? {
        let key = try key(of: record.id)
        // Another complaint's companion does not open with this one's key.
        let found = try CompanionTable.find(id, kind, on: connection) {
            $0 == record.id ? key : nil
        }
        return found?.complaint == record.id ? found : nil
    }

    func companions(
        _ kind: CompanionKind, of record: ComplaintRecord
    ) throws(StorageFailure) -> [Companion] {
        try CompanionTable.all(
            kind, of: record.id, on: connection, key: try key(of: record.id))
    }

    /// One that was not withdrawn.
    func presentCompanion(
        _ kind: CompanionKind, _ id: Int64, of record: ComplaintRecord
    ) throws(StorageFailure) -> Companion {
        guard let found = try companion(kind, id, of: record) else {
            throw .refused(.notFound(kind.entity, key: String(id)))
        }
        if found.withdrawal != nil {
            throw .refused(.wrongState(kind.entity, key: String(id), state: "withdrawn"))
        }
        return found
    }

    func addCompanion(
        _ kind: CompanionKind, _ values: FieldValues, to record: ComplaintRecord,
        for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let count = try CompanionTable.count(kind, of: record.id, on: connection)
        guard count < CompanionLimits.countMax else {
            throw .refused(
                .invalid([
                    FieldProblem("", .tooMany, argument: String(CompanionLimits.countMax))
                ]))
        }
        var values = values
        for name in Array(values.names) where values[name] == .null { values[name] = nil }
        let other = try resolve(&values, of: record, kind, for: visibility)
        let key = try key(of: record.id)
        var companion = Companion(
            id: 0, complaint: record.id, number: record.number, entity: kind.entity, version: 1,
            createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name,
            values: values, isErased: false)
        companion.id = try CompanionTable.insert(companion, kind, other: other, on: connection) {
            id throws(StorageFailure) in
            try seal(companion, kind, id: id, key: key)
        }
        var body = ChangeBodyBuilder()
        for field in kind.logged where companion[field.name] != .null {
            body.add(
                field.name.text, old: .null, new: companion[field.name],
                sealed: field.isSealedInLog)
        }
        try log(.create, subject(companion, of: record), body)
        try tellNews(of: companion, in: record)
        try followWork(companion, of: record)
        return companion
    }

    func changeCompanion(
        _ kind: CompanionKind, _ found: Companion, of record: ComplaintRecord,
        to values: FieldValues, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        var values = values
        var other: Int64?
        if let number = found["other"].text {
            other = try references.findComplaint(number: number)?.id
        }
        if values["other"] != nil || values["owner"] != nil {
            other =
                try resolve(
                    &values, of: record, kind, owner: found["owner"].text, for: visibility) ?? other
        }
        let changed = kind.logged.filter { field in
            values[field.name].map { $0 != found[field.name] } ?? false
        }
        if changed.isEmpty { return found }
        var companion = found
        var body = ChangeBodyBuilder()
        for field in changed {
            let new = values[field.name] ?? .null
            if field.storage == .sealed, found.isErased {
                throw .refused(.erased(kind.entity, key: String(found.id)))
            }
            companion.values[field.name] = new == .null ? nil : new
            body.add(
                field.name.text, old: found[field.name], new: new, sealed: field.isSealedInLog)
        }
        touch(&companion)
        let sealed =
            changed.contains { $0.storage == .sealed }
            ? try seal(companion, kind, id: companion.id, key: try key(of: record.id)) : nil
        try CompanionTable.update(
            companion, kind, other: other, sealed: sealed, on: connection)
        try log(.update, subject(companion, of: record), body)
        try tellNews(of: companion, from: found, in: record)
        try followWork(companion, of: record)
        return companion
    }

    func withdrawCompanion(
        _ kind: CompanionKind, _ found: Companion, of record: ComplaintRecord, reason: String
    ) throws(StorageFailure) -> Companion {
        var companion = found
        companion.withdrawal = .init(at: now, by: author.name, reason: reason)
        touch(&companion)
        var other: Int64?
        if let number = found["other"].text {
            other = try references.findComplaint(number: number)?.id
        }
        try CompanionTable.update(companion, kind, other: other, sealed: nil, on: connection)
        var body = ChangeBodyBuilder()
        body.add("withdrawn", old: .null, new: .boolean(true), sealed: false)
        try log(.withdraw, subject(companion, of: record), body)
        try tellNews(of: companion, from: found, in: record)
        try followWork(companion, of: record)
        return companion
    }

    private func touch(_ companion: inout Companion) {
        companion.version += 1
        companion.updatedAt = now
        companion.updatedBy = author.name
    }

    /// The sealed column; nil for a kind that seals nothing, and where there is nothing to be sealed
    /// and no key to do it with.
    private func seal(
        _ companion: Companion, _ kind: CompanionKind, id: Int64, key: [UInt8]?
    ) throws(StorageFailure) -> [UInt8]? {
        guard CompanionTable.seals(kind) else { return nil }
        guard let key else {
            let hasWords = kind.catalogue.fields.contains {
                $0.storage == .sealed && companion[$0.name] != .null
            }
            if hasWords { throw .refused(.erased(.complaint, key: companion.number)) }
            return nil
        }
        return try CompanionTable.seal(companion, kind, id: id, key: key, nonce: try nonces.next())
    }

    /// Checks who and what the values name; `before` is whose it was. The other complaint gets its number, whatever way it was
    /// named; its id is returned. What the caller may not see is answered like what is not there.
    private func resolve(
        _ values: inout FieldValues, of record: ComplaintRecord, _ kind: CompanionKind,
        owner before: String? = nil, for visibility: Visibility
    ) throws(StorageFailure) -> Int64? {
        // Whose it is already stays, whatever became of the account.
        if let given = values["owner"]?.text, given != before {
            // An account is stored by its own name, however the writer spelled it.
            let owner = try references.accountName(given) ?? given
            values["owner"] = .text(owner)
            if owner != before,
                let problem = try references.problem(naming: owner, for: kind.ownerPermissions)
            {
                throw .refused(.invalid([FieldProblem("/owner", problem)]))
            }
        }
        guard let text = values["other"]?.text else { return nil }
        let other = try findComplaint(RecordKey(text))
        guard let other, visibility.sees(site: other.siteID) else {
            throw .refused(.invalid([FieldProblem("/other", .unknownReference)]))
        }
        if other.id == record.id {
            throw .refused(.invalid([FieldProblem("/other", .selfReference)]))
        }
        values["other"] = .text(other.number)
        return other.id
    }

    /// What the log says of it: its code is the complaint's number, whose key seals its words.
    private func subject(_ companion: Companion, of record: ComplaintRecord) -> Subject {
        Subject(
            entity: companion.entity, id: companion.id, code: record.number,
            version: companion.version, site: record.siteID, oldSite: record.siteID,
            keyOwner: record.id)
    }
}

extension CompanionKind {
    /// Its fields in the order of the log.
    var logged: [Field] {
        catalogue.fields.sorted { isBefore($0.name.text, $1.name.text) }
    }
}
