/// A condition on records: the full filter grammar, parsed and typed. Depth and size were checked
/// by the parser (depth 8, 200 comparisons, 1,000 values in a list).
public indirect enum Filter: Sendable, Equatable {
    /// True for every record.
    case everything
    case and([Filter])
    case or([Filter])
    case not(Filter)
    case compare(FieldName, Comparison)
}

/// One comparison; its values are already of the field's type.
public enum Comparison: Sendable, Equatable {
    case equal(FieldValue)
    case notEqual(FieldValue)
    case isOneOf([FieldValue])
    case isNoneOf([FieldValue])
    case less(FieldValue)
    case lessOrEqual(FieldValue)
    case greater(FieldValue)
    case greaterOrEqual(FieldValue)
    case between(FieldValue, FieldValue)
    case contains(String)
    case notContains(String)
    case startsWith(String)
    case endsWith(String)
    case isEmpty
    case isNotEmpty
}

/// One key of the order; the record's id breaks ties.
public struct SortTerm: Sendable, Hashable {
    public let field: FieldName
    public let isDescending: Bool

    public init(_ field: FieldName, isDescending: Bool) {
        self.field = field
        self.isDescending = isDescending
    }
}

/// A list asked for.
public struct ComplaintQuery: Sendable {
    public static let limitMax = 500

    public var filter: Filter = .everything
    /// Words to search for, nil without.
    public var search: SearchText?
    /// Empty: by relevance when searching, else newest received first.
    public var sort: [SortTerm] = []
    public var limit = 50
    public var start: Start = .beginning
    public var wantsTotal = true
    /// With a search, counting may stop behind this many records; nil counts exactly.
    public var totalMax: Int?
    /// The fields of each item; nil is every listed field.
    public var fields: [FieldName]?

    public init() {}

    /// Where the page begins.
    public enum Start: Sendable, Equatable {
        case beginning
        /// Continues after an earlier answer's `next`; opaque to callers.
        case cursor(String)
        /// A position from 0, for the scroll bar.
        case offset(Int)
    }
}

/// Search words, parsed: `crack "tube head" OR leak -coil conn*`.
public indirect enum SearchText: Sendable, Equatable {
    /// Words in this order, side by side; the last may be a prefix.
    case phrase([String], isPrefix: Bool)
    case and([SearchText])
    case or([SearchText])
    /// The first but not the second.
    case without(SearchText, SearchText)
    /// In that field only.
    case within(SearchField, SearchText)
}
