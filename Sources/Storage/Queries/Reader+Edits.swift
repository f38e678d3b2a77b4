public import Complaints

/// What a change would make of one complaint; nothing is written.
public struct EditPreview: Sendable {
    /// A field that would be written.
    public struct Change: Sendable {
        public let name: FieldName
        /// Nil where it is not told: of fields about persons, whose reading would have to be logged.
        public let before: FieldValue?
        public let after: FieldValue
    }

    public let id: Int64
    public let number: String
    public let version: Int64
    /// In the order of the names' bytes; none where the file holds the values already.
    public let changes: [Change]
    /// Why the change would be refused.
    public let refusal: Refusal?
}

extension Reader {
    /// What the values for a complaint of its number and status would make of it, judged as the writer
    /// judges a change (`ComplaintChange`); nil when there is no such complaint for the caller. A move of
    /// the workflow is not judged here (`workflow`).
    ///
    /// Whether a patient's field holds a value already is not told either: it counts as changed.
    public func editPreview(
        _ id: Int64, for visibility: Visibility,
        to values: (_ number: String, _ status: String) throws(Refusal) -> FieldValues
    ) throws(StorageFailure) -> EditPreview? {
        let table = ComplaintTable(connection: connection, layout: layout)
        guard let record = try table.find(.id(id), keys: keys), visibility.sees(site: record.siteID)
        else { return nil }
        do throws(StorageFailure) {
            let changes = try changes(of: record, for: visibility, to: values)
            return EditPreview(
                id: id, number: record.number, version: record.version, changes: changes,
                refusal: nil)
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            return EditPreview(
                id: id, number: record.number, version: record.version, changes: [],
                refusal: refusal)
        }
    }

    private func changes(
        of record: ComplaintRecord, for visibility: Visibility,
        to values: (_ number: String, _ status: String) throws(Refusal) -> FieldValues
    ) throws(StorageFailure) -> [EditPreview.Change] {
        let status = layout.status.map(record.value)?.text ?? ""
        let wanted: FieldValues
        do throws(Refusal) { wanted = try values(record.number, status) } catch {
            throw .refused(error)
        }
        try record.check(wanted, layout, for: visibility)
        let change = try ComplaintChange(
            wanted, of: record, layout, .work(visibility), ReferenceLookup(connection: connection))
        var names = Set(change?.settled.map(\.slot.name) ?? [])
        for name in wanted.names where layout.catalogue[name]?.access == .patient {
            names.insert(name.text)
        }
        return names.sorted { isBefore($0, $1) }.map { text in
            let name = FieldName(text)
            let after = layout[name].flatMap { change?.new.value(of: $0) }
            let isOpen = layout.catalogue[name]?.access == .open
            return EditPreview.Change(
                name: name, before: isOpen ? layout[name].map(record.value) : nil,
                after: after ?? wanted[name] ?? .null)
        }
    }
}
