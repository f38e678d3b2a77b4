public import Complaints
import JSON

/// The operator's own fields.
extension WriteTransaction {
    /// Most custom fields of an instance, retired ones included.
    public static let customFieldsMax = 200

    /// Makes a custom field; its name begins with `custom.`. `.taken` for a name that is.
    public func createCustomField(_ field: Field) throws(StorageFailure) {
        let name = try customName(of: field)
        if try CustomFieldTable.definition(named: name, on: session.connection) != nil {
            throw .refused(.taken(.field, pointer: "/name"))
        }
        let count = try CustomFieldTable.all(session.connection).count
        guard count < Self.customFieldsMax else {
            throw .refused(
                .invalid([
                    FieldProblem("/name", .tooMany, argument: String(Self.customFieldsMax))
                ]))
        }
        try store(field, name: name, replacing: nil)
    }

    /// Replaces a custom field's definition; its name and its type stay. The same definition leaves no
    /// trace. Who may see its values is for good: they are sealed or they are not, in the records and in
    /// the log, so that another `access` is refused as `.readOnly`.
    public func changeCustomField(_ field: Field) throws(StorageFailure) {
        let name = try customName(of: field)
        guard let old = try CustomFieldTable.definition(named: name, on: session.connection) else {
            throw .refused(.notFound(.field, key: name))
        }
        guard CustomFieldTable.access(ofStored: old) == field.access else {
            throw .refused(.invalid([FieldProblem("/access", .readOnly)]))
        }
        try store(field, name: name, replacing: old)
    }

    private func customName(of field: Field) throws(StorageFailure) -> String {
        guard let name = field.name.customPart, FieldName(custom: name) != nil else {
            throw .refused(.invalid([FieldProblem("/name", .invalidName)]))
        }
        return name
    }

    private func store(
        _ field: Field, name: String, replacing old: String?
    ) throws(StorageFailure) {
        let definition = JSONValue.object(CustomFieldTable.definition(of: field)).serialized()
        let text = String(decoding: definition, as: UTF8.self)
        if text == old { return }
        var statement = try session.connection.statement(
            """
            INSERT INTO custom_field(name, definition, created_at) VALUES (?1, ?2, ?3)
            ON CONFLICT(name) DO UPDATE SET definition = ?2
            """)
        statement.bind(1, name)
        statement.bind(2, text)
        statement.bind(3, now)
        try statement.run()
        try FieldIndexTable(connection: session.connection).set(
            name, isIndexed: field.traits.contains(.indexed))
        try session.reloadLayout()
        var body = ChangeBodyBuilder()
        body.add(
            "definition", old: old.map(FieldValue.text) ?? .null, new: .text(text), sealed: false)
        try session.log(
            old == nil ? .create : .update,
            .init(entity: .field, id: 0, code: field.name.text, version: 1), body)
    }
}
