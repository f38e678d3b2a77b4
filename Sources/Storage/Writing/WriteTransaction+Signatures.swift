public import Complaints

/// Signing, in the transaction of the change that is signed.
extension WriteTransaction {
    /// Signs a record as it stands in this very transaction: after the change, where one is signed. The
    /// one way to a signature; `signer` comes from a check of credentials in the same request.
    ///
    /// - Throws: `.refused(.wrongState)` when the signer's account was changed since the check,
    ///   `.refused(.notFound)` for a record of which the log does not tell.
    public func sign(
        _ entity: Entity, _ id: Int64, as signer: Signer
    ) throws(StorageFailure) -> Signature {
        try session.requireUnchanged(signer.account)
        let found = try RecordDigest.of(entity.rawValue, id, on: session.connection)
        guard let digest = found else { throw .refused(.notFound(entity, key: String(id))) }
        var signature = Signature(
            id: 0, record: entity.rawValue, recordID: id, recordVersion: digest.version,
            recordHash: digest.hash, accountID: signer.account.id, signer: signer.account.name,
            name: signer.account.displayName, meaning: signer.meaning.rawValue,
            reason: session.author.reason, at: now)
        signature.id = try SignatureTable.insert(signature, on: session.connection)
        var body = ChangeBodyBuilder()
        for field in signature.loggedFields {
            body.add(field.name, old: .null, new: field.value, sealed: false)
        }
        try session.log(
            .create,
            .init(
                entity: .signature, id: signature.id, code: digest.code, version: 1,
                site: digest.site, oldSite: digest.site), body)
        return signature
    }

    /// Changes a complaint as daily work does. Where that is a move of the workflow whose signature has
    /// the signer's meaning, the version that it makes is signed in the same breath; nothing else is. A
    /// signer whose account was changed is refused before anything is written.
    func update(
        _ record: ComplaintRecord, to values: FieldValues, for visibility: Visibility,
        as signer: Signer?
    ) throws(StorageFailure) -> ComplaintStamp {
        guard let signer, session.move(of: values, in: record)?.signature == signer.meaning else {
            return try session.update(record, to: values, .work(visibility))
        }
        try session.requireUnchanged(signer.account)
        let stamp = try session.update(record, to: values, .work(visibility, isSigned: true))
        _ = try sign(.complaint, stamp.id, as: signer)
        return stamp
    }

    /// Signs a complaint that the caller may see, at the version they saw.
    public func signComplaint(
        _ key: RecordKey, expected version: Int64, as signer: Signer, for visibility: Visibility
    ) throws(StorageFailure) -> Signature {
        let record = try session.complaint(key, at: version, for: visibility)
        return try sign(.complaint, record.id, as: signer)
    }

    /// Sets locked fields right and signs what the file is then. A correction that changes nothing is
    /// refused, as is one of a file at its end.
    public func correctComplaint(
        _ key: RecordKey, expected version: Int64, to values: FieldValues, as signer: Signer,
        for visibility: Visibility
    ) throws(StorageFailure) -> (stamp: ComplaintStamp, signature: Signature) {
        let record = try session.complaint(key, at: version, for: visibility)
        let status = session.status(of: record)
        if ComplaintEnd(status) != nil {
            throw .refused(.locked(.complaint, key: record.number))
        }
        let stamp = try session.update(record, to: values, .work(visibility), operation: .correct)
        guard stamp.version != record.version else {
            throw .refused(.wrongState(.complaint, key: record.number, state: status))
        }
        return (stamp, try sign(.complaint, stamp.id, as: signer))
    }

    /// Logs that an attempt to sign was refused, with the file that was to be signed where it is one that
    /// the caller sees.
    public func logRefusedSignature(
        by account: String, because why: SignatureRefusal, of file: RecordKey?,
        for visibility: Visibility
    ) throws(StorageFailure) {
        var record =
            try file.map { key throws(StorageFailure) in try session.findComplaint(key) }
            ?? nil
        if let found = record, !visibility.sees(site: found.siteID) { record = nil }
        var body = ChangeBodyBuilder()
        if let record {
            body.add("complaint", old: .null, new: .text(record.number), sealed: false)
        }
        body.add("why", old: .null, new: .text(why.rawValue), sealed: false)
        try session.log(
            .signFailed,
            .init(
                entity: .session, id: 0, code: account, version: 1, site: record?.siteID,
                oldSite: record?.siteID), body)
    }
}

extension WriterSession {
    /// The complaint, seen by the caller and at the version they saw.
    fileprivate func complaint(
        _ key: RecordKey, at version: Int64, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintRecord {
        guard let record = try findComplaint(key), visibility.sees(site: record.siteID) else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        guard record.version == version else {
            throw .refused(.versionConflict(current: record.version))
        }
        return record
    }

    /// Between the check and this transaction somebody may have taken the account away.
    fileprivate func requireUnchanged(_ account: Account) throws(StorageFailure) {
        let current = try AccountTable.find(id: account.id, on: connection)
        guard let current, current.isActive, current.passwordHash == account.passwordHash,
            current.role == account.role, current.displayName == account.displayName
        else {
            throw .refused(.wrongState(.user, key: account.name, state: "changed"))
        }
    }
}
