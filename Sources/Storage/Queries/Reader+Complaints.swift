public import Complaints
public import JSON

extension Reader {
    /// Writes one complaint as docs/api.md shows it; nil when there is none the caller may see.
    public func complaint(
        _ key: RecordKey, for visibility: Visibility, fields: [FieldName]?,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        let reading = ComplaintReading(
            connection: connection, keys: keys, catalogue: try catalogue(), visibility: visibility)
        return try reading.write(key, fields: fields, into: &writer)
    }

    /// Writes the list answer `{"items":[…],"next":…,"total":…,"offset":…,"ranked":…,"commit":…}`.
    public func complaints(
        _ query: ComplaintQuery, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        let listing = ComplaintListing(
            connection: connection, catalogue: try catalogue(), visibility: visibility,
            commit: commit, grid: grid)
        try listing.write(query, into: &writer)
    }

    /// The fields of a complaint, the operator's own included.
    func catalogue() throws(StorageFailure) -> FieldCatalogue {
        try CustomFieldTable.catalogue(connection)
    }
}
