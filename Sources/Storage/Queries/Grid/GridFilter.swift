import Complaints

/// Evaluates filters over the grid's columns, with the meaning that `FilterCompiler` gives them.
struct GridFilter {
    let state: GridState
    /// The field of that name, custom fields included.
    let field: (FieldName) -> Field?
    let visibility: Visibility
    let connection: Connection

    /// The records that match and that the caller may see; nil when the filter asks for something
    /// that is not held. The filter has passed `FilterCompiler` before.
    func selection(_ filter: Filter) throws(StorageFailure) -> GridSelection? {
        if filter == .everything, visibility.sites == nil { return .all }
        if let mask = try sieve(filter)?.mask { return .some(mask) }
        guard var mask = try evaluate(filter) else { return nil }
        if filter != .everything { mask.formIntersection(GridMask(state.present)) }
        if let sites = visibility.sites {
            guard let column = state.column("site") else { return nil }
            mask.formIntersection(column.marks(of: sites.map(SQLValue.integer)).mask)
        }
        return .some(mask)
    }

    /// The same as a look at one record at a time; nil where the filter is more than comparisons that
    /// all have to pass.
    func sieve(_ filter: Filter) throws(StorageFailure) -> GridSieve? {
        let comparisons: [Filter]
        switch filter {
        case .compare: comparisons = [filter]
        case .and(let all): comparisons = all
        case .everything, .or, .not: return nil
        }
        var parts: [GridMarks] = []
        for case .compare(let name, let comparison) in comparisons {
            if let marks = try marks(name, comparison) { parts.append(marks) }
        }
        guard parts.count == comparisons.count else { return nil }
        if let sites = visibility.sites {
            guard let column = state.column("site") else { return nil }
            parts.append(column.marks(of: sites.map(SQLValue.integer)))
        }
        return GridSieve(parts)
    }

    /// The same, of records that also match a search.
    func selection(_ filter: Filter, match: String?) throws(StorageFailure) -> GridSelection? {
        guard let all = try selection(filter) else { return nil }
        guard let match else { return all }
        let mask = all.mask(in: state)
        var matching = GridMask(none: state.slotCount)
        var statement = try connection.statement(
            "SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?")
        statement.bind(1, match)
        while try statement.step() {
            let id = statement.int64(0)
            if mask.contains(id) { matching.insert(Int(id)) }
        }
        return .some(matching)
    }

    /// How many records match, where counts that are kept say so; nil where they do not.
    func keptCount(_ filter: Filter) throws(StorageFailure) -> Int? {
        var codes: [UInt16]?
        if let sites = visibility.sites {
            guard let found = state.siteCodes(sites) else { return nil }
            codes = found
        }
        switch filter {
        case .everything:
            guard codes != nil else { return state.count }
            return state.column("site")?.counts?.counts(
                state.column("site")?.values.count ?? 0, at: codes
            ).reduce(0, +)
        case .compare(let name, .equal(let value)):
            guard let (column, kind) = coded(name), let counts = column.counts,
                let wanted = try held(value, kind)
            else { return nil }
            return column.codes(equalTo: wanted).reduce(0) { $0 + counts.count($1, at: codes) }
        default: return nil
        }
    }

    private func evaluate(_ filter: Filter) throws(StorageFailure) -> GridMask? {
        switch filter {
        case .everything: return GridMask(state.present)
        case .and(let parts):
            return try combine(parts, empty: GridMask(all: state.slotCount)) {
                $0.formIntersection($1)
            }
        case .or(let parts):
            return try combine(parts, empty: GridMask(none: state.slotCount)) {
                $0.formUnion($1)
            }
        case .not(let part):
            var mask = try evaluate(part)
            mask?.invert()
            return mask
        case .compare(let name, let comparison): return try compare(name, comparison)
        }
    }

    private func combine(
        _ parts: [Filter], empty: @autoclosure () -> GridMask,
        _ join: (inout GridMask, GridMask) -> Void
    ) throws(StorageFailure) -> GridMask? {
        guard let first = parts.first else { return empty() }
        guard var mask = try evaluate(first) else { return nil }
        for part in parts.dropFirst() {
            guard let other = try evaluate(part) else { return nil }
            join(&mask, other)
        }
        return mask
    }

    private func compare(
        _ name: FieldName, _ comparison: Comparison
    ) throws(StorageFailure) -> GridMask? {
        if let moments = state.moments(name) {
            let predicate = GridPredicate(comparison, .timestamp)
            return GridMask(moments) { predicate.matches(.integer($0)) }
        }
        if let marks = try marks(name, comparison) { return marks.mask }
        // Whether there is a value is known of some fields whose values are not.
        guard let isFilled = comparison.asksWhetherFilled, var mask = state.filled(name) else {
            return nil
        }
        if !isFilled { mask.invert() }
        return mask
    }

    /// Which codes of a field pass; nil for fields that are not held as codes.
    private func marks(
        _ name: FieldName, _ comparison: Comparison
    ) throws(StorageFailure) -> GridMarks? {
        if name == "site_name", let column = state.column("site") {
            let predicate = GridPredicate(comparison, .plain)
            let names = try GridNames(
                column, .init(table: "site", column: "name"), on: connection)
            return column.marks(of: names.values, where: predicate)
        }
        guard let (column, kind) = coded(name) else { return nil }
        if column.hasFractions { return nil }
        if case .reference(let table) = kind {
            return try refer(column, comparison, to: table)
        }
        if kind == .list {
            return column.marks(of: column.values, where: GridPredicate(comparison, kind))
        }
        switch comparison {
        case .equal(let value): return isOneOf(column, [value], kind)
        case .isOneOf(let values): return isOneOf(column, values, kind)
        default:
            return column.marks(of: column.values, where: GridPredicate(comparison, kind))
        }
    }

    private func isOneOf(
        _ column: GridColumn, _ values: [FieldValue], _ kind: FieldColumn.Kind
    ) -> GridMarks {
        column.marks(of: values.compactMap { FilterCompiler.sqlValue($0, kind) })
    }

    /// Compares a reference, which is named by its code.
    private func refer(
        _ column: GridColumn, _ comparison: Comparison, to table: String
    ) throws(StorageFailure) -> GridMarks? {
        let wanted: [FieldValue]
        var isInverted = false
        switch comparison {
        case .equal(let value): wanted = [value]
        case .isOneOf(let values): wanted = values
        case .isEmpty: wanted = [.null]
        case .notEqual(let value): (wanted, isInverted) = ([value], true)
        case .isNoneOf(let values): (wanted, isInverted) = (values, true)
        case .isNotEmpty: (wanted, isInverted) = ([.null], true)
        default:
            let predicate = GridPredicate(comparison, .plain)
            let names = try GridNames(
                column, .init(table: table, column: "code"), on: connection)
            return column.marks(of: names.values, where: predicate)
        }
        var values: [SQLValue] = []
        for value in wanted {
            if let held = try held(value, .reference(table: table)) { values.append(held) }
        }
        let marks = column.marks(of: values)
        return isInverted ? marks.inverted : marks
    }

    /// The value as the column holds it; nil for one that no record can have.
    private func held(
        _ value: FieldValue, _ kind: FieldColumn.Kind
    ) throws(StorageFailure) -> SQLValue? {
        guard let value = FilterCompiler.sqlValue(value, kind) else { return nil }
        guard case .reference(let table) = kind, value != .null else { return value }
        var statement = try connection.statement(made: "SELECT id FROM \(table) WHERE code=?")
        statement.bind([value])
        return try statement.step() ? .integer(statement.int64(0)) : nil
    }

    private func coded(_ name: FieldName) -> (GridColumn, FieldColumn.Kind)? {
        guard let field = field(name), let column = state.column(field),
            let kind = FieldColumn(field)?.kind, kind != .timestamp
        else { return nil }
        return (column, kind)
    }
}

extension Comparison {
    /// True where it asks for records with any value, false for those without one; nil where it asks for
    /// more.
    fileprivate var asksWhetherFilled: Bool? {
        switch self {
        case .isEmpty, .equal(.null): false
        case .isNotEmpty, .notEqual(.null): true
        case .isOneOf(let values) where !values.isEmpty && values.allSatisfy(\.isNull): false
        case .isNoneOf(let values) where !values.isEmpty && values.allSatisfy(\.isNull): true
        default: nil
        }
    }
}
