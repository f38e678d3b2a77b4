import Complaints

/// Counts by value from the columns in memory: kept ones where nothing but the caller's sites
/// narrows the records, else made by one pass over the records that match.
struct GridFacets {
    private let state: GridState
    /// Nil where kept counts serve.
    private let mask: GridMask?
    /// The codes of the caller's sites; nil is all of them.
    private let sites: [UInt16]?
    /// How many records are counted.
    let total: Int

    /// Counts for these fields. Nil when the filter asks for something that is not held.
    init?(
        _ state: GridState, by fields: [Field], _ filter: Filter, match: String?,
        of catalogue: FieldCatalogue, visibility: Visibility, connection: Connection
    ) throws(StorageFailure) {
        self.state = state
        let evaluation = GridFilter(
            state: state, field: { catalogue[$0] }, visibility: visibility,
            connection: connection)
        let areKept = fields.allSatisfy { state.column($0)?.counts != nil }
        if areKept, match == nil, filter == .everything,
            let total = try evaluation.keptCount(filter)
        {
            mask = nil
            sites = visibility.sites.flatMap(state.siteCodes)
            self.total = total
            return
        }
        guard let selection = try evaluation.selection(filter, match: match) else { return nil }
        let mask = selection.mask(in: state)
        self.mask = mask
        sites = nil
        total = mask.count
    }

    /// The values of a field that occur and how often, most frequent first; nil for fields that are
    /// not held.
    func counts(by field: Field) -> [(value: SQLValue, count: Int)]? {
        guard let column = state.column(field), !column.hasFractions,
            let counts = mask.map(column.counts)
                ?? column.counts?.counts(column.values.count, at: sites)
        else { return nil }
        var found: [(value: SQLValue, count: Int)] = []
        for (code, count) in counts.enumerated() where count > 0 {
            found.append((column.values[code], count))
        }
        if case .list = field.type { found = GridList.counts(found) }
        found.sort { $0.count != $1.count ? $0.count > $1.count : $0.value < $1.value }
        return found
    }
}
