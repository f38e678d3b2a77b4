import Complaints
import JSON
import Platform

/// Making and changing complaints; the rules of who may change what when were checked by the domain.
extension WriterSession {
    private var table: ComplaintTable { ComplaintTable(connection: connection, layout: layout) }

    /// A value on its way to its place.
    struct Assignment {
        let slot: ComplaintLayout.Slot
        let value: FieldValue
        /// The bytes of an object, made once for column, log and digest.
        let json: [UInt8]?

        init(_ slot: ComplaintLayout.Slot, _ value: FieldValue) {
            self.slot = slot
            self.value = value
            if case .object(let object) = value {
                json = JSONValue.object(object).serialized()
            } else {
                json = nil
            }
        }
    }

    /// Makes a complaint with the next number of this year.
    func createComplaint(
        _ assignments: [Assignment], _ scope: WriteScope, importID: Int64? = nil
    ) throws(StorageFailure) -> ComplaintStamp {
        var record = ComplaintRecord(
            id: state.lastComplaintID + 1, number: "", version: 0, siteID: nil,
            columns: [FieldValue](repeating: .null, count: layout.columns.count),
            document: JSONObject(), sealed: JSONObject())
        for assignment in assignments where assignment.slot.place != .sealed {
            record.set(assignment.slot, to: assignment.value)
        }
        if let status = layout["status"], record.value(of: status).isNull {
            record.set(status, to: .text("received"))
        }
        let references = try resolveReferences(
            &record, from: nil, statesSite: !value("site", in: record).isNull, scope)
        let birth = try bear(record.id, importID: importID)
        let stamp = ComplaintStamp(id: birth.id, code: birth.number, version: 1)
        try table.insert(
            birth, columns: references.columns,
            document: JSONValue.object(record.document).serialized(),
            sealed: try seal(assignments, of: record.id))
        texts.add(
            birth.id, from: nil,
            to: .init(number: birth.number, columns: record.columns, layout: layout))
        var body = ChangeBodyBuilder()
        for assignment in logOrder(of: record, assignments) {
            body.add(
                assignment.slot.name, old: .null, new: assignment.value,
                newJSON: assignment.json, sealed: assignment.slot.isSealedInLog)
        }
        try log(
            .create,
            Subject(
                entity: .complaint, id: birth.id, code: birth.number, version: 1,
                site: references.site, oldSite: references.site, importID: importID), body)
        return stamp
    }

    /// Changes a complaint that was read as `record` to these values; the same version back when
    /// nothing differs.
    func update(
        _ record: ComplaintRecord, to values: FieldValues, _ scope: WriteScope,
        operation: ChangeOperation = .update, importID: Int64? = nil
    ) throws(StorageFailure) -> ComplaintStamp {
        let changes = try assignments(values).filter {
            record.value(of: $0.slot) != $0.value
        }
        if changes.isEmpty {
            return ComplaintStamp(id: record.id, code: record.number, version: record.version)
        }
        var changed = record
        for change in changes {
            if change.slot.place == .sealed, record.sealed == nil {
                throw .refused(.locked(.complaint, key: record.number))
            }
            changed.set(change.slot, to: change.value)
        }
        let references = try resolveReferences(
            &changed, from: record, statesSite: values["site"] != nil, scope)
        let settled = settle(changes, from: record, to: changed)
        if settled.isEmpty {
            return ComplaintStamp(id: record.id, code: record.number, version: record.version)
        }
        try write(changed, from: record, settled, references.columns)
        var body = ChangeBodyBuilder()
        for change in settled {
            if change.slot.isSealedInLog, record.sealed == nil {
                body.addErased(change.slot.name)
            } else {
                body.add(
                    change.slot.name, old: record.value(of: change.slot), new: change.value,
                    sealed: change.slot.isSealedInLog)
            }
        }
        let version = record.version + 1
        try log(
            operation,
            Subject(
                entity: .complaint, id: record.id, code: record.number, version: version,
                site: references.site, oldSite: record.siteID, importID: importID), body)
        return ComplaintStamp(id: record.id, code: record.number, version: version)
    }

    /// The complaint of that key.
    func findComplaint(_ key: RecordKey) throws(StorageFailure) -> ComplaintRecord? {
        var record = try table.find(key, keys: keys)
        // Erased earlier in this batch: the key is still there, but not for long.
        if let id = record?.id, state.erasures.contains(id) { record?.sealed = nil }
        return record
    }

    /// The status of a record, "" when it has none.
    func status(of record: ComplaintRecord) -> String {
        guard let slot = layout["status"], case .text(let status) = record.value(of: slot) else {
            return ""
        }
        return status
    }

    // MARK: Values

    /// The values with their slots, in the order of their names' bytes. Members of a `custom` object
    /// become custom fields. A field that nobody writes is a bug of the layers above.
    func assignments(
        _ values: FieldValues
    ) throws(StorageFailure) -> [Assignment] {
        var found: [Assignment] = []
        found.reserveCapacity(values.count)
        for (name, value) in values {
            if name == "custom" {
                guard case .object(let object) = value else { continue }
                for member in object.members {
                    guard let custom = FieldName(custom: member.name), let slot = layout[custom]
                    else { throw unknown(name) }
                    found.append(Assignment(slot, FieldValue(member.value, type: slot.type)))
                }
                continue
            }
            guard let slot = layout[name] else { throw unknown(name) }
            found.append(Assignment(slot, value))
        }
        // Places are sorted, not the values: moving those costs references.
        let order = found.indices.sorted { isBefore(found[$0].slot, found[$1].slot) }
        return order.map { found[$0] }
    }

    private func isBefore(
        _ left: ComplaintLayout.Slot, _ right: ComplaintLayout.Slot
    ) -> Bool {
        if left.rank >= 0, right.rank >= 0 { return left.rank < right.rank }
        return Storage.isBefore(left.name, right.name)
    }

    private func unknown(_ name: FieldName) -> StorageFailure {
        .refused(.invalid([FieldProblem("/\(name.text)", .readOnly)]))
    }

    /// What a new record's log row holds: the given values and those that the store filled in.
    private func logOrder(
        of record: ComplaintRecord, _ given: [Assignment]
    ) -> [Assignment] {
        var all = given.filter { !$0.value.isNull }
        for name in ["status", "site"] as [FieldName] {
            guard let slot = layout[name], !all.contains(where: { $0.slot.name == slot.name })
            else { continue }
            let value = record.value(of: slot)
            if !value.isNull { all.append(Assignment(slot, value)) }
        }
        if !all.indices.dropLast().allSatisfy({ isBefore(all[$0].slot, all[$0 + 1].slot) }) {
            all.sort { isBefore($0.slot, $1.slot) }
        }
        return all
    }

    /// What an update's log row holds: the given changes, with the site as it was settled.
    private func settle(
        _ given: [Assignment], from old: ComplaintRecord, to new: ComplaintRecord
    ) -> [Assignment] {
        guard let site = layout["site"] else { return given }
        let value = new.value(of: site)
        let stated = given.first { $0.slot.name == site.name }?.value
        if (stated ?? old.value(of: site)) == value { return given }
        let others = given.filter { $0.slot.name != site.name }
        if value == old.value(of: site) { return others }
        return (others + [Assignment(site, value)]).sorted { isBefore($0.slot, $1.slot) }
    }

    // MARK: Rows

    private func bear(
        _ id: Int64, importID: Int64?
    ) throws(StorageFailure) -> ComplaintTable.Birth {
        try keys.provide(for: id)
        state.lastComplaintID = id
        let year = Platform.Timestamp(microseconds: now).year
        let sequence = state.drawNumber(year: year)
        return ComplaintTable.Birth(
            id: id, number: complaintNumber(year: year, sequence), year: year, yearSeq: sequence,
            at: now, by: author.name, importID: importID)
    }

    /// The sealed column's bytes of a new record, from its values.
    private func seal(
        _ assignments: [Assignment], of complaint: Int64
    ) throws(StorageFailure) -> [UInt8]? {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        var count = 0
        for assignment in assignments where assignment.slot.place == .sealed {
            guard let json = assignment.value.json else { continue }
            writer.name(assignment.slot.name)
            if let bytes = assignment.json { writer.raw(bytes) } else { writer.value(json) }
            count += 1
        }
        if count == 0 { return nil }
        writer.endObject()
        guard let key = try key(of: complaint) else {
            throw .failed(.keyFile("The key of complaint \(complaint) is erased."))
        }
        return try SealedObject.seal(
            writer.bytes, key: key, nonce: try nonces.next(), complaint: complaint)
    }

    /// The sealed column's bytes; nil when no sealed field has a value.
    private func seal(_ record: ComplaintRecord) throws(StorageFailure) -> [UInt8]? {
        guard let sealed = record.sealed, sealed.count > 0 else { return nil }
        guard let key = try key(of: record.id) else {
            throw .failed(.keyFile("The key of complaint \(record.id) is erased."))
        }
        return try SealedObject.seal(
            JSONValue.object(sealed).serialized(), key: key, nonce: try nonces.next(),
            complaint: record.id)
    }

    private func write(
        _ new: ComplaintRecord, from old: ComplaintRecord, _ changes: [Assignment],
        _ columns: [FieldValue]
    ) throws(StorageFailure) {
        var changed: [(index: Int, value: FieldValue)] = []
        for index in new.columns.indices where new.columns[index] != old.columns[index] {
            changed.append((index, columns[index]))
        }
        var document: [UInt8]?
        if new.document != old.document {
            document = JSONValue.object(new.document).serialized()
        }
        // A sealed object that lost its last member is sealed as an empty one.
        var sealed: [UInt8]?
        if let members = new.sealed, members != old.sealed {
            sealed = try seal(new)
            if sealed == nil { sealed = try sealEmpty(new.id) }
        }
        try table.update(
            old, columns: changed, document: document, sealed: sealed, at: now, by: author.name)
        texts.add(
            old.id, from: .init(number: old.number, columns: old.columns, layout: layout),
            to: .init(number: new.number, columns: new.columns, layout: layout))
    }

    private func sealEmpty(_ id: Int64) throws(StorageFailure) -> [UInt8]? {
        guard let key = try key(of: id) else { return nil }
        return try SealedObject.seal(
            Array("{}".utf8), key: key, nonce: try nonces.next(), complaint: id)
    }
}

/// `C-2026-000123`; beyond 999,999 a year the number grows.
func complaintNumber(year: Int64, _ sequence: Int64) -> String {
    let digits = String(sequence)
    return "C-\(year)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
}

extension Platform.Timestamp {
    /// The year in UTC.
    var year: Int64 {
        rfc3339.prefix(4).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
}
