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
///                     └─ a later import than this file's first wrote it ─▶ left alone
///                     └─ else ─▶ updated
/// ```
extension WriterSession {
    private var identities: ImportIdentityTable { ImportIdentityTable(connection: connection) }

    func importRow(
        _ row: ImportedRow, of record: ImportRecord
    ) throws(StorageFailure) -> ImportOutcome {
        if !record.isDryRun { return try apply(row, of: record) }
        return try rehearse { () throws(StorageFailure) in try apply(row, of: record) }
    }

    private func apply(
        _ row: ImportedRow, of record: ImportRecord
    ) throws(StorageFailure) -> ImportOutcome {
        var values = row.values
        values["source"] = .text(row.source)
        if let sourceID = row.sourceID { values["source_id"] = .text(sourceID) }
        values["source_row"] = .object(row.sourceRow)
        let scope = try importScope(of: record)
        guard let known = try identities.find(source: row.source, identity: row.identity) else {
            return try create(row, values, scope, importID: record.id)
        }
        guard let key = try key(of: known.complaint) else {
            // Erased: what the row says of a person must not come back with it.
            return .rejected(reason: "locked")
        }
        let digest = digest(of: row, try assignments(values), key: key)
        if known.digest == digest { return .unchanged(conflicts: 0) }
        return try merge(row, values, into: known, digest: digest, of: record, scope)
    }

    /// What an import may touch: what its author may see now. The local operator has no account and
    /// sees everything.
    private func importScope(of record: ImportRecord) throws(StorageFailure) -> WriteScope {
        if let known = importScope, known.author == record.author { return known.scope }
        var scope = WriteScope.history
        if let account = try AccountTable.find(named: record.author, on: connection) {
            scope = WriteScope(
                visibility: Visibility(
                    sites: account.sites, seesComplainant: true, seesPatient: true),
                tellsHistory: true)
        }
        importScope = (record.author, scope)
        return scope
    }

    private func create(
        _ row: ImportedRow, _ given: FieldValues, _ scope: WriteScope, importID: Int64
    ) throws(StorageFailure) -> ImportOutcome {
        let stated = try assignments(given)
        var all = stated
        if let site = try siteCode(of: row, given, scope, importID: importID),
            let slot = layout["site"]
        {
            all.append(Assignment(slot, .text(site)))
        }
        let stamp = try createComplaint(all, scope, importID: importID)
        guard let key = try key(of: stamp.id) else { return .rejected(reason: "locked") }
        try identities.insert(
            source: row.source, identity: row.identity,
            .init(
                complaint: stamp.id, importID: importID,
                digest: digest(of: row, stated, key: key)))
        return .created
    }

    private func merge(
        _ row: ImportedRow, _ given: FieldValues, into known: ImportIdentityTable.Entry,
        digest: [UInt8], of record: ImportRecord, _ scope: WriteScope
    ) throws(StorageFailure) -> ImportOutcome {
        guard let complaint = try findComplaint(.id(known.complaint)) else {
            throw .failed(.damaged("Import identity \(row.identity) names no complaint."))
        }
        guard scope.visibility.sees(site: complaint.siteID) else {
            return .rejected(reason: FieldProblem.Code.unknownReference.rawValue)
        }
        var values = given
        if let site = try siteCode(of: row, values, scope, importID: record.id) {
            values["site"] = .text(site)
        }
        let differing = try assignments(values).filter {
            complaint.value(of: $0.slot) != $0.value
        }
        if !differing.isEmpty, let end = ComplaintEnd(status(of: complaint)) {
            return .rejected(reason: end.importReason)
        }
        let sorted = try sort(differing, of: complaint, record)
        let stamp = try update(
            complaint, to: sorted.accepted, scope, importID: record.id)
        let isUpdated = stamp.version != complaint.version
        try identities.update(
            source: row.source, identity: row.identity,
            to: .init(
                complaint: known.complaint, importID: isUpdated ? record.id : known.importID,
                digest: sorted.isStale ? known.digest : digest))
        return isUpdated
            ? .updated(conflicts: sorted.conflicts) : .unchanged(conflicts: sorted.conflicts)
    }

    private struct Sorted {
        var accepted = FieldValues()
        var conflicts = 0
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
            let origin = imported.origin(of: assignment.slot.name)
            if assignment.slot.name != "source_row",
                complaint.value(of: assignment.slot) != origin.value
            {
                sorted.conflicts += 1
            } else if let first, origin.importID > first {
                sorted.isStale = true
            } else {
                sorted.accepted[FieldName(assignment.slot.name)] = assignment.value
            }
        }
        return sorted
    }

    /// The import that had this very file before; nil when the file is new.
    private func firstImport(of record: ImportRecord) throws(StorageFailure) -> Int64? {
        try ImportTable.earlierImport(
            ofFile: record.fileHash, before: record.id, on: connection)
    }

    /// A keyed digest of everything a row says: equal for equal rows of one complaint, and useless to
    /// whoever has the database without the keys.
    private func digest(
        of row: ImportedRow, _ stated: [Assignment], key: [UInt8]
    ) -> [UInt8] {
        var bytes = key
        bytes.reserveCapacity(4096)
        for assignment in stated {
            bytes.append(counted: assignment.slot.name)
            bytes.append(assignment.value, json: assignment.json)
        }
        bytes.append(counted: row.siteName ?? "")
        // Cut, so that the digest of a longer row cannot be computed from it.
        return Array(SHA256.hash(bytes).prefix(16))
    }

    // MARK: Sites

    /// The code of the site that the row names, where its values do not; a site that nobody knows is
    /// made, for whoever sees every site.
    private func siteCode(
        of row: ImportedRow, _ values: FieldValues, _ scope: WriteScope, importID: Int64
    ) throws(StorageFailure) -> String? {
        guard let name = row.siteName, !name.isEmpty, values["site"] == nil else { return nil }
        return try siteCode(named: name, scope, importID: importID)
    }

    private func siteCode(
        named name: String, _ scope: WriteScope, importID: Int64
    ) throws(StorageFailure) -> String {
        if let known = state.siteOfName[name] { return known }
        let code: String
        if let found = try existingSite(named: name) {
            code = found
        } else {
            guard scope.visibility.sites == nil else {
                throw .refused(.invalid([FieldProblem("/site", .unknownReference)]))
            }
            code = try freeSiteCode(for: name)
            var values = FieldValues()
            values["code"] = .text(code)
            values["name"] = .text(name)
            _ = try createReference(in: .sites, values, importID: importID)
        }
        if state.siteOfName.count >= 10_000 { state.siteOfName.removeAll() }
        state.siteOfName[name] = code
        return code
    }

    private func existingSite(named name: String) throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT code FROM site WHERE code = ?1
            UNION ALL SELECT code FROM site WHERE name = ?1 COLLATE NOCASE LIMIT 1
            """)
        statement.bind(1, name)
        return try statement.step() ? statement.text(0) : nil
    }

    /// A code made of the name's letters and digits: "CHU de Lille" → "CHU-DE-LILLE", with "-2" and so
    /// on where that is taken.
    private func freeSiteCode(for name: String) throws(StorageFailure) -> String {
        var stem: [UInt8] = []
        for byte in name.utf8 where stem.count < 40 {
            switch byte {
            case 0x61...0x7A: stem.append(byte - 32)
            case 0x41...0x5A, 0x30...0x39: stem.append(byte)
            default: if let last = stem.last, last != 0x2D { stem.append(0x2D) }
            }
        }
        while stem.last == 0x2D { stem.removeLast() }
        let base = stem.isEmpty ? "SITE" : String(decoding: stem, as: UTF8.self)
        var code = base
        var count = 2
        while try findSite(code: code) != nil {
            code = "\(base)-\(count)"
            count += 1
        }
        return code
    }
}
