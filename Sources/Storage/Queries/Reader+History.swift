public import Complaints
import Crypto
public import JSON

extension Reader {
    /// Writes the change log of one complaint, its attachments, companions and signatures, newest
    /// first, `{"items":[…],"next":seq or null}`;
    /// false when there is no such complaint for the caller.
    ///
    /// Patient values read "•••" for everyone: seeing them is logged, and that is the single
    /// record's business. So do complainant values for those who do not see them.
    public func history(
        of key: RecordKey, for visibility: Visibility, before seq: Int64?, limit: Int,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> Bool {
        guard let row = try ComplaintRow.find(key, on: connection),
            visibility.sees(site: row.site)
        else { return false }
        let history = HistoryWriting(
            complaint: row.id, key: try keys.key(of: row.id), catalogue: try catalogue(),
            visibility: visibility)
        var entries = try connection.statement(
            """
            SELECT seq,at,actor,origin,operation,reason,version,import_id,body,hash,NULL,0,NULL
            FROM change WHERE entity='complaint' AND entity_id=?1 AND seq<?2
            UNION ALL
            SELECT seq,at,actor,origin,operation,reason,change.version,import_id,body,hash,
              attachment.id,patient_data,entity
            FROM attachment JOIN change ON entity='attachment' AND entity_id=attachment.id
            WHERE complaint_id=?1 AND seq<?2
            UNION ALL
            SELECT seq,at,actor,origin,operation,reason,change.version,import_id,body,hash,
              companion.id,0,entity
            FROM companion JOIN change ON entity=kind AND entity_id=companion.id
            WHERE complaint_id=?1 AND seq<?2
            UNION ALL
            SELECT seq,change.at,actor,origin,operation,change.reason,change.version,import_id,body,
              change.hash,signature.id,0,entity
            FROM signature JOIN change ON entity='signature' AND entity_id=signature.id
            WHERE record='complaint' AND record_id=?1 AND seq<?2 ORDER BY seq DESC LIMIT ?3
            """)
        let count = min(max(limit, 1), ComplaintQuery.limitMax)
        entries.bind(1, row.id)
        entries.bind(2, seq ?? Int64.max)
        entries.bind(3, Int64(count + 1))
        var written = 0
        var next: Int64?
        var last: Int64 = 0
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        while try entries.step() {
            if written == count {
                next = last
                break
            }
            try history.write(entries, into: &writer)
            last = entries.int64(0)
            written += 1
        }
        writer.endArray()
        writer.name("next")
        if let next { writer.integer(next) } else { writer.null() }
        writer.endObject()
        return true
    }

    /// Change-log entries after `seq` that the caller may see, as `data` objects of GET /events.
    ///
    /// Fewer than `limit` mean that the log has no more for this caller. A caller of all sites sees
    /// sites, systems and complaints, others only what belongs to their sites. What concerns people,
    /// tokens and settings is not told.
    public func changes(
        after seq: Int64, limit: Int, for visibility: Visibility
    ) throws(StorageFailure) -> [ChangeNotice] {
        var entries = try connection.statement(
            """
            SELECT seq,entity,entity_id,code,site_id,old_site_id,operation,version,actor,body
            FROM change WHERE seq>? ORDER BY seq
            """)
        entries.bind(1, seq)
        let catalogue = try catalogue()
        var notices: [ChangeNotice] = []
        while notices.count < limit, try entries.step() {
            guard let entity = Entity(rawValue: entries.text(1)) else { continue }
            let site = entries.optionalInt64(4)
            let oldSite = entries.optionalInt64(5)
            let operation = entries.text(6)
            guard Self.isTold(entity, operation, site, oldSite, entries.int64(2), visibility)
            else { continue }
            notices.append(
                ChangeNotice(
                    seq: entries.int64(0), entity: entity, id: entries.int64(2),
                    code: entries.text(3), site: site, oldSite: oldSite, operation: operation,
                    version: entries.int64(7), actor: entries.text(8),
                    fields: Self.fields(operation, entries.blob(9), catalogue, visibility)))
        }
        return notices
    }

    private static func isTold(
        _ entity: Entity, _ operation: String, _ site: Int64?, _ oldSite: Int64?, _ id: Int64,
        _ visibility: Visibility
    ) -> Bool {
        guard operation != ChangeOperation.read.rawValue else { return false }
        switch entity {
        case .complaint, .system, .attachment, .signature, .task, .comment, .watcher, .link,
            .decision, .report, .clock:
            return visibility.sees(site: site) || oldSite.map { visibility.sees(site: $0) } == true
        case .site: return visibility.sees(site: id)
        case .import, .mapping, .field, .ruleSet: return visibility.sites == nil
        case .terminology, .team: return true
        case .user, .token, .session, .setting: return false
        }
    }

    /// What changed, by name, of what the caller may see; nothing for a record just made, where
    /// everything is new.
    private static func fields(
        _ operation: String, _ body: [UInt8], _ catalogue: FieldCatalogue,
        _ visibility: Visibility
    ) -> [String] {
        guard operation != ChangeOperation.create.rawValue else { return [] }
        return (ChangeBody.names(body) ?? []).filter {
            visibility.sees(catalogue[FieldName($0)]?.access ?? .open)
        }
    }
}

/// Writes entries of one complaint's history.
private struct HistoryWriting {
    let complaint: Int64
    /// Nil once erased.
    let key: [UInt8]?
    let catalogue: FieldCatalogue
    let visibility: Visibility

    func write(_ entry: borrowing Statement, into writer: inout JSONWriter) throws(StorageFailure) {
        writer.beginObject()
        writer.name("seq")
        writer.integer(entry.int64(0))
        writer.name("at")
        writer.timestamp(entry.int64(1))
        writer.name("actor")
        writer.text(entry, 2)
        writer.name("origin")
        writer.text(entry, 3)
        writer.name("operation")
        writer.text(entry, 4)
        writer.name("reason")
        writer.text(entry, 5)
        // The version of an attachment, a companion or a signature is none of the complaint's.
        let part = entry.optionalInt64(10)
        writer.name("version")
        if part == nil { writer.integer(entry.int64(6)) } else { writer.null() }
        if let part {
            writer.name(entry.text(12))
            writer.integer(part)
        }
        writer.name("import")
        if entry.isNull(7) { writer.null() } else { writer.integer(entry.int64(7)) }
        writer.name("changes")
        writer.beginArray()
        let changes = try ChangeBody.decode(
            entry.blob(8), key: key, complaint: part ?? complaint, seq: entry.int64(0))
        for change in changes {
            let isShown =
                part == nil
                ? isShown(change.name) : !entry.bool(11) || Self.isOpenOfAttachment(change.name)
            write(change, isShown: isShown, into: &writer)
        }
        writer.endArray()
        writer.name("hash")
        writer.string(Hex.encode(entry.blob(9)))
        writer.endObject()
    }

    /// What is told of every attachment; the rest of one with patient data is shown with itself only.
    private static func isOpenOfAttachment(_ name: String) -> Bool {
        ["bytes", "content", "file_hash", "media_type", "patient_data", "withdrawn"].contains(name)
    }

    private func write(_ change: FieldChange, isShown: Bool, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("field")
        writer.string(change.name)
        switch change.values {
        case .known(let old, let new):
            writer.name("old")
            write(old, isShown: isShown, into: &writer)
            writer.name("new")
            write(new, isShown: isShown, into: &writer)
        case .erased:
            writer.name("erased")
            writer.bool(true)
        }
        writer.endObject()
    }

    private func write(_ value: FieldValue, isShown: Bool, into writer: inout JSONWriter) {
        if isShown || value.isNull {
            writer.field(value)
        } else {
            writer.string(RestrictedColumns.mask)
        }
    }

    /// The source row is shown with the record only, where its columns are masked one by one.
    private func isShown(_ name: String) -> Bool {
        guard let field = catalogue[FieldName(name)] else { return name.hasPrefix("custom") }
        switch field.access {
        case .open: return true
        case .complainant: return visibility.seesComplainant
        case .patient, .sourceRow: return false
        }
    }
}

extension JSONWriter {
    /// Writes a field's value.
    mutating func field(_ value: FieldValue) {
        switch value {
        case .null: null()
        case .text(let text): string(text)
        case .integer(let number): integer(number)
        case .decimal(let number): self.number(number)
        case .boolean(let flag): bool(flag)
        case .list(let texts): self.value(.array(texts.map(JSONValue.string)))
        case .object(let object): self.value(.object(object))
        }
    }
}
