public import Complaints

/// A field, and the value that an edit gave it; null where it was emptied.
public struct GivenValue: Sendable, Equatable {
    public let name: FieldName
    public let value: FieldValue
}

/// What edits of many complaints gave to fields.
extension Reader {
    /// Files that are looked at until one is seen by the caller.
    private static let looksMax = 50

    /// The values that an edit gave, in the catalogue's order, as they stand in the first file that it
    /// changed and the caller sees: every file was given the same ones. Of fields about persons none is
    /// told. Empty for other work, and while nothing is changed.
    public func given(
        by record: BulkRecord, for visibility: Visibility
    ) throws(StorageFailure) -> [GivenValue] {
        guard record.kind == .edit else { return [] }
        let names = try catalogue().fields.filter {
            $0.access == .open && $0.storage != .sealed && record.fields.contains($0.name.text)
        }.map(\.name)
        guard !names.isEmpty else { return [] }
        for (_, made) in try madeByBulk(record.id, after: 0, limit: Self.looksMax) {
            guard let row = try ComplaintRow.find(.id(made.id), on: connection),
                visibility.sees(site: row.site),
                // Without the file's key: nothing that is sealed is opened.
                let past = try ComplaintPast.read(
                    row, at: .version(made.version), key: nil, on: connection)
            else { continue }
            return names.filter { !past.unknown.contains($0.text) }
                .map { GivenValue(name: $0, value: past.value(of: $0)) }
        }
        return []
    }
}
