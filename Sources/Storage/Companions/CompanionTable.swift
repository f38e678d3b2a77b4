import Complaints
import Crypto
import JSON

/// The rows of companions. Values of a kind's sealed fields are one object under the complaint's key.
enum CompanionTable {
    private static let purpose = Array("ibtool companion\n".utf8)
    private static let selectSQL = """
        SELECT companion.id, companion.complaint_id, companion.kind, companion.version,
        companion.created_at, companion.created_by, companion.updated_at, companion.updated_by,
        companion.withdrawn_at, companion.withdrawn_by, companion.withdrawn_reason,
        companion.owner, companion.due, companion.state, other.number,
        companion.document, companion.sealed, home.number
        FROM companion JOIN complaint AS home ON home.id = companion.complaint_id
        LEFT JOIN complaint AS other ON other.id = companion.other_complaint_id
        """

    /// One companion of that kind; `key` opens what is sealed, nil once it is erased.
    static func find(
        _ id: Int64, _ kind: CompanionKind, on connection: Connection,
        key: (Int64) throws(StorageFailure) -> [UInt8]?
    ) throws(StorageFailure) -> Companion? {
        var statement = try connection.statement(
            made: selectSQL + " WHERE companion.id=? AND companion.kind=?")
        statement.bind(1, id)
        statement.bind(2, kind.entity.rawValue)
        guard try statement.step() else { return nil }
        return try read(statement, kind, key: try key(statement.int64(1)))
    }

    /// Those of a complaint, in the order they came.
    static func all(
        _ kind: CompanionKind, of complaint: Int64, on connection: Connection, key: [UInt8]?
    ) throws(StorageFailure) -> [Companion] {
        var statement = try connection.statement(
            made: selectSQL
                + " WHERE companion.complaint_id=? AND companion.kind=? ORDER BY companion.id")
        statement.bind(1, complaint)
        statement.bind(2, kind.entity.rawValue)
        var companions: [Companion] = []
        while try statement.step() { companions.append(try read(statement, kind, key: key)) }
        return companions
    }

    /// Those that name the complaint as their other one and were not withdrawn.
    static func naming(
        _ complaint: Int64, _ kind: CompanionKind, on connection: Connection,
        key: (Int64) throws(StorageFailure) -> [UInt8]?
    ) throws(StorageFailure) -> [Companion] {
        var statement = try connection.statement(
            made: selectSQL
                + """
                 WHERE companion.other_complaint_id=? AND companion.kind=?
                AND companion.withdrawn_at IS NULL ORDER BY companion.id
                """)
        statement.bind(1, complaint)
        statement.bind(2, kind.entity.rawValue)
        var companions: [Companion] = []
        while try statement.step() {
            companions.append(try read(statement, kind, key: try key(statement.int64(1))))
        }
        return companions
    }

    /// Calls `body` with every companion of a known kind, opened as far as its complaint's key is
    /// there.
    static func each(
        on connection: Connection, _ keys: KeyFile,
        _ body: (CompanionKind, Companion) throws(StorageFailure) -> Void
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            made: selectSQL + " ORDER BY companion.complaint_id, companion.id")
        while try statement.step() {
            guard let entity = Entity(rawValue: statement.text(2)),
                let kind = CompanionKind.of(entity)
            else {
                throw .failed(.damaged("Companion \(statement.int64(0)) is of no known kind."))
            }
            try body(kind, try read(statement, kind, key: try keys.key(of: statement.int64(1))))
        }
    }

    static func count(
        _ kind: CompanionKind, of complaint: Int64, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        try connection.count(
            "SELECT count(*) FROM companion WHERE complaint_id=? AND kind=?",
            [.integer(complaint), .text(kind.entity.rawValue)])
    }

    /// Inserts a row; `sealed` is made of the id that the row gets, nil when nothing is sealed.
    static func insert(
        _ companion: Companion, _ kind: CompanionKind, other: Int64?, on connection: Connection,
        sealed: (Int64) throws(StorageFailure) -> [UInt8]?
    ) throws(StorageFailure) -> Int64 {
        var last = try connection.statement("SELECT coalesce(max(id), 0) + 1 FROM companion")
        let id = try last.step() ? last.int64(0) : 1
        last.rewind()
        var statement = try connection.statement(
            """
            INSERT INTO companion(version, updated_at, updated_by, withdrawn_at, withdrawn_by,
            withdrawn_reason, owner, due, state, other_complaint_id, document, sealed, id,
            complaint_id, kind, created_at, created_by)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """)
        bind(companion, kind, other: other, sealed: try sealed(id), to: &statement)
        statement.bind(13, id)
        statement.bind(14, companion.complaint)
        statement.bind(15, companion.entity.rawValue)
        statement.bind(16, companion.createdAt)
        statement.bind(17, companion.createdBy)
        try statement.run()
        return id
    }

    /// Writes everything that may change.
    static func update(
        _ companion: Companion, _ kind: CompanionKind, other: Int64?, sealed: [UInt8]?,
        on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE companion SET version=?, updated_at=?, updated_by=?, withdrawn_at=?,
            withdrawn_by=?, withdrawn_reason=?, owner=?, due=?, state=?, other_complaint_id=?,
            document=?, sealed=coalesce(?, sealed) WHERE id=?
            """)
        bind(companion, kind, other: other, sealed: sealed, to: &statement)
        statement.bind(13, companion.id)
        try statement.run()
    }

    private static func bind(
        _ companion: Companion, _ kind: CompanionKind, other: Int64?, sealed: [UInt8]?,
        to statement: inout Statement
    ) {
        statement.bind(1, companion.version)
        statement.bind(2, companion.updatedAt)
        statement.bind(3, companion.updatedBy)
        statement.bind(4, companion.withdrawal?.at)
        statement.bind(5, companion.withdrawal?.by)
        statement.bind(6, companion.withdrawal?.reason)
        let columns: [(Int, CompanionColumn)] = [(7, .owner), (8, .due), (9, .state)]
        for (index, column) in columns {
            statement.bind(index, kind.field(in: column).map { companion[$0] } ?? .null)
        }
        statement.bind(10, other)
        statement.bind(11, text: members(of: companion, kind, in: .document).serialized)
        statement.bind(12, blob: sealed)
    }

    // MARK: Values

    /// The sealed column; nil when the kind seals nothing of this companion.
    static func seal(
        _ companion: Companion, _ kind: CompanionKind, id: Int64, key: [UInt8], nonce: [UInt8]
    ) throws(StorageFailure) -> [UInt8] {
        do throws(CryptoError) {
            return try Sealing.seal(
                members(of: companion, kind, in: .sealed).serialized, key: key, nonce: nonce,
                associated: associated(id))
        } catch {
            throw .failed(.system(error.description))
        }
    }

    /// Whether the kind seals anything at all.
    static func seals(_ kind: CompanionKind) -> Bool {
        kind.catalogue.fields.contains { $0.storage == .sealed }
    }

    private static func members(
        of companion: Companion, _ kind: CompanionKind, in storage: FieldStorage
    ) -> JSONObject {
        var object = JSONObject()
        for field in kind.catalogue.fields where field.storage == storage {
            object[field.name.text] = companion[field.name].json
        }
        return object
    }

    private static func open(
        _ sealed: [UInt8], of id: Int64, key: [UInt8]
    ) throws(StorageFailure) -> JSONObject {
        do {
            let plain = try Sealing.open(sealed, key: key, associated: associated(id))
            if let object = try JSONValue.parse(plain).objectValue { return object }
        } catch {
            throw .failed(
                .damaged("The sealed words of companion \(id) do not match their key."))
        }
        throw .failed(.damaged("The sealed words of companion \(id) are not whole."))
    }

    private static func associated(_ id: Int64) -> [UInt8] {
        var bytes = purpose
        bytes.append(bigEndian: id)
        return bytes
    }

    private static func read(
        _ row: borrowing Statement, _ kind: CompanionKind, key: [UInt8]?
    ) throws(StorageFailure) -> Companion {
        let id = row.int64(0)
        var values = FieldValues()
        let columns: [CompanionColumn] = [.owner, .due, .state, .other]
        for (index, column) in columns.enumerated() {
            guard let text = row.optionalText(11 + index) else { continue }
            // A value where the kind has none is kept under the column's name: verification sees it.
            values[kind.field(in: column) ?? FieldName(column.rawValue)] = .text(text)
        }
        do throws(JSONError) {
            take(try JSONValue.parse(row.blob(15)).objectValue, kind, to: &values)
        } catch {
            throw .failed(.damaged("The document of companion \(id) is not JSON."))
        }
        if let key, !row.isNull(16) {
            take(try open(row.blob(16), of: id, key: key), kind, to: &values)
        }
        var companion = Companion(
            id: id, complaint: row.int64(1), number: row.text(17), entity: kind.entity,
            version: row.int64(3), createdAt: row.int64(4), createdBy: row.text(5),
            updatedAt: row.int64(6), updatedBy: row.text(7), values: values,
            isErased: key == nil && !row.isNull(16))
        if let at = row.optionalInt64(8) {
            companion.withdrawal = .init(at: at, by: row.text(9), reason: row.text(10))
        }
        return companion
    }

    /// Members that no field of the kind names are values too, so that verification sees them.
    private static func take(
        _ object: JSONObject?, _ kind: CompanionKind, to values: inout FieldValues
    ) {
        for member in object?.members ?? [] {
            let name = FieldName(member.name)
            let type = kind.catalogue[name]?.type ?? .text(bytesMax: 0)
            values[name] = FieldValue(member.value, type: type)
        }
    }
}

extension JSONObject {
    /// Its bytes.
    fileprivate var serialized: [UInt8] { JSONValue.object(self).serialized() }
}
