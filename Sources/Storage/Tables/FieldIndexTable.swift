import Complaints

/// The index of one of the operator's own fields.
struct FieldIndex: Sendable, Equatable {
    let id: Int64
    /// The field's name without `custom.`.
    let name: String
    let state: State

    enum State: String, Sendable {
        /// Records up to some id are in it; what is written meanwhile goes in as well.
        case filling
        case ready
        /// Its rows go, a slice at a time.
        case dropping
    }
}

/// The indexes of the operator's own fields: for each a row a complaint, in the order of values.
///
/// ```
/// define ─▶ filling ─ slices beside the traffic ─▶ ready ─ drop ─▶ dropping ─ slices ─▶ gone
/// ```
struct FieldIndexTable {
    /// Ids looked at in one slice: some milliseconds of the writer.
    static let idsInSlice: Int64 = 256

    let connection: Connection

    /// Those that take in what is written: filling or ready.
    func all() throws(StorageFailure) -> [FieldIndex] {
        var statement = try connection.statement(
            "SELECT id, name, state FROM field_index WHERE state <> 'dropping' ORDER BY id")
        var indexes: [FieldIndex] = []
        while try statement.step() {
            guard let state = FieldIndex.State(rawValue: statement.text(2)) else { continue }
            indexes.append(
                FieldIndex(id: statement.int64(0), name: statement.text(1), state: state))
        }
        return indexes
    }

    /// The ids of indexes that answer, by field; no look at the database where no field has one.
    func ready(of catalogue: FieldCatalogue) throws(StorageFailure) -> [FieldName: Int64] {
        guard catalogue.customFields.contains(where: { $0.traits.contains(.indexed) }) else {
            return [:]
        }
        var ready: [FieldName: Int64] = [:]
        for index in try all() where index.state == .ready {
            if let name = FieldName(custom: index.name) { ready[name] = index.id }
        }
        return ready
    }

    /// Begins the index of a field, or ends it; nothing when it is so already.
    func set(_ name: String, isIndexed: Bool) throws(StorageFailure) {
        let known = try all().first { $0.name == name }
        if isIndexed, known == nil {
            var statement = try connection.statement(
                "INSERT INTO field_index(name, state, filled_to) VALUES (?, 'filling', 0)")
            statement.bind(1, name)
            try statement.run()
        } else if !isIndexed, let known {
            try setState(.dropping, of: known.id)
        }
    }

    /// Takes in the value of a complaint.
    func put(_ value: FieldValue, of complaint: Int64, in index: FieldIndex) throws(StorageFailure)
    {
        var statement = try connection.statement(
            "INSERT OR REPLACE INTO field_value(field_id, complaint_id, value) VALUES (?, ?, ?)")
        statement.bind(1, index.id)
        statement.bind(2, complaint)
        statement.bind(3, value)
        try statement.run()
    }

    /// Does a slice of what is to be filled or dropped, in the caller's transaction; the ids it looked
    /// at, nil when there is nothing left to do.
    func work() throws(StorageFailure) -> Int64? {
        var next = try connection.statement(
            "SELECT id, name, state, filled_to FROM field_index WHERE state <> 'ready' LIMIT 1")
        guard try next.step() else { return nil }
        let id = next.int64(0)
        if next.text(2) == FieldIndex.State.dropping.rawValue { return try dropSlice(of: id) }
        return try fillSlice(of: id, named: next.text(1), after: next.int64(3))
    }

    private func fillSlice(
        of id: Int64, named name: String, after start: Int64
    ) throws(StorageFailure) -> Int64 {
        guard FieldColumn.isSafe(name) else {
            try setState(.dropping, of: id)
            return 0
        }
        let end = start + Self.idsInSlice
        // What was written since the field was defined is there already, and newer.
        var fill = try connection.statement(
            made: "INSERT OR IGNORE INTO field_value(field_id, complaint_id, value) SELECT ?1, id,"
                + " json_extract(document,'$.custom.\(name)') FROM complaint WHERE id>?2 AND id<=?3"
        )
        fill.bind(1, id)
        fill.bind(2, start)
        fill.bind(3, end)
        try fill.run()
        var note = try connection.statement("UPDATE field_index SET filled_to = ? WHERE id = ?")
        note.bind(1, end)
        note.bind(2, id)
        try note.run()
        var last = try connection.statement("SELECT max(id) FROM complaint")
        if try !last.step() || last.int64(0) <= end { try setState(.ready, of: id) }
        return Self.idsInSlice
    }

    private func dropSlice(of id: Int64) throws(StorageFailure) -> Int64 {
        let before = connection.changedRowsInAll
        var drop = try connection.statement(
            """
            DELETE FROM field_value WHERE field_id = ?1 AND complaint_id IN
            (SELECT complaint_id FROM field_value WHERE field_id = ?1 LIMIT ?2)
            """)
        drop.bind(1, id)
        drop.bind(2, Self.idsInSlice)
        try drop.run()
        if connection.changedRowsInAll == before {
            var end = try connection.statement("DELETE FROM field_index WHERE id = ?")
            end.bind(1, id)
            try end.run()
        }
        return Self.idsInSlice
    }

    private func setState(_ state: FieldIndex.State, of id: Int64) throws(StorageFailure) {
        var statement = try connection.statement("UPDATE field_index SET state = ? WHERE id = ?")
        statement.bind(1, state.rawValue)
        statement.bind(2, id)
        try statement.run()
    }
}
