import Complaints
import Rules

/// The clocks of files that change, and of those that others are merged into.
extension WriterSession {
    /// How many files one may be merged through to the last.
    private static let mergeDepthMax = 16

    /// Puts what IBTool works out itself and differs into a changed record; answers with it.
    func clockChanges(
        _ changed: inout ComplaintRecord
    ) throws(StorageFailure) -> [Assignment] {
        let (assessment, rows) = try assess(changed)
        let awaited = try awaitedSignature(changed, assessment, rows)
        var fields = ClockFields(
            assessment, of: layout.rules.set, status: status(of: changed)
        ).values
        fields.append(
            ("awaiting_signature", awaited.map { .text($0.rawValue) } ?? FieldValue.null))
        var changes: [Assignment] = []
        for (name, value) in fields {
            guard let slot = layout[name], changed.value(of: slot) != value else { continue }
            changed.set(slot, to: value)
            changes.append(Assignment(slot, value))
        }
        return changes
    }

    /// The facts of the files merged into one, and into those.
    func memberFacts(of id: Int64) throws(StorageFailure) -> [[FieldValue]] {
        try members(of: id).map(layout.facts(of:))
    }

    /// The files merged into one, and into those.
    func members(of id: Int64) throws(StorageFailure) -> [ComplaintRecord] {
        var found: [ComplaintRecord] = []
        for member in try MergedFileTable(connection: connection).members(of: id) {
            if let record = try findComplaint(.id(member.id)) { found.append(record) }
        }
        return found
    }

    /// Works a file's clocks out anew; true when that changed it.
    @discardableResult
    func reassess(_ record: ComplaintRecord) throws(StorageFailure) -> Bool {
        var changed = record
        let changes = try clockChanges(&changed)
        if changes.isEmpty { return false }
        try write(changed, from: record, changes)
        var body = ChangeBodyBuilder()
        for change in changes {
            body.add(
                change.slot.name, old: record.value(of: change.slot), new: change.value,
                sealed: false)
        }
        try log(
            .update,
            Subject(
                entity: .complaint, id: record.id, code: record.number,
                version: record.version + 1, site: record.siteID, oldSite: record.siteID), body)
        return true
    }

    /// Keeps in step who is merged into whom, and the clocks of those others are merged into.
    ///
    /// - Parameters:
    ///   - old: the number of the file it was merged into.
    ///   - new: that of the file it is merged into now.
    ///   - factsChanged: whether something that the rules ask for is another.
    func followMerge(
        of id: Int64, from old: String?, to new: String?, factsChanged: Bool
    ) throws(StorageFailure) {
        if old == new {
            if factsChanged { try reassessOriginals(of: id) }
            return
        }
        let merged = MergedFileTable(connection: connection)
        let left = try merged.original(of: id)
        if let new, let original = try findComplaint(.code(new)) {
            try merged.put(id, into: original.id, at: now)
        } else {
            try merged.remove(id)
        }
        if let left, let record = try findComplaint(.id(left)) {
            try reassess(record)
            try reassessOriginals(of: left)
        }
        try reassessOriginals(of: id)
    }

    private func reassessOriginals(of id: Int64) throws(StorageFailure) {
        for record in try originals(of: id) { try reassess(record) }
    }

    /// The file that one is merged into, and that one's, to the last.
    func originals(of id: Int64) throws(StorageFailure) -> [ComplaintRecord] {
        let merged = MergedFileTable(connection: connection)
        var found: [ComplaintRecord] = []
        var next = try merged.original(of: id)
        while found.count < Self.mergeDepthMax, let original = next,
            let record = try findComplaint(.id(original))
        {
            found.append(record)
            next = try merged.original(of: original)
        }
        return found
    }

    /// Whether something that the rules ask for differs.
    func factsDiffer(_ old: ComplaintRecord, _ new: ComplaintRecord) -> Bool {
        layout.factSlots.contains { slot in
            slot.map { old.value(of: $0) != new.value(of: $0) } ?? false
        }
    }
}
