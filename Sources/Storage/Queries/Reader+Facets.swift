public import Complaints
public import JSON

extension Reader {
    /// Writes `{"facets":{…},"total":N}`: counts by value under the list's filter and search, most
    /// frequent first, at most 200 values a field.
    public func facets(
        by fields: [FieldName], filter: Filter, search: SearchText?, for visibility: Visibility,
        into writer: inout JSONWriter
    ) throws(StorageFailure) {
        let counting = FacetCounting(
            connection: connection, catalogue: try catalogue(), visibility: visibility,
            grid: try grid.snapshot(at: commit, on: connection))
        try counting.write(by: fields, filter: filter, search: search, into: &writer)
    }
}
