import Complaints
import JSON
import Platform

/// Making and changing complaints; the rules of who may change what when were checked by the domain.
extension WriterSession {
    private var table: ComplaintTable { ComplaintTable(connection: connection, layout: layout) }

    /// Makes a complaint with the next number of this year.
    ///
    /// - Parameter site: the code of its site, where its values say none.
    func createComplaint(
        _ draft: ComplaintDraft, at site: String? = nil, _ scope: WriteScope,
        importID: Int64? = nil
    ) throws(StorageFailure) -> ComplaintStamp {
        var draft = try refusing { layout throws(Refusal) in try draft.fitting(layout) }
        var names = draft.names
        names.id = state.lastComplaintID + 1
        names.site = names.site ?? site
        let references = try resolveReferences(
            &names, from: nil, statesSite: names.site != nil, scope)
        if !scope.tellsHistory {
            try checkEnd(of: draft)
            draft = try refusing { layout throws(Refusal) in
                try draft.naming(names.accounts, layout)
            }
        }
        let birth = try bear(names.id, importID: importID)
        let stamp = ComplaintStamp(id: birth.id, code: birth.number, version: 1)
        try table.insert(
            birth, draft, site: references.site, system: references.system,
            sealed: try seal(draft, of: birth.id))
        texts.add(birth.id, from: nil, to: .draft(draft, number: birth.number))
        try index(draft, of: birth.id)
        try log(
            .create,
            Subject(
                entity: .complaint, id: birth.id, code: birth.number, version: 1,
                site: references.site, oldSite: references.site, importID: importID),
            body: try changeBody(of: draft, site: names.site, of: birth.id))
        if !scope.tellsHistory {
            try tellChange(of: birth.id, from: nil, to: names, at: references.site)
        }
        if !scope.tellsHistory, names.status == ComplaintEnd.duplicate.rawValue,
            let record = try findComplaint(.id(birth.id))
        {
            try keepLink(of: record, from: WorkflowState.received.rawValue)
        }
        if let original = names.mergedInto {
            try followMerge(of: birth.id, from: nil, to: original, factsChanged: false)
        }
        return stamp
    }

    /// Runs what depends on the fields as they are now.
    func refusing<Value>(
        _ body: (ComplaintLayout) throws(Refusal) -> Value
    ) throws(StorageFailure) -> Value {
        do throws(Refusal) {
            return try body(layout)
        } catch {
            throw .refused(error)
        }
    }

    /// The values with their places, in the log's order.
    func assignments(_ values: FieldValues) throws(StorageFailure) -> [Assignment] {
        try refusing { layout throws(Refusal) in try layout.assignments(values) }
    }

    /// Changes a complaint that was read as `record` to these values; the same version back when
    /// nothing differs.
    func update(
        _ record: ComplaintRecord, to values: FieldValues, _ scope: WriteScope,
        operation: ChangeOperation = .update, importID: Int64? = nil
    ) throws(StorageFailure) -> ComplaintStamp {
        let planned = try ComplaintChange(
            following(values, in: record, scope), of: record, layout, scope,
            references)
        guard var change = planned else {
            return ComplaintStamp(id: record.id, code: record.number, version: record.version)
        }
        if !scope.tellsHistory {
            try checkTransition(from: record, to: change.new, isSigned: scope.isSigned)
        }
        change.settled += try clockChanges(&change.new)
        change.settled.sort { $0.slot.isBefore($1.slot) }
        let (changed, settled) = (change.new, change.settled)
        try write(changed, from: record, settled, change.references)
        try index(settled, of: record.id)
        var body = ChangeBodyBuilder()
        for assignment in settled {
            if assignment.slot.isSealedInLog, record.sealed == nil {
                body.addErased(assignment.slot.name)
            } else {
                body.add(
                    assignment.slot.name, old: record.value(of: assignment.slot),
                    new: assignment.value,
                    sealed: assignment.slot.isSealedInLog)
            }
        }
        let version = record.version + 1
        try log(
            operation,
            Subject(
                entity: .complaint, id: record.id, code: record.number, version: version,
                site: change.references.site, oldSite: record.siteID, importID: importID), body)
        if !scope.tellsHistory {
            try keepLink(of: changed, from: status(of: record))
            try tellChange(
                of: record.id, from: change.oldNames, to: change.names,
                at: change.references.site)
        }
        try tellHandover(from: record, to: changed, at: change.references.site)
        try followMerge(
            of: record.id, from: change.oldNames.mergedInto, to: change.names.mergedInto,
            factsChanged: change.names.mergedInto != nil && factsDiffer(record, changed))
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

    // MARK: Indexes of the operator's own fields

    private func index(_ draft: ComplaintDraft, of complaint: Int64) throws(StorageFailure) {
        if layout.indexes.isEmpty { return }
        let custom = try draft.customValues(of: complaint)
        for index in layout.indexes {
            let type = FieldName(custom: index.name).flatMap { layout[$0]?.type }
            let value = FieldValue(custom[index.name], type: type ?? .text(bytesMax: 0))
            try FieldIndexTable(connection: connection).put(value, of: complaint, in: index)
        }
    }

    private func index(_ changes: [Assignment], of complaint: Int64) throws(StorageFailure) {
        if layout.indexes.isEmpty { return }
        for change in changes {
            guard case .custom(let name) = change.slot.place,
                let index = layout.indexes.first(where: { $0.name == name })
            else { continue }
            try FieldIndexTable(connection: connection).put(
                change.value, of: complaint, in: index)
        }
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

    /// The sealed column's bytes of a new record; nil when no sealed field has a value.
    private func seal(
        _ draft: ComplaintDraft, of complaint: Int64
    ) throws(StorageFailure) -> [UInt8]? {
        if draft.parts.sealed.isEmpty { return nil }
        return try sealer.seal(
            draft.bytes.span.extracting(draft.parts.sealed), key: try presentKey(of: complaint),
            nonce: try nonces.next(), for: SealedObject.associated(complaint: complaint))
    }

    /// The log's body of a new record: what the draft says, and the site where the writer settled it.
    private func changeBody(
        of draft: ComplaintDraft, site: String?, of complaint: Int64
    ) throws(StorageFailure) -> [UInt8] {
        let sealed =
            draft.parts.plain.isEmpty
            ? []
            : try sealer.seal(
                draft.bytes.span.extracting(draft.parts.plain), key: try presentKey(of: complaint),
                nonce: try nonces.next(),
                for: ChangeBody.associated(complaint: complaint, seq: state.seq + 1))
        return ChangeBody.assemble(draft, site: site, sealed: sealed)
    }

    private func presentKey(of complaint: Int64) throws(StorageFailure) -> [UInt8] {
        guard let key = try key(of: complaint) else {
            throw .failed(.keyFile("The key of complaint \(complaint) is erased."))
        }
        return key
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

    /// Writes what differs; `references` only where site or system may.
    func write(
        _ new: ComplaintRecord, from old: ComplaintRecord, _ changes: [Assignment],
        _ references: References = References(system: nil, site: nil)
    ) throws(StorageFailure) {
        var changed: [(index: Int, value: FieldValue)] = []
        for index in new.columns.indices where new.columns[index] != old.columns[index] {
            switch index {
            case layout.siteColumn:
                changed.append((index, references.site.map(FieldValue.integer) ?? .null))
            case layout.systemColumn:
                changed.append((index, references.system.map(FieldValue.integer) ?? .null))
            default: changed.append((index, new.columns[index]))
            }
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
            to: .words(.init(number: new.number, columns: new.columns, layout: layout)))
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
