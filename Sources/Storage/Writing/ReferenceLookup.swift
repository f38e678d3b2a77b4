import Complaints

/// A system that a record names, and where it stands.
struct ReferencedSystem {
    let id: Int64
    let siteID: Int64?
    let siteCode: String?
}

/// Looking up the records that a complaint names, for the writer and for whoever only looks.
struct ReferenceLookup {
    let connection: Connection

    /// The system of that code.
    func findSystem(code: String) throws(StorageFailure) -> ReferencedSystem? {
        var statement = try connection.statement(
            """
            SELECT system.id, system.site_id, site.code
            FROM system LEFT JOIN site ON site.id = system.site_id WHERE system.code = ?
            """)
        statement.bind(1, code)
        guard try statement.step() else { return nil }
        return ReferencedSystem(
            id: statement.int64(0), siteID: statement.optionalInt64(1),
            siteCode: statement.optionalText(2))
    }

    /// The id of the site of that code.
    func findSite(code: String) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement("SELECT id FROM site WHERE code = ?")
        statement.bind(1, code)
        return try statement.step() ? statement.int64(0) : nil
    }

    /// The code of the one site that somebody bound to one works at; nil for anybody else.
    func onlySite(of visibility: Visibility) throws(StorageFailure) -> String? {
        guard let sites = visibility.sites, sites.count == 1, let site = sites.first else {
            return nil
        }
        var statement = try connection.statement("SELECT code FROM site WHERE id = ?")
        statement.bind(1, site)
        return try statement.step() ? statement.text(0) : nil
    }

    /// The account's own name, whatever capitals it is called by; nil when there is none, active or not.
    func accountName(_ name: String) throws(StorageFailure) -> String? {
        var statement = try connection.statement("SELECT name FROM account WHERE name = ?")
        statement.bind(1, name)
        return try statement.step() ? statement.text(0) : nil
    }

    /// What the account of that name may do, nothing while it is closed; nil when there is none.
    func permissions(ofAccount name: String) throws(StorageFailure) -> Set<Permission>? {
        var statement = try connection.statement("SELECT role, active FROM account WHERE name = ?")
        statement.bind(1, name)
        guard try statement.step() else { return nil }
        return statement.bool(1) ? Role(rawValue: statement.text(0))?.permissions ?? [] : []
    }

    /// What is wrong with naming an account for something that takes one of these permissions, or only
    /// that there is one (nil); nil when nothing is.
    func problem(
        naming name: String, for permissions: Set<Permission>?
    ) throws(StorageFailure) -> FieldProblem.Code? {
        guard let given = try self.permissions(ofAccount: name) else { return .unknownReference }
        guard let permissions else { return nil }
        return given.isDisjoint(with: permissions) ? .mayNotWork : nil
    }

    /// The complaint of that number: its id and its site.
    func findComplaint(
        number: String
    ) throws(StorageFailure) -> (id: Int64, site: Int64?)? {
        var statement = try connection.statement(
            "SELECT id, site_id FROM complaint WHERE number = ?")
        statement.bind(1, number)
        return try statement.step() ? (statement.int64(0), statement.optionalInt64(1)) : nil
    }

    /// Whether the complaint ended as a duplicate.
    func isDuplicate(_ complaint: Int64) throws(StorageFailure) -> Bool {
        try end(of: complaint) == .duplicate
    }

    /// At which end the complaint is; nil while people work on it.
    func end(of complaint: Int64) throws(StorageFailure) -> ComplaintEnd? {
        var statement = try connection.statement("SELECT status FROM complaint WHERE id = ?")
        statement.bind(1, complaint)
        return try statement.step() ? ComplaintEnd(statement.text(0)) : nil
    }
}

extension WriterSession {
    var references: ReferenceLookup { ReferenceLookup(connection: connection) }
}
