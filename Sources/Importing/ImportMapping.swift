public import Complaints

/// What each column of a file means: suggested from names and values, corrected by a person, saved
/// and used again. docs/api.md shows its JSON form.
public struct ImportMapping: Sendable, Equatable {
    /// One column.
    public struct Column: Sendable, Equatable {
        public let name: String
        /// The field that takes the column's value; nil leaves the column to the source row.
        public var field: FieldName?
        /// Other fields that take the same value unless a column of their own gives one.
        public var also: [FieldName] = []
        /// How the column writes dates; nil for fields that are none.
        public var dateFormat: DateFormat?
        /// Words glued before every value, such as the column's own name.
        public var label: String?
        /// Value of a choice field by the word that stands in the file; "" is the empty cell.
        public var values: [String: String] = [:]
        /// Whether a row without a value here is rejected.
        public var isRequired = false

        public init(name: String, field: FieldName? = nil, dateFormat: DateFormat? = nil) {
            self.name = name
            self.field = field
            self.dateFormat = dateFormat
        }
    }

    /// What the mapping is saved as; nil while it is not.
    public var name: String?
    /// Where the rows come from; unique with a row's identity.
    public var source: String
    /// In the file's order; no two have one name.
    public var columns: [Column]
    /// Columns with dates that stand in, the first one first, where a row has no date of receipt.
    public var receivedFallback: [String] = []
    /// What a field gets where no column gives it a value.
    public var defaults: [FieldName: String] = [:]

    public init(source: String, columns: [Column]) {
        self.source = source
        self.columns = columns
    }

    /// The column of that name.
    public subscript(column name: String) -> Column? {
        columns.first { $0.name == name }
    }
}
