import Complaints
public import JSON

/// Accounts, what proves them, and settings.
extension Reader {
    /// The account of that name, active or not.
    public func account(named name: String) throws(StorageFailure) -> Account? {
        try AccountTable.find(named: name, on: connection)
    }

    /// Every account, by name.
    public func accounts() throws(StorageFailure) -> [Account] {
        var statement = try connection.statement(
            made: AccountTable.selectSQL + " ORDER BY account.name")
        var accounts: [Account] = []
        while try statement.step() {
            if let account = AccountTable.read(statement) { accounts.append(account) }
        }
        return accounts
    }

    /// The session or token with this SHA-256, unless expired or revoked.
    public func credential(hash: [UInt8], at now: Int64) throws(StorageFailure) -> Credential? {
        if let session = try session(hash: hash, at: now) { return session }
        return try token(hash: hash, at: now)
    }

    /// Tokens that are not revoked, newest first: one account's, or everybody's.
    public func tokens(of account: String?) throws(StorageFailure) -> [TokenRecord] {
        var statement = try connection.statement(
            """
            SELECT token.id, account.name, token.name, token.prefix, token.scopes,
              token.created_at, token.expires_at, token.last_used_at
            FROM token JOIN account ON account.id = token.account_id
            WHERE token.revoked_at IS NULL AND (?1 IS NULL OR account.name = ?1)
            ORDER BY token.id DESC
            """)
        statement.bind(1, account)
        var tokens: [TokenRecord] = []
        while try statement.step() {
            tokens.append(
                TokenRecord(
                    id: statement.int64(0), account: statement.text(1), name: statement.text(2),
                    prefix: statement.text(3), scopes: Self.scopes(statement.text(4)),
                    createdAt: statement.int64(5), expiresAt: statement.int64(6),
                    lastUsedAt: statement.optionalInt64(7)))
        }
        return tokens
    }

    /// The setting of that key, as stored.
    public func setting(_ key: String) throws(StorageFailure) -> JSONValue? {
        var statement = try connection.statement("SELECT value FROM setting WHERE key = ?")
        statement.bind(1, key)
        guard try statement.step() else { return nil }
        do throws(JSONError) {
            return try JSONValue.parse(Array(statement.text(0).utf8))
        } catch {
            throw .failed(.damaged("The setting \(key) is not JSON: \(error)"))
        }
    }

    private func session(hash: [UInt8], at now: Int64) throws(StorageFailure) -> Credential? {
        var statement = try connection.statement(
            """
            SELECT id, account_id, expires_at, last_used_at FROM session
            WHERE hash = ?1 AND expires_at > ?2
            """)
        statement.bind(1, blob: hash)
        statement.bind(2, now)
        guard try statement.step() else { return nil }
        let (id, accountID) = (statement.int64(0), statement.int64(1))
        let (expiresAt, lastUsedAt) = (statement.int64(2), statement.int64(3))
        guard let account = try AccountTable.find(id: accountID, on: connection) else { return nil }
        return Credential(
            account: account, scopes: nil, isToken: false, id: id, expiresAt: expiresAt,
            lastUsedAt: lastUsedAt)
    }

    private func token(hash: [UInt8], at now: Int64) throws(StorageFailure) -> Credential? {
        var statement = try connection.statement(
            """
            SELECT id, account_id, expires_at, coalesce(last_used_at, created_at), scopes
            FROM token WHERE hash = ?1 AND expires_at > ?2 AND revoked_at IS NULL
            """)
        statement.bind(1, blob: hash)
        statement.bind(2, now)
        guard try statement.step() else { return nil }
        let (id, accountID) = (statement.int64(0), statement.int64(1))
        let (expiresAt, lastUsedAt) = (statement.int64(2), statement.int64(3))
        let scopes = Set(Self.scopes(statement.text(4)))
        guard let account = try AccountTable.find(id: accountID, on: connection) else { return nil }
        return Credential(
            account: account, scopes: scopes, isToken: true, id: id, expiresAt: expiresAt,
            lastUsedAt: lastUsedAt)
    }

    /// Scopes as stored: names with spaces between; one this program does not know grants nothing.
    private static func scopes(_ text: String) -> [Permission] {
        text.split(separator: " ").compactMap { Permission(rawValue: String($0)) }
    }
}
