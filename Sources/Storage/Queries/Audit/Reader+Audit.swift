public import Complaints
import Crypto
public import JSON

/// The change log as those read it who answer for it.
extension Reader {
    /// Writes the rows asked for, newest first, `{"items":[…],"next":"…" or null}`. Values that are
    /// sealed stay so: they are shown with their record alone, where reading them is logged.
    public func changes(
        _ query: AuditQuery, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        var rows = try query.statement(
            """
            seq, at, actor, origin, address, reason, entity, entity_id, code, operation, version,
            body, hash
            """, sites: visibility.sites, on: connection)
        let count = min(max(query.limit, 1), AuditQuery.limitMax)
        var written = 0
        var last: AuditQuery.Position?
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        while written < count, try rows.step() {
            try write(rows, into: &writer)
            last = AuditQuery.Position(at: rows.int64(1), seq: rows.int64(0))
            written += 1
        }
        let goesOn = written == count ? try rows.step() : false
        writer.endArray()
        writer.name("next")
        if goesOn, let last { writer.string("\(last.at).\(last.seq)") } else { writer.null() }
        writer.endObject()
    }

    private func write(
        _ row: borrowing Statement, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        writer.beginObject()
        writer.name("seq")
        writer.integer(row.int64(0))
        writer.name("at")
        writer.timestamp(row.int64(1))
        for (name, column) in [
            ("actor", 2), ("origin", 3), ("address", 4), ("reason", 5), ("entity", 6),
        ] {
            writer.name(name)
            writer.text(row, column)
        }
        writer.name("id")
        writer.integer(row.int64(7))
        writer.name("code")
        writer.text(row, 8)
        writer.name("operation")
        writer.text(row, 9)
        writer.name("version")
        writer.integer(row.int64(10))
        writer.name("changes")
        try writeChanges(row.blob(11), seq: row.int64(0), into: &writer)
        writer.name("hash")
        writer.string(Hex.encode(row.blob(12)))
        writer.endObject()
    }

    private func writeChanges(
        _ body: [UInt8], seq: Int64, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        guard let parsed = ChangeBody.Parsed(body) else {
            throw .failed(.damaged("The body of change-log row \(seq) cannot be read."))
        }
        writer.beginArray()
        for change in parsed.changes {
            writer.beginObject()
            writer.name("field")
            writer.string(change.name)
            switch change.mark {
            case .open(let old, let new):
                writer.name("old")
                writer.field(old)
                writer.name("new")
                writer.field(new)
            case .sealed:
                writer.name("sealed")
                writer.bool(true)
            case .erased:
                writer.name("erased")
                writer.bool(true)
            }
            writer.endObject()
        }
        writer.endArray()
    }

    /// Up to `limit` rows after `seq`, each a line of JSON with everything that its hash covers
    /// (docs/change-log.md, "The log as a file"), and the last one's number; nil when there are none.
    public func chainLines(
        after seq: Int64, limit: Int
    ) throws(StorageFailure) -> (lines: [UInt8], last: Int64)? {
        var rows = try connection.statement(
            """
            SELECT seq, at, actor, origin, address, reason, entity, entity_id, code, operation,
              version, site_id, old_site_id, import_id, body, hash
            FROM change WHERE seq > ? ORDER BY seq LIMIT ?
            """)
        rows.bind(1, seq)
        rows.bind(2, Int64(limit))
        var lines: [UInt8] = []
        var last: Int64?
        while try rows.step() {
            var writer = JSONWriter(reserving: 1024)
            writer.chainRow(rows)
            lines += writer.take()
            lines.append(0x0A)
            last = rows.int64(0)
        }
        return last.map { (lines, $0) }
    }
}

extension JSONWriter {
    fileprivate mutating func chainRow(_ row: borrowing Statement) {
        beginObject()
        for (name, column) in [("seq", 0), ("at", 1)] {
            self.name(name)
            integer(row.int64(column))
        }
        for (name, column) in [
            ("actor", 2), ("origin", 3), ("address", 4), ("reason", 5), ("entity", 6),
        ] {
            self.name(name)
            text(row, column)
        }
        name("entity_id")
        integer(row.int64(7))
        name("code")
        text(row, 8)
        name("operation")
        text(row, 9)
        name("version")
        integer(row.int64(10))
        for (name, column) in [("site_id", 11), ("old_site_id", 12), ("import_id", 13)] {
            self.name(name)
            if row.isNull(column) { null() } else { integer(row.int64(column)) }
        }
        name("body")
        string(Base64.encode(row.blob(14)))
        name("hash")
        string(Hex.encode(row.blob(15)))
        endObject()
    }
}
