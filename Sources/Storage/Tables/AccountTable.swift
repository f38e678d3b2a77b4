import Complaints

/// The accounts' rows.
enum AccountTable {
    /// Selects what `read` reads; conditions follow.
    static let selectSQL = """
        SELECT account.id, account.name, account.display_name, account.role, account.active,
        account.sites, account.patient_grant, account.language, account.password_hash,
        account.version, account.created_at FROM account
        """

    /// The account a statement stands on; nil for a role that this program does not know.
    static func read(_ statement: borrowing Statement, from first: Int = 0) -> Account? {
        guard let role = Role(rawValue: statement.text(first + 3)) else { return nil }
        var account = Account(
            name: statement.text(first + 1), displayName: statement.text(first + 2), role: role)
        account.id = statement.int64(first)
        account.isActive = statement.bool(first + 4)
        account.sites = statement.optionalText(first + 5).map(sites)
        account.hasPatientGrant = statement.bool(first + 6)
        account.language = Language(rawValue: statement.text(first + 7)) ?? .english
        account.passwordHash = statement.optionalText(first + 8)
        account.version = statement.int64(first + 9)
        account.createdAt = statement.int64(first + 10)
        return account
    }

    static func find(
        named name: String, on connection: Connection
    ) throws(StorageFailure) -> Account? {
        var statement = try connection.statement(made: selectSQL + " WHERE account.name = ?")
        statement.bind(1, name)
        return try statement.step() ? read(statement) : nil
    }

    static func find(id: Int64, on connection: Connection) throws(StorageFailure) -> Account? {
        var statement = try connection.statement(made: selectSQL + " WHERE account.id = ?")
        statement.bind(1, id)
        return try statement.step() ? read(statement) : nil
    }

    static func insert(
        _ account: Account, at now: Int64, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement(
            """
            INSERT INTO account(display_name, role, active, sites, patient_grant, language,
            password_hash, version, updated_at, name, created_at)
            VALUES (?,?,?,?,?,?,?,1,?,?,?)
            """)
        bind(account, to: &statement)
        statement.bind(8, now)
        statement.bind(9, account.name)
        statement.bind(10, now)
        try statement.run()
        return connection.lastRowID
    }

    static func update(
        _ account: Account, at now: Int64, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE account SET display_name=?, role=?, active=?, sites=?, patient_grant=?,
            language=?, password_hash=?, updated_at=?, version=version+1 WHERE id=?
            """)
        bind(account, to: &statement)
        statement.bind(8, now)
        statement.bind(9, account.id)
        try statement.run()
    }

    private static func bind(_ account: Account, to statement: inout Statement) {
        statement.bind(1, account.displayName)
        statement.bind(2, account.role.rawValue)
        statement.bind(3, account.isActive)
        statement.bind(4, account.sites.map(text))
        statement.bind(5, account.hasPatientGrant)
        statement.bind(6, account.language.rawValue)
        statement.bind(7, account.passwordHash)
    }

    /// Site ids as a JSON array, ascending.
    static func text(_ sites: Set<Int64>) -> String {
        "[" + sites.sorted().map(String.init).joined(separator: ",") + "]"
    }

    private static func sites(_ text: String) -> Set<Int64> {
        Set(text.dropFirst().dropLast().split(separator: ",").compactMap { Int64($0) })
    }
}
