import Complaints
import Crypto

/// The rows of the change log, read as they are stored.
enum ChangeTable {
    /// The changes after `first` up to `last`, in order.
    static func notices(
        _ connection: Connection, after first: Int64, upTo last: Int64
    ) throws(StorageFailure) -> [ChangeNotice] {
        var statement = try connection.statement(
            """
            SELECT seq, entity, entity_id, code, site_id, old_site_id, operation, version, actor, body
            FROM change WHERE seq > ? AND seq <= ? ORDER BY seq
            """)
        statement.bind(1, first)
        statement.bind(2, last)
        var notices: [ChangeNotice] = []
        while try statement.step() {
            guard let entity = Entity(rawValue: statement.text(1)) else { continue }
            let operation = statement.text(6)
            let isNew = operation == ChangeOperation.create.rawValue
            notices.append(
                ChangeNotice(
                    seq: statement.int64(0), entity: entity, id: statement.int64(2),
                    code: statement.text(3), site: statement.optionalInt64(4),
                    oldSite: statement.optionalInt64(5), operation: operation,
                    version: statement.int64(7), actor: statement.text(8),
                    fields: isNew ? [] : ChangeBody.names(statement.blob(9)) ?? []))
        }
        return notices
    }
}

/// One row of the change log, whole.
struct ChangeRow {
    var seq: Int64
    var at: Int64
    var actor: String
    var origin: String
    var address: String
    var reason: String?
    var entity: String
    var entityID: Int64
    var code: String
    var operation: String
    var version: Int64
    var site: Int64?
    var oldSite: Int64?
    var importID: Int64?
    var body: [UInt8]

    /// The columns that `init` reads, in order.
    static let columns = """
        seq, at, actor, origin, address, reason, entity, entity_id, code, operation, version, \
        site_id, old_site_id, import_id, body
        """

    /// SHA-256 over the predecessor's hash and everything stored in the row (docs/change-log.md).
    func hash(after previous: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        return hash(after: previous, with: &hasher)
    }

    /// The same with a hasher that is at hand, empty before and after.
    func hash(after previous: [UInt8], with hasher: inout SHA256) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: previous)
        bytes.append(ChangeBody.version)
        bytes.append(bigEndian: seq)
        bytes.append(bigEndian: at)
        bytes.append(counted: actor)
        bytes.append(counted: origin)
        bytes.append(counted: address)
        bytes.append(optional: reason)
        bytes.append(counted: entity)
        bytes.append(bigEndian: entityID)
        bytes.append(counted: code)
        bytes.append(counted: operation)
        bytes.append(bigEndian: version)
        bytes.append(optional: site)
        bytes.append(optional: oldSite)
        bytes.append(optional: importID)
        bytes.append(length: body.count)
        hasher.update(bytes)
        hasher.update(body)
        return hasher.finish()
    }
}

extension ChangeRow {
    /// The row a statement of `columns` stands on.
    init(_ statement: borrowing Statement) {
        self.init(
            seq: statement.int64(0), at: statement.int64(1), actor: statement.text(2),
            origin: statement.text(3), address: statement.text(4),
            reason: statement.optionalText(5), entity: statement.text(6),
            entityID: statement.int64(7), code: statement.text(8), operation: statement.text(9),
            version: statement.int64(10), site: statement.optionalInt64(11),
            oldSite: statement.optionalInt64(12), importID: statement.optionalInt64(13),
            body: statement.blob(14))
    }
}

extension [UInt8] {
    fileprivate mutating func append(optional text: String?) {
        append(text == nil ? 0 : 1)
        if let text { append(counted: text) }
    }

    fileprivate mutating func append(optional number: Int64?) {
        append(number == nil ? 0 : 1)
        if let number { append(bigEndian: number) }
    }
}
