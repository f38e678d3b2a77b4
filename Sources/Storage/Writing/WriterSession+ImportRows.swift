import Complaints
import Crypto
import JSON

/// One source row becomes one complaint, changes it, or leaves it alone.
///
/// ```
/// identity known? ─no─▶ create
///    └yes─▶ same row as last time? ─yes─▶ unchanged
///             └no─▶ fields that differ ─▶ at its end? ─▶ rejected
///                     └─ a person changed it since ─▶ conflict, left alone
///                     └─ it closes the file, or changes what intake entered past it ─▶ conflict
///                     └─ a later import than this file's first wrote it ─▶ left alone
///                     └─ else ─▶ updated
/// ```
extension WriterSession {
    private var identities: ImportIdentityTable { ImportIdentityTable(connection: connection) }

    func importRow(
        _ row: ImportedRow, of record: ImportRecord, within scope: ImportScope
    ) throws(StorageFailure) -> ImportOutcome {
        if !record.isDryRun { return try apply(row, of: record, within: scope) }
        return try rehearse { () throws(StorageFailure) in
            try apply(row, of: record, within: scope)
        }
    }

    private func apply(
        _ row: ImportedRow, of record: ImportRecord, within scope: ImportScope
    ) throws(StorageFailure) -> ImportOutcome {
        let draft = try refusing { layout throws(Refusal) in try row.draft(for: layout) }
        guard let known = try identities.find(source: row.source, identity: row.identity) else {
            return try create(row, draft, of: record, within: scope)
        }
        if scope != .everywhere, try !scope.admits(siteOfComplaint(known.complaint)) {
            return .rejected(reason: "unknown_reference", field: "source_id")
        }
        guard let key = try key(of: known.complaint) else {
            // Erased: what the row says of a person must not come back with it.
            return .rejected(reason: "locked")
        }
        let digest = digest(of: row, draft, key: key)
        if known.digest == digest { return .unchanged(conflicts: []) }
        let origin = Origin(record: record, scope: scope, digest: digest)
        return try merge(row, draft, into: known, origin)
    }

    private func create(
        _ row: ImportedRow, _ draft: ComplaintDraft, of record: ImportRecord,
        within scope: ImportScope
    ) throws(StorageFailure) -> ImportOutcome {
        var placed = draft
        var site: String?
        switch try place(
            of: row, draft.names, importID: record.id, within: scope, isNew: true)
        {
        case .outside(let field): return .rejected(reason: "unknown_reference", field: field)
        case .unsaid: break
        case .site(let code):
            site = code
            if let said = draft.names.site, said != code {
                var values = draft.values
                values["site"] = .text(code)
                let all = values
                placed = try refusing { layout throws(Refusal) in try ComplaintDraft(all, layout) }
            }
        }
        let stamp = try createComplaint(placed, at: site, scope.writing, importID: record.id)
        guard let key = try key(of: stamp.id) else { return .rejected(reason: "locked") }
        try identities.insert(
            source: row.source, identity: row.identity,
            .init(
                complaint: stamp.id, importID: record.id,
                digest: digest(of: row, draft, key: key)))
        return .created
    }

    /// Where a changed row comes from.
    private struct Origin {
        let record: ImportRecord
        let scope: ImportScope
        let digest: [UInt8]
    }

    private func merge(
        _ row: ImportedRow, _ draft: ComplaintDraft, into known: ImportIdentityTable.Entry,
        _ origin: Origin
    ) throws(StorageFailure) -> ImportOutcome {
        guard let complaint = try findComplaint(.id(known.complaint)) else {
            throw .failed(.damaged("Import identity \(row.identity) names no complaint."))
        }
        let record = origin.record
        var values = draft.values
        switch try place(
            of: row, draft.names, importID: record.id, within: origin.scope, isNew: false)
        {
        case .outside(let field): return .rejected(reason: "unknown_reference", field: field)
        case .unsaid: break
        case .site(let code): values["site"] = .text(code)
        }
        let differing = try assignments(values).filter {
            complaint.value(of: $0.slot) != $0.value
        }
        if !differing.isEmpty, let end = ComplaintEnd(status(of: complaint)) {
            return .rejected(reason: end.importReason)
        }
        let sorted = try sort(differing, of: complaint, record)
        let stamp = try update(
            complaint, to: sorted.accepted, origin.scope.writing, importID: record.id)
        let isUpdated = stamp.version != complaint.version
        try identities.update(
            source: row.source, identity: row.identity,
            to: .init(
                complaint: known.complaint, importID: isUpdated ? record.id : known.importID,
                digest: sorted.isStale ? known.digest : origin.digest))
        return isUpdated
            ? .updated(conflicts: sorted.conflicts) : .unchanged(conflicts: sorted.conflicts)
    }

    private struct Sorted {
        var accepted = FieldValues()
        var conflicts: [ImportConflict] = []
        /// Whether a later import's value was kept: the row is not the last word on its complaint.
        var isStale = false
    }

    /// Which of the differing fields this import may write.
    private func sort(
        _ differing: [Assignment], of complaint: ComplaintRecord, _ record: ImportRecord
    ) throws(StorageFailure) -> Sorted {
        var sorted = Sorted()
        if differing.isEmpty { return sorted }
        let imported = try ImportedFields(
            of: complaint.id, key: try key(of: complaint.id), on: connection)
        let first = try firstImport(of: record)
        for assignment in differing {
            let name = FieldName(assignment.slot.name)
            let origin = imported.origin(of: name.text)
            if let reason = reasonToKeep(assignment, of: complaint, imported) {
                sorted.conflicts.append(ImportConflict(name, assignment.value, reason))
            } else if let first, origin.importID > first {
                sorted.isStale = true
            } else {
                sorted.accepted[name] = assignment.value
            }
        }
        return sorted
    }

    /// Why a field keeps its value, whatever the file says; the rules of entry are those that a
    /// person's change of the file has to pass.
    private func reasonToKeep(
        _ assignment: Assignment, of complaint: ComplaintRecord, _ imported: ImportedFields
    ) -> ImportConflict.Reason? {
        let name = FieldName(assignment.slot.name)
        if name == "source_row" { return nil }
        if complaint.value(of: assignment.slot) != imported.origin(of: name.text).value {
            return .changedHere
        }
        if name == "status", case .text(let next) = assignment.value,
            Workflow.decidedStates.contains(next)
        {
            return .decisionNeeded
        }
        if FieldCatalogue.standard[name]?.entry == .intake, imported.wasWorkedOn,
            status(of: complaint) != "received", !complaint.value(of: assignment.slot).isNull
        {
            return .pastIntake
        }
        return nil
    }

    /// The import that had this very file before; nil when the file is new.
    private func firstImport(of record: ImportRecord) throws(StorageFailure) -> Int64? {
        try ImportTable.earlierImport(
            ofFile: record.fileHash, before: record.id, on: connection)
    }

    /// A keyed digest of everything a row says: equal for equal rows of one complaint, and useless to
    /// whoever has the database without the keys.
    private func digest(
        of row: ImportedRow, _ draft: ComplaintDraft, key: [UInt8]
    ) -> [UInt8] {
        hasher.update(key)
        hasher.update(draft.bytes.span.extracting(draft.parts.stated))
        var site: [UInt8] = []
        site.append(counted: row.siteName ?? "")
        hasher.update(site)
        // Cut, so that the digest of a longer row cannot be computed from it.
        return Array(hasher.finish().prefix(16))
    }
}
