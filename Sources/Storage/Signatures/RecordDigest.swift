import Complaints
import Crypto

/// What a signature is bound to: the content of one version of one record, in the canonical form of
/// docs/change-log.md, worked out from the change log alone. Sealed values are covered as they are stored,
/// so no key is needed, and erasing one changes nothing.
///
/// ```
/// form  := 0x01 entity entity_id version code count field*
/// field := name 0x00 value                open: the value
///        | name 0x01 seq hash             sealed: the row that set it, SHA-256 of that row's sealed part
///        | name 0x02 seq                  not kept: the row that changed it
/// ```
struct RecordDigest: Equatable {
    private static let form: UInt8 = 1

    /// The version that was found; the one asked for, or the last.
    let version: Int64
    /// The record's number, code or name at that version.
    let code: String
    let site: Int64?
    /// 32 bytes.
    let hash: [UInt8]

    /// What the log last said of a field.
    private enum Content {
        case open(FieldValue)
        case sealed(seq: Int64, hash: [UInt8])
        case unkept(seq: Int64)
    }

    /// The digest of that version, or of the newest; nil when the log tells of no such version.
    static func of(
        _ entity: String, _ id: Int64, version: Int64? = nil, on connection: Connection
    ) throws(StorageFailure) -> RecordDigest? {
        var rows = try connection.statement(
            """
            SELECT seq, version, code, site_id, body FROM change
            WHERE entity = ?1 AND entity_id = ?2 AND version <= ?3 AND operation <> 'read'
            ORDER BY seq
            """)
        rows.bind(1, entity)
        rows.bind(2, id)
        rows.bind(3, version ?? .max)
        var fields: [String: Content] = [:]
        var last: (version: Int64, code: String, site: Int64?)?
        while try rows.step() {
            try take(rows.blob(4), seq: rows.int64(0), into: &fields)
            last = (rows.int64(1), rows.text(2), rows.optionalInt64(3))
        }
        guard let last, last.version == version ?? last.version else { return nil }
        let form = bytes(entity, id, last.version, last.code, fields)
        return RecordDigest(
            version: last.version, code: last.code, site: last.site, hash: SHA256.hash(form))
    }

    private static func take(
        _ body: [UInt8], seq: Int64, into fields: inout [String: Content]
    ) throws(StorageFailure) {
        guard let parsed = ChangeBody.Parsed(body) else {
            throw .failed(.damaged("The body of change-log row \(seq) cannot be read."))
        }
        let sealedHash = parsed.sealed.isEmpty ? [] : SHA256.hash(parsed.sealed)
        for change in parsed.changes {
            switch change.mark {
            case .open(_, .null): fields[change.name] = nil
            case .open(_, let new): fields[change.name] = .open(new)
            case .sealed: fields[change.name] = .sealed(seq: seq, hash: sealedHash)
            case .erased: fields[change.name] = .unkept(seq: seq)
            }
        }
    }

    private static func bytes(
        _ entity: String, _ id: Int64, _ version: Int64, _ code: String,
        _ fields: [String: Content]
    ) -> [UInt8] {
        var bytes: [UInt8] = [form]
        bytes.append(counted: entity)
        bytes.append(bigEndian: id)
        bytes.append(bigEndian: version)
        bytes.append(counted: code)
        bytes.append(length: fields.count)
        for (name, content) in fields.sorted(by: { isBefore($0.key, $1.key) }) {
            bytes.append(counted: name)
            switch content {
            case .open(let value):
                bytes.append(0)
                bytes.append(value, json: nil)
            case .sealed(let seq, let hash):
                bytes.append(1)
                bytes.append(bigEndian: seq)
                bytes.append(contentsOf: hash)
            case .unkept(let seq):
                bytes.append(2)
                bytes.append(bigEndian: seq)
            }
        }
        return bytes
    }
}
