import Complaints

/// What imports last gave each field of a complaint, and which import it was: read from the change
/// log, which alone knows.
struct ImportedFields {
    struct Origin {
        let value: FieldValue
        let importID: Int64
    }

    private var origins: [String: Origin] = [:]
    /// The import that made the complaint.
    private let creation: Int64
    /// Whether a person ever changed the complaint.
    let wasWorkedOn: Bool

    /// Reads the complaint's log. Values that cannot be opened any more count as changed by a person.
    init(
        of complaint: Int64, key: [UInt8]?, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            SELECT seq, body, import_id FROM change
            WHERE entity = 'complaint' AND entity_id = ? AND import_id IS NOT NULL ORDER BY seq
            """)
        statement.bind(1, complaint)
        var creation: Int64 = 0
        while try statement.step() {
            let importID = statement.int64(2)
            if creation == 0 { creation = importID }
            let changes = try ChangeBody.decode(
                statement.blob(1), key: key, complaint: complaint, seq: statement.int64(0))
            for change in changes {
                guard case .known(_, let new) = change.values else { continue }
                origins[change.name] = Origin(value: new, importID: importID)
            }
        }
        self.creation = creation
        wasWorkedOn = try Self.wasWorkedOn(complaint, on: connection)
    }

    /// Clocks that were worked out anew, by rules or a merge, are nobody's work on the file.
    private static func wasWorkedOn(
        _ complaint: Int64, on connection: Connection
    ) throws(StorageFailure) -> Bool {
        var statement = try connection.statement(
            """
            SELECT 1 FROM change WHERE entity = 'complaint' AND entity_id = ?
            AND import_id IS NULL AND operation <> 'read' AND origin NOT IN ('system', 'import')
            LIMIT 1
            """)
        statement.bind(1, complaint)
        return try statement.step()
    }

    /// What imports last said of the field; nothing, by the first import, when none ever did.
    func origin(of name: String) -> Origin {
        origins[name] ?? Origin(value: .null, importID: creation)
    }
}
