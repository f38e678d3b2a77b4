public import Complaints
public import JSON

/// Records as they were.
extension Reader {
    /// Writes a complaint as it stood at that moment, with what the caller may see of it; nil when there
    /// is none, or was none then. Its `updated` and `updated_by` are those of that version.
    public func complaint(
        _ key: RecordKey, at moment: PastMoment, for visibility: Visibility,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        guard let past = try past(key, moment, visibility) else { return nil }
        let writing = PastWriting(
            catalogue: try catalogue(), visibility: visibility,
            columns: try RestrictedColumns(of: past.importID, catalogue(), on: connection))
        return writing.write(past, into: &writer)
    }

    /// Writes what differs between two versions of a complaint,
    /// `{"number":…,"from":{…},"to":{…},"changes":[{"field":…,"old":…,"new":…}]}`; nil when one of them
    /// is not there for the caller. Restricted values are shown to who may see them; the stamp says
    /// whether any is.
    public func comparison(
        of key: RecordKey, _ older: PastMoment, _ newer: PastMoment, for visibility: Visibility,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        guard let old = try past(key, older, visibility),
            let new = try past(key, newer, visibility)
        else { return nil }
        let comparing = PastComparing(catalogue: try catalogue(), visibility: visibility)
        return comparing.write(old, new, into: &writer)
    }

    private func past(
        _ key: RecordKey, _ moment: PastMoment, _ visibility: Visibility
    ) throws(StorageFailure) -> ComplaintPast? {
        guard let row = try ComplaintRow.find(key, on: connection),
            visibility.sees(site: row.site)
        else { return nil }
        return try ComplaintPast.read(
            row, at: moment, key: try keys.key(of: row.id), on: connection)
    }
}

/// Writes a past state as a complaint.
private struct PastWriting {
    let catalogue: FieldCatalogue
    let visibility: Visibility
    let columns: RestrictedColumns

    func write(_ past: ComplaintPast, into writer: inout JSONWriter) -> RecordStamp {
        var holdsPersonal = false
        var holdsRestricted = false
        writer.beginObject()
        writeHead(past, into: &writer)
        for field in catalogue.fields where isWritten(field) {
            let value = past.value(of: field.name)
            guard !value.isNull || field.traits.contains(.listed) else { continue }
            writer.name(field.name.text)
            if field.storage == .sealed { holdsPersonal = true }
            if field.access == .sourceRow, case .object(let cells) = value {
                if columns.write(cells, for: visibility, into: &writer) { holdsRestricted = true }
            } else {
                writer.field(value, type: field.type)
                if field.access == .patient { holdsRestricted = true }
            }
        }
        let own = writeCustom(past, into: &writer)
        holdsPersonal = holdsPersonal || own.contains { $0.storage == .sealed }
        holdsRestricted = holdsRestricted || own.contains { $0.access == .patient }
        if !past.unknown.isEmpty {
            writer.name("erased")
            writer.bool(true)
        }
        writer.endObject()
        return RecordStamp(
            id: past.id, code: past.number, version: past.version, site: past.site,
            holdsPersonal: holdsPersonal, holdsRestricted: holdsRestricted)
    }

    private func writeHead(_ past: ComplaintPast, into writer: inout JSONWriter) {
        writer.name("id")
        writer.integer(past.id)
        writer.name("number")
        writer.string(past.number)
        writer.name("version")
        writer.integer(past.version)
        writer.name("created")
        writer.timestamp(past.createdAt)
        writer.name("updated")
        writer.timestamp(past.at)
        writer.name("updated_by")
        writer.string(past.actor)
        writer.name("import")
        if let importID = past.importID { writer.integer(importID) } else { writer.null() }
    }

    /// Answers with the own fields that have a value to be seen.
    private func writeCustom(_ past: ComplaintPast, into writer: inout JSONWriter) -> [Field] {
        var written: [Field] = []
        writer.name("custom")
        writer.beginObject()
        for field in catalogue.customFields where visibility.sees(field.access) {
            guard let part = field.name.customPart else { continue }
            let value = past.value(of: field.name)
            if value.isNull { continue }
            writer.name(part)
            writer.field(value)
            written.append(field)
        }
        writer.endObject()
        return written
    }

    private static let head: Set<FieldName> = [
        "id", "number", "version", "created", "updated", "updated_by", "import", "custom",
    ]

    /// Names of sites and systems are not the complaint's own, and of no time.
    private func isWritten(_ field: Field) -> Bool {
        field.storage != .derived && !Self.head.contains(field.name)
            && field.name.customPart == nil && visibility.sees(field.access)
    }
}

/// Writes the difference of two states.
private struct PastComparing {
    let catalogue: FieldCatalogue
    let visibility: Visibility

    func write(
        _ old: ComplaintPast, _ new: ComplaintPast, into writer: inout JSONWriter
    ) -> RecordStamp {
        var holdsRestricted = false
        writer.beginObject()
        writer.name("number")
        writer.string(new.number)
        write("from", old, into: &writer)
        write("to", new, into: &writer)
        writer.name("changes")
        writer.beginArray()
        for field in catalogue.fields where field.storage != .derived && field.name != "custom" {
            let name = field.name.text
            let isUnknown = old.unknown.contains(name) || new.unknown.contains(name)
            guard isUnknown || old.value(of: field.name) != new.value(of: field.name) else {
                continue
            }
            // The source row is shown with the record only, where its columns are masked one by one.
            let isShown = visibility.sees(field.access) && field.access != .sourceRow
            if isShown, field.access == .patient { holdsRestricted = true }
            write(field, old, new, isUnknown: isUnknown, isShown: isShown, into: &writer)
        }
        writer.endArray()
        writer.endObject()
        return RecordStamp(
            id: new.id, code: new.number, version: new.version, site: new.site,
            holdsPersonal: true, holdsRestricted: holdsRestricted)
    }

    private func write(
        _ name: StaticString, _ past: ComplaintPast, into writer: inout JSONWriter
    ) {
        writer.name(name)
        writer.beginObject()
        writer.name("version")
        writer.integer(past.version)
        writer.name("at")
        writer.timestamp(past.at)
        writer.name("actor")
        writer.string(past.actor)
        writer.endObject()
    }

    private func write(
        _ field: Field, _ old: ComplaintPast, _ new: ComplaintPast, isUnknown: Bool,
        isShown: Bool, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.name("field")
        writer.string(field.name.text)
        if isUnknown {
            writer.name("erased")
            writer.bool(true)
        } else {
            for (name, past) in [("old", old), ("new", new)] {
                let value = past.value(of: field.name)
                writer.name(name)
                if isShown || value.isNull {
                    writer.field(value, type: field.type)
                } else {
                    writer.string(RestrictedColumns.mask)
                }
            }
        }
        writer.endObject()
    }
}

extension JSONWriter {
    /// Writes a value as a record shows it: an instant is an integer inside and a text outside.
    fileprivate mutating func field(_ value: FieldValue, type: FieldType) {
        if case .timestamp = type, case .integer(let moment) = value {
            timestamp(moment)
        } else {
            field(value)
        }
    }
}
