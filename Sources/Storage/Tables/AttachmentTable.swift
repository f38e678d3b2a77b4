import Crypto
import JSON

/// The rows of attachments. Name, note and hash of the content are sealed under the complaint's key.
enum AttachmentTable {
    private static let purpose = Array("ibtool attachment\n".utf8)
    private static let selectSQL = """
        SELECT id, complaint_id, version, media_type, byte_count, file_hash, patient_data,
        created_at, created_by, withdrawn_at, withdrawn_by, withdrawn_reason, sealed
        FROM attachment
        """

    /// One attachment; `key` opens what is sealed, nil once it is erased.
    static func find(
        _ id: Int64, on connection: Connection, key: (Int64) throws(StorageFailure) -> [UInt8]?
    ) throws(StorageFailure) -> Attachment? {
        var statement = try connection.statement(made: selectSQL + " WHERE id=?")
        statement.bind(1, id)
        guard try statement.step() else { return nil }
        return try read(statement, key: try key(statement.int64(1)))
    }

    /// Those of a complaint, of that many bytes when a number is given, in the order they came.
    static func all(
        of complaint: Int64, bytes: Int64? = nil, on connection: Connection, key: [UInt8]?
    ) throws(StorageFailure) -> [Attachment] {
        let narrowing = bytes == nil ? "" : " AND byte_count=?"
        var statement = try connection.statement(
            made: selectSQL + " WHERE complaint_id=?" + narrowing + " ORDER BY id")
        statement.bind(1, complaint)
        if let bytes { statement.bind(2, bytes) }
        var attachments: [Attachment] = []
        while try statement.step() { attachments.append(try read(statement, key: key)) }
        return attachments
    }

    /// Calls `body` with every attachment, opened as far as its complaint's key is there.
    static func each(
        on connection: Connection, _ keys: KeyFile,
        _ body: (Attachment) throws(StorageFailure) -> Void
    ) throws(StorageFailure) {
        var statement = try connection.statement(made: selectSQL + " ORDER BY complaint_id, id")
        while try statement.step() {
            try body(try read(statement, key: try keys.key(of: statement.int64(1))))
        }
    }

    static func count(
        of complaint: Int64, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        try connection.count(
            "SELECT count(*) FROM attachment WHERE complaint_id=?", [.integer(complaint)])
    }

    /// How many rows name the file.
    static func references(
        to hash: String, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        try connection.count("SELECT count(*) FROM attachment WHERE file_hash=?", [.text(hash)])
    }

    static func total(_ connection: Connection) throws(StorageFailure) -> AttachmentTotal {
        var statement = try connection.statement("SELECT files, bytes FROM attachment_total")
        guard try statement.step() else { return AttachmentTotal() }
        return AttachmentTotal(files: statement.int64(0), bytes: statement.int64(1))
    }

    /// Inserts a row; `sealed` is made of the id that the row gets. A file that no row named before
    /// moves the total.
    static func insert(
        _ attachment: Attachment, on connection: Connection,
        sealed: (Int64) throws(StorageFailure) -> [UInt8]
    ) throws(StorageFailure) -> Int64 {
        let isNewFile = try references(to: attachment.fileHash, on: connection) == 0
        var last = try connection.statement("SELECT coalesce(max(id), 0) + 1 FROM attachment")
        let id = try last.step() ? last.int64(0) : 1
        last.rewind()
        var statement = try connection.statement(
            """
            INSERT INTO attachment(id, complaint_id, version, media_type, byte_count, file_hash,
            patient_data, created_at, created_by, updated_at, sealed)
            VALUES (?,?,1,?,?,?,?,?,?,?,?)
            """)
        statement.bind(1, id)
        statement.bind(2, attachment.complaint)
        statement.bind(3, attachment.mediaType)
        statement.bind(4, attachment.bytes)
        statement.bind(5, attachment.fileHash)
        statement.bind(6, attachment.holdsPatientData)
        statement.bind(7, attachment.createdAt)
        statement.bind(8, attachment.createdBy)
        statement.bind(9, attachment.createdAt)
        statement.bind(10, blob: try sealed(id))
        try statement.run()
        if isNewFile {
            var total = try connection.statement(
                "UPDATE attachment_total SET files = files + 1, bytes = bytes + ?")
            total.bind(1, attachment.bytes)
            try total.run()
        }
        return id
    }

    /// Writes what may change: the mark and the withdrawal.
    static func update(
        _ attachment: Attachment, at now: Int64, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE attachment SET version=?, patient_data=?, updated_at=?, withdrawn_at=?,
            withdrawn_by=?, withdrawn_reason=? WHERE id=?
            """)
        statement.bind(1, attachment.version)
        statement.bind(2, attachment.holdsPatientData)
        statement.bind(3, now)
        statement.bind(4, attachment.withdrawal?.at)
        statement.bind(5, attachment.withdrawal?.by)
        statement.bind(6, attachment.withdrawal?.reason)
        statement.bind(7, attachment.id)
        try statement.run()
    }

    /// The sealed column of an attachment.
    static func seal(
        _ words: Attachment.Words, of id: Int64, key: [UInt8], nonce: [UInt8]
    ) throws(StorageFailure) -> [UInt8] {
        var object = JSONObject([
            ("name", .string(words.name)), ("sha256", .string(words.contentHash)),
        ])
        if let note = words.note { object["note"] = .string(note) }
        do throws(CryptoError) {
            return try Sealing.seal(
                JSONValue.object(object).serialized(), key: key, nonce: nonce,
                associated: associated(id))
        } catch {
            throw .failed(.system(error.description))
        }
    }

    private static func open(
        _ sealed: [UInt8], of id: Int64, key: [UInt8]
    ) throws(StorageFailure) -> Attachment.Words {
        do {
            let plain = try Sealing.open(sealed, key: key, associated: associated(id))
            let object = try JSONValue.parse(plain).objectValue
            if let name = object?["name"]?.stringValue, let hash = object?["sha256"]?.stringValue {
                return Attachment.Words(
                    name: name, note: object?["note"]?.stringValue, contentHash: hash)
            }
        } catch {
            throw .failed(
                .damaged("The sealed words of attachment \(id) do not match their key."))
        }
        throw .failed(.damaged("The sealed words of attachment \(id) are not whole."))
    }

    private static func associated(_ id: Int64) -> [UInt8] {
        var bytes = purpose
        bytes.append(bigEndian: id)
        return bytes
    }

    private static func read(
        _ row: borrowing Statement, key: [UInt8]?
    ) throws(StorageFailure) -> Attachment {
        var attachment = Attachment(
            id: row.int64(0), complaint: row.int64(1), version: row.int64(2),
            mediaType: row.text(3), bytes: row.int64(4), fileHash: row.text(5),
            holdsPatientData: row.bool(6), createdAt: row.int64(7), createdBy: row.text(8))
        if let at = row.optionalInt64(9) {
            attachment.withdrawal = Attachment.Withdrawal(
                at: at, by: row.text(10), reason: row.text(11))
        }
        if let key { attachment.words = try open(row.blob(12), of: attachment.id, key: key) }
        return attachment
    }
}
