public import Complaints

extension WriteTransaction {
    /// Stores the SHA-256 of a session's secret, and logs the sign-in.
    public func createSession(
        of account: Int64, hash: [UInt8], expiresAt: Int64
    ) throws(StorageFailure) {
        let name = try accountName(account)
        var statement = try session.connection.statement(
            """
            INSERT INTO session(account_id, hash, created_at, expires_at, last_used_at)
            VALUES (?,?,?,?,?)
            """)
        statement.bind(1, account)
        statement.bind(2, blob: hash)
        statement.bind(3, now)
        statement.bind(4, expiresAt)
        statement.bind(5, now)
        try statement.run()
        try logSession(.signIn, session.connection.lastRowID, of: name)
        // Sessions that are over serve nobody.
        var old = try session.connection.statement("DELETE FROM session WHERE expires_at < ?")
        old.bind(1, now)
        try old.run()
    }

    /// Stores a session that was opened while nothing could be written, unless its account changed
    /// since.
    public func recordSession(
        of account: Account, hash: [UInt8], expiresAt: Int64
    ) throws(StorageFailure) {
        let current = try AccountTable.find(id: account.id, on: session.connection)
        guard let current, current.version == account.version, current.isActive else { return }
        try createSession(of: account.id, hash: hash, expiresAt: expiresAt)
    }

    /// Ends the session with that hash; one that is over already is fine.
    public func endSession(hash: [UInt8]) throws(StorageFailure) {
        var statement = try session.connection.statement(
            "SELECT id, account_id FROM session WHERE hash = ?")
        statement.bind(1, blob: hash)
        guard try statement.step() else { return }
        let id = statement.int64(0)
        let name = try accountName(statement.int64(1))
        statement.rewind()
        var end = try session.connection.statement("DELETE FROM session WHERE id = ?")
        end.bind(1, id)
        try end.run()
        try logSession(.signOut, id, of: name)
    }

    /// Ends every session of an account, except that one.
    public func endSessions(of account: Int64, except hash: [UInt8]?) throws(StorageFailure) {
        let name = try accountName(account)
        var statement = try session.connection.statement(
            "DELETE FROM session WHERE account_id = ? AND hash IS NOT ?")
        statement.bind(1, account)
        statement.bind(2, blob: hash)
        try statement.run()
        if session.connection.changedRows > 0 { try logSession(.revoke, 0, of: name) }
    }

    /// Stores the SHA-256 of a token's secret.
    public func createToken(
        of account: Int64, name: String, prefix: String, hash: [UInt8], scopes: [Permission],
        expiresAt: Int64
    ) throws(StorageFailure) -> TokenRecord {
        let owner = try accountName(account)
        let scopeText = scopes.map(\.rawValue).joined(separator: " ")
        var statement = try session.connection.statement(
            """
            INSERT INTO token(account_id, name, prefix, hash, scopes, created_at, expires_at)
            VALUES (?,?,?,?,?,?,?)
            """)
        statement.bind(1, account)
        statement.bind(2, name)
        statement.bind(3, prefix)
        statement.bind(4, blob: hash)
        statement.bind(5, scopeText)
        statement.bind(6, now)
        statement.bind(7, expiresAt)
        try statement.run()
        let id = session.connection.lastRowID
        var body = ChangeBodyBuilder()
        body.add("expires", old: .null, new: .integer(expiresAt), sealed: false)
        body.add("name", old: .null, new: .text(name), sealed: false)
        body.add("prefix", old: .null, new: .text(prefix), sealed: false)
        body.add("scopes", old: .null, new: .text(scopeText), sealed: false)
        try session.log(.create, .init(entity: .token, id: id, code: owner, version: 1), body)
        return TokenRecord(
            id: id, account: owner, name: name, prefix: prefix, scopes: scopes, createdAt: now,
            expiresAt: expiresAt, lastUsedAt: nil)
    }

    /// Revokes a token, of that account where one is given; it stays listed in the log.
    public func revokeToken(_ id: Int64, of account: String?) throws(StorageFailure) {
        var statement = try session.connection.statement(
            """
            SELECT account.name FROM token JOIN account ON account.id = token.account_id
            WHERE token.id = ?1 AND token.revoked_at IS NULL
              AND (?2 IS NULL OR account.name = ?2)
            """)
        statement.bind(1, id)
        statement.bind(2, account)
        guard try statement.step() else {
            throw .refused(.notFound(.token, key: String(id)))
        }
        let owner = statement.text(0)
        statement.rewind()
        var revoke = try session.connection.statement(
            "UPDATE token SET revoked_at = ? WHERE id = ?")
        revoke.bind(1, now)
        revoke.bind(2, id)
        try revoke.run()
        try session.log(
            .revoke, .init(entity: .token, id: id, code: owner, version: 2), ChangeBodyBuilder())
    }

    /// Notes the last use of credentials; not logged, sent in batches.
    public func touchCredentials(
        _ uses: [(id: Int64, isToken: Bool, at: Int64)]
    ) throws(StorageFailure) {
        for use in uses {
            var statement =
                use.isToken
                ? try session.connection.statement(
                    "UPDATE token SET last_used_at = ?1 WHERE id = ?2")
                : try session.connection.statement(
                    "UPDATE session SET last_used_at = ?1 WHERE id = ?2")
            statement.bind(1, use.at)
            statement.bind(2, use.id)
            try statement.run()
        }
    }

    private func accountName(_ id: Int64) throws(StorageFailure) -> String {
        guard let account = try AccountTable.find(id: id, on: session.connection) else {
            throw .refused(.notFound(.user, key: String(id)))
        }
        return account.name
    }

    private func logSession(
        _ operation: ChangeOperation, _ id: Int64, of account: String
    ) throws(StorageFailure) {
        try session.log(
            operation, .init(entity: .session, id: id, code: account, version: 1),
            ChangeBodyBuilder())
    }
}
