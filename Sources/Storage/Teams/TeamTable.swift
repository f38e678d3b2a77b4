/// The team table.
struct TeamTable {
    let connection: Connection

    private static let columns = "id, name, lead, members, active, version"

    /// Every team, by name.
    func all() throws(StorageFailure) -> [Team] {
        var statement = try connection.statement(
            made: "SELECT \(Self.columns) FROM team ORDER BY name")
        var teams: [Team] = []
        while try statement.step() { teams.append(Self.read(statement)) }
        return teams
    }

    func find(_ id: Int64) throws(StorageFailure) -> Team? {
        var statement = try connection.statement(
            made: "SELECT \(Self.columns) FROM team WHERE id = ?")
        statement.bind(1, id)
        return try statement.step() ? Self.read(statement) : nil
    }

    func find(named name: String) throws(StorageFailure) -> Team? {
        var statement = try connection.statement(
            made: "SELECT \(Self.columns) FROM team WHERE name = ?")
        statement.bind(1, name)
        return try statement.step() ? Self.read(statement) : nil
    }

    /// Whether files may name a team of that name now: as long as there are no teams, any.
    func takes(_ name: String) throws(StorageFailure) -> Bool {
        if let team = try find(named: name) { return team.isActive }
        return try connection.count("SELECT count(*) FROM team", []) == 0
    }

    func insert(_ team: Team, at now: Int64) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement(
            """
            INSERT INTO team(name, version, lead, members, active, created_at, updated_at)
            VALUES (?1, 1, ?2, ?3, ?4, ?5, ?5)
            """)
        statement.bind(1, team.name)
        statement.bind(2, team.lead)
        statement.bind(3, team.members.joined(separator: " "))
        statement.bind(4, team.isActive)
        statement.bind(5, now)
        try statement.run()
        return connection.lastRowID
    }

    func update(_ team: Team, at now: Int64) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE team SET version = ?, lead = ?, members = ?, active = ?, updated_at = ?
            WHERE id = ?
            """)
        statement.bind(1, team.version)
        statement.bind(2, team.lead)
        statement.bind(3, team.members.joined(separator: " "))
        statement.bind(4, team.isActive)
        statement.bind(5, now)
        statement.bind(6, team.id)
        try statement.run()
    }

    private static func read(_ row: borrowing Statement) -> Team {
        // Names of accounts hold no spaces.
        let members = row.text(3).split(separator: " ").map { String($0) }
        var team = Team(
            name: row.text(1), lead: row.optionalText(2), members: members, isActive: row.bool(4))
        team.id = row.int64(0)
        team.version = row.int64(5)
        return team
    }
}

extension Reader {
    /// Every team, by name.
    public func teams() throws(StorageFailure) -> [Team] {
        try TeamTable(connection: connection).all()
    }

    /// The team of that id; nil when there is none.
    public func team(_ id: Int64) throws(StorageFailure) -> Team? {
        try TeamTable(connection: connection).find(id)
    }
}
