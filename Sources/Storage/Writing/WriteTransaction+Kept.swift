import Complaints
public import JSON

/// Settings and saved mappings.
extension WriteTransaction {
    /// Stores a setting, or removes it (nil). The same value leaves no trace.
    public func setSetting(_ key: String, to value: JSONValue?) throws(StorageFailure) {
        let old = try setting(key)
        let new = value.map { String(decoding: $0.serialized(), as: UTF8.self) }
        if old == new { return }
        if let new {
            var statement = try session.connection.statement(
                """
                INSERT INTO setting(key, value) VALUES (?1, ?2)
                ON CONFLICT(key) DO UPDATE SET value = ?2
                """)
            statement.bind(1, key)
            statement.bind(2, new)
            try statement.run()
        } else {
            var statement = try session.connection.statement("DELETE FROM setting WHERE key = ?")
            statement.bind(1, key)
            try statement.run()
        }
        var body = ChangeBodyBuilder()
        body.add(
            "value", old: old.map(FieldValue.text) ?? .null, new: new.map(FieldValue.text) ?? .null,
            sealed: false)
        try session.log(.update, .init(entity: .setting, id: 0, code: key, version: 1), body)
    }

    private func setting(_ key: String) throws(StorageFailure) -> String? {
        var statement = try session.connection.statement("SELECT value FROM setting WHERE key = ?")
        statement.bind(1, key)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Makes a mapping (id 0), or replaces the one of that id or name.
    public func saveMapping(_ mapping: MappingRecord) throws(StorageFailure) -> MappingRecord {
        var statement = try session.connection.statement(
            """
            INSERT INTO mapping(id, name, source, mapping, updated_at)
            VALUES (nullif(?1, 0), ?2, ?3, ?4, ?5)
            ON CONFLICT(name) DO UPDATE SET source = ?3, mapping = ?4, updated_at = ?5
            ON CONFLICT(id) DO UPDATE SET name = ?2, source = ?3, mapping = ?4, updated_at = ?5
            RETURNING id
            """)
        statement.bind(1, mapping.id)
        statement.bind(2, mapping.name)
        statement.bind(3, mapping.source)
        statement.bind(4, text: mapping.mapping.serialized())
        statement.bind(5, now)
        var saved = mapping
        if try statement.step() { saved.id = statement.int64(0) }
        // RETURNING gives its row before the statement is done.
        while try statement.step() {}
        var body = ChangeBodyBuilder()
        let text = String(decoding: mapping.mapping.serialized(), as: UTF8.self)
        body.add("mapping", old: .null, new: .text(text), sealed: false)
        body.add("source", old: .null, new: .text(mapping.source), sealed: false)
        try session.log(
            mapping.id == 0 ? .create : .update,
            .init(entity: .mapping, id: saved.id, code: saved.name, version: 1), body)
        return saved
    }

    /// Removes a saved mapping; imports that used it keep their own copy.
    public func deleteMapping(_ id: Int64) throws(StorageFailure) {
        var statement = try session.connection.statement(
            "DELETE FROM mapping WHERE id = ? RETURNING name")
        statement.bind(1, id)
        guard try statement.step() else {
            throw .refused(.notFound(.mapping, key: String(id)))
        }
        let name = statement.text(0)
        while try statement.step() {}
        try session.log(
            .remove, .init(entity: .mapping, id: id, code: name, version: 1), ChangeBodyBuilder())
    }
}
