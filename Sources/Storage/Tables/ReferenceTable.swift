import Complaints

/// The tables of the install base, sites and systems: rows of typed columns under a unique code.
struct ReferenceTable {
    let entity: Entity
    /// The field that is the code.
    let codeField: String
    /// Field → column, the code's and a site reference's included.
    let columns: [(field: String, column: String)]

    static let sites = ReferenceTable(
        entity: .site, codeField: "code",
        columns: [
            ("address", "address"), ("city", "city"), ("code", "code"), ("country", "country"),
            ("customer", "customer"), ("name", "name"), ("note", "note"),
        ])

    static let systems = ReferenceTable(
        entity: .system, codeField: "system_id",
        columns: [
            ("brand", "brand"), ("contract", "contract"), ("installed", "installed"),
            ("modality", "modality"), ("model", "model"), ("note", "note"), ("product", "product"),
            ("serial", "serial"), ("site", "site_id"), ("software_version", "software_version"),
            ("system_id", "code"), ("udi", "udi"),
        ])

    /// A row as it stands; values in the order of `columns`, the site as its code.
    struct Row {
        let id: Int64
        let version: Int64
        let siteID: Int64?
        var values: [FieldValue]
    }

    private var name: String { entity.rawValue }

    /// The row of that key; nil when there is none.
    func find(_ key: RecordKey, on connection: Connection) throws(StorageFailure) -> Row? {
        let isSystem = entity == .system
        let expressions = columns.map {
            $0.column == "site_id" ? "site.code" : "\(name).\($0.column)"
        }
        let siteID = isSystem ? "system.site_id" : "site.id"
        let join = isSystem ? "LEFT JOIN site ON site.id = system.site_id" : ""
        let select = """
            SELECT \(name).id, \(name).version, \(siteID), \(expressions.joined(separator: ", "))
            FROM \(name) \(join) WHERE \(name).
            """
        var statement: Statement
        switch key {
        case .id(let id):
            statement = try connection.statement(made: select + "id = ?")
            statement.bind(1, id)
        case .code(let code):
            statement = try connection.statement(made: select + "code = ?")
            statement.bind(1, code)
        }
        guard try statement.step() else { return nil }
        return Row(
            id: statement.int64(0), version: statement.int64(1),
            siteID: statement.optionalInt64(2),
            values: columns.indices.map { statement.value(3 + $0) })
    }

    /// Inserts a row of version 1; `values` with the site's id. Returns its id.
    func insert(
        _ values: [FieldValue], at now: Int64, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        let names = columns.map(\.column).joined(separator: ", ")
        let marks = String(repeating: ", ?", count: columns.count)
        var statement = try connection.statement(
            made: """
                INSERT INTO \(name)(version, created_at, updated_at, \(names)) VALUES (1, ?, ?\(marks))
                """)
        statement.bind(1, now)
        statement.bind(2, now)
        for index in values.indices { statement.bind(3 + index, values[index]) }
        try statement.run()
        return connection.lastRowID
    }

    /// Writes every column of a row and its next version.
    func update(
        _ row: Row, to values: [FieldValue], at now: Int64, on connection: Connection
    ) throws(StorageFailure) {
        let assignments = columns.map { ", \($0.column) = ?" }.joined()
        var statement = try connection.statement(
            made: """
                UPDATE \(name) SET version = version + 1, updated_at = ?\(assignments) WHERE id = ?
                """)
        statement.bind(1, now)
        for index in values.indices { statement.bind(2 + index, values[index]) }
        statement.bind(2 + values.count, row.id)
        try statement.run()
    }
}
