import Complaints

extension WriteTransaction {
    /// Makes an account; `.taken` for a name that is, in any case of its letters.
    public func createAccount(_ account: Account) throws(StorageFailure) -> Account {
        if try AccountTable.find(named: account.name, on: session.connection) != nil {
            throw .refused(.taken(.user, pointer: "/name"))
        }
        var made = account
        made.id = try AccountTable.insert(account, at: now, on: session.connection)
        made.version = 1
        made.createdAt = now
        try session.log(.create, made.subject, changes(from: nil, to: made))
        return made
    }

    /// Changes everything but the name. `expected` nil: the last writer wins (own language, a rehash).
    public func updateAccount(
        _ account: Account, expected version: Int64?
    ) throws(StorageFailure) -> Account {
        guard let old = try AccountTable.find(id: account.id, on: session.connection) else {
            throw .refused(.notFound(.user, key: account.name))
        }
        if let version, version != old.version {
            throw .refused(.versionConflict(current: old.version))
        }
        var new = account
        new.version = old.version
        let body = changes(from: old, to: new)
        if body.isEmpty { return new }
        new.version += 1
        try AccountTable.update(new, at: now, on: session.connection)
        try session.log(.update, new.subject, body)
        return new
    }

    /// What differs, in the names' order; of a password only that it changed.
    private func changes(from old: Account?, to new: Account) -> ChangeBodyBuilder {
        var body = ChangeBodyBuilder()
        let before = old.map(\.loggedFields) ?? []
        for (index, field) in new.loggedFields.enumerated() {
            let oldValue = before.isEmpty ? .null : before[index].value
            if field.value == oldValue { continue }
            if field.name == "password" {
                body.addErased(field.name)
            } else {
                body.add(field.name, old: oldValue, new: field.value, sealed: false)
            }
        }
        return body
    }
}

extension Account {
    fileprivate var subject: WriterSession.Subject {
        WriterSession.Subject(entity: .user, id: id, code: name, version: version)
    }

    /// What the log keeps of an account, in the order of the names' bytes.
    var loggedFields: [(name: String, value: FieldValue)] {
        [
            ("active", .boolean(isActive)), ("display_name", .text(displayName)),
            ("language", .text(language.rawValue)),
            ("password", passwordHash.map(FieldValue.text) ?? .null),
            ("patient_grant", .boolean(hasPatientGrant)), ("role", .text(role.rawValue)),
            ("sites", sites.map { .text(AccountTable.text($0)) } ?? .null),
        ]
    }
}
