import Complaints

/// Evaluates filters over the grid's columns, with the meaning that `FilterCompiler` gives them.
struct GridFilter {
    let state: GridState
    let visibility: Visibility
    let connection: Connection

    /// The records that match and that the caller may see; nil when the filter asks for something
    /// that is not held. The filter has passed `FilterCompiler` before.
    func mask(_ filter: Filter) throws(StorageFailure) -> GridMask? {
        guard var mask = try evaluate(filter) else { return nil }
        if filter == .everything {
            mask = state.present
        } else {
            mask.formIntersection(state.present)
        }
        if let sites = visibility.sites {
            guard let column = state.column("site") else { return nil }
            mask.formIntersection(column.isOneOf(sites.map(SQLValue.integer)))
        }
        return mask
    }

    /// The same, of records that also match a search.
    func mask(_ filter: Filter, match: String?) throws(StorageFailure) -> GridMask? {
        guard let all = try mask(filter) else { return nil }
        guard let match else { return all }
        var matching = GridMask(bits: [UInt8](repeating: 0, count: all.bits.count))
        var statement = try connection.statement(
            "SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?")
        statement.bind(1, match)
        while try statement.step() {
            let slot = Int(statement.int64(0))
            if all.bits.indices.contains(slot) { matching.bits[slot] = all.bits[slot] }
        }
        return matching
    }

    private func evaluate(_ filter: Filter) throws(StorageFailure) -> GridMask? {
        switch filter {
        case .everything: return state.present
        case .and(let parts):
            return try combine(parts, empty: 1) { $0.formIntersection($1) }
        case .or(let parts):
            return try combine(parts, empty: 0) { $0.formUnion($1) }
        case .not(let part):
            var mask = try evaluate(part)
            mask?.invert()
            return mask
        case .compare(let name, let comparison):
            if name == "received" { return received(comparison) }
            return try facet(name, comparison)
        }
    }

    private func combine(
        _ parts: [Filter], empty: UInt8, _ join: (inout GridMask, GridMask) -> Void
    ) throws(StorageFailure) -> GridMask? {
        guard let first = parts.first else {
            return GridMask(bits: [UInt8](repeating: empty, count: state.present.bits.count))
        }
        guard var mask = try evaluate(first) else { return nil }
        for part in parts.dropFirst() {
            guard let other = try evaluate(part) else { return nil }
            join(&mask, other)
        }
        return mask
    }

    private func facet(
        _ name: FieldName, _ comparison: Comparison
    ) throws(StorageFailure) -> GridMask? {
        guard let column = state.column(name),
            let kind = GridState.fields.first(where: { $0.name == name })?.column.kind
        else { return nil }
        let wanted: [FieldValue]
        var isInverted = false
        switch comparison {
        case .equal(let value): wanted = [value]
        case .isOneOf(let values): wanted = values
        case .isEmpty: wanted = [.null]
        case .notEqual(let value): (wanted, isInverted) = ([value], true)
        case .isNoneOf(let values): (wanted, isInverted) = (values, true)
        case .isNotEmpty: (wanted, isInverted) = ([.null], true)
        default: return nil
        }
        var values: [SQLValue] = []
        for value in wanted {
            if let held = try held(value, kind) { values.append(held) }
        }
        var mask = column.isOneOf(values)
        if isInverted { mask.invert() }
        return mask
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

    private func received(_ comparison: Comparison) -> GridMask? {
        guard state.hasDates else { return nil }
        switch comparison {
        case .greaterOrEqual(let low):
            return from(low).map { state.dates(in: $0...UInt32.max) }
        case .lessOrEqual(let high):
            return upTo(high).map { state.dates(in: 1...$0) }
        case .between(let low, let high):
            guard let low = from(low), let high = upTo(high) else { return nil }
            guard low <= high else {
                return GridMask(bits: [UInt8](repeating: 0, count: state.present.bits.count))
            }
            return state.dates(in: low...high)
        case .isEmpty: return state.dates(in: 0...0)
        case .isNotEmpty: return state.dates(in: 1...UInt32.max)
        default: return nil
        }
    }

    private func from(_ value: FieldValue) -> UInt32? {
        guard case .text(let date) = value else { return nil }
        return DateKey.key(FilterCompiler.beginning(of: date).utf8.span)
    }

    private func upTo(_ value: FieldValue) -> UInt32? {
        guard case .text(let date) = value, let key = DateKey.key(date.utf8.span), key > 0 else {
            return nil
        }
        // A period ends behind its last day.
        return key % 10_000 == 0 ? key + 9999 : key % 100 == 0 ? key + 99 : key
    }
}
