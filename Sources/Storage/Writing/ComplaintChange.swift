import Complaints

/// What new values make of a complaint, checked and worked out before anything is written: the writer
/// carries it out, a preview only shows it. Clocks, and what the workflow says of a move, come after it.
struct ComplaintChange {
    let old: ComplaintRecord
    /// The complaint as it will be, its site settled.
    var new: ComplaintRecord
    /// What differs, in the log's order; never empty.
    var settled: [Assignment]
    let oldNames: ComplaintNames
    let names: ComplaintNames
    let references: References

    /// Nil when nothing differs. Refuses sealed values of a file whose key is erased, and references that
    /// name nothing the scope sees.
    init?(
        _ values: FieldValues, of record: ComplaintRecord, _ layout: ComplaintLayout,
        _ scope: WriteScope, _ lookup: ReferenceLookup
    ) throws(StorageFailure) {
        let assigned: [Assignment]
        do throws(Refusal) { assigned = try layout.assignments(values) } catch {
            throw .refused(error)
        }
        var changes = assigned.filter { record.value(of: $0.slot) != $0.value }
        if changes.isEmpty { return nil }
        var new = record
        for change in changes {
            if change.slot.place == .sealed, record.sealed == nil {
                throw .refused(.erased(.complaint, key: record.number))
            }
            new.set(change.slot, to: change.value)
        }
        var names = ComplaintNames(new, layout)
        let oldNames = ComplaintNames(record, layout)
        var check = ReferenceCheck(
            lookup: lookup, scope: scope, old: oldNames, statesSite: values["site"] != nil)
        references = try check.run(&names)
        if let site = layout.site {
            new.set(site, to: names.site.map(FieldValue.text) ?? .null)
        }
        new.siteID = references.site
        // An account is stored by its own name, however the writer spelled it.
        for (field, name) in names.accounts {
            if let slot = layout[field] { new.set(slot, to: .text(name)) }
        }
        changes = changes.map { given in
            guard names.accounts[FieldName(given.slot.name)] != nil else { return given }
            return Assignment(given.slot, new.value(of: given.slot))
        }.filter { record.value(of: $0.slot) != $0.value }
        settled = Self.settle(changes, from: record, to: new, layout)
        if settled.isEmpty { return nil }
        old = record
        self.new = new
        self.names = names
        self.oldNames = oldNames
    }

    /// The given changes, with the site as it was settled.
    private static func settle(
        _ given: [Assignment], from old: ComplaintRecord, to new: ComplaintRecord,
        _ layout: ComplaintLayout
    ) -> [Assignment] {
        guard let site = layout.site else { return given }
        let value = new.value(of: site)
        let stated = given.first { $0.slot.name == site.name }?.value
        if (stated ?? old.value(of: site)) == value { return given }
        let others = given.filter { $0.slot.name != site.name }
        if value == old.value(of: site) { return others }
        return (others + [Assignment(site, value)]).sorted { $0.slot.isBefore($1.slot) }
    }
}
