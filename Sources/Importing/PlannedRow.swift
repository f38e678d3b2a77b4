public import Complaints

/// One source row, understood: what it says about one complaint.
public struct PlannedRow: Sendable {
    /// The row's number in the file, as a person counts.
    public let row: Int64
    /// The foreign id; nil when the file has none.
    public let sourceID: String?
    /// What makes the row the same record in a later file; unique with the source.
    public let identity: String
    /// Whether the file had exactly this row before, under the same id.
    public let isRepeated: Bool
    public let values: FieldValues
    /// The untouched row as a JSON object: column → cell as text.
    public let sourceRow: [UInt8]
    /// A site named in the row, to be found by code or name, or made.
    public let siteName: String?
}

/// Why a row was rejected: one for each value at fault.
public struct RowRejection: Sendable, Equatable {
    public static let valueCharactersMax = 200

    public let row: Int64
    /// The column's name, empty when the whole row is at fault.
    public let column: String
    /// The value as it stood there, cut to `valueCharactersMax`; "•••" for personal data.
    public let value: String
    public let reason: RejectionReason
    /// One sentence for the person who brought the file.
    public let detail: String

    public init(row: Int64, column: String, value: String, reason: RejectionReason, detail: String)
    {
        self.row = row
        self.column = column
        self.value = String(value.prefix(Self.valueCharactersMax))
        self.reason = reason
        self.detail = detail
    }
}

/// What becomes of a row before the database is asked.
public enum RowPlan: Sendable {
    case apply(PlannedRow)
    case reject([RowRejection])
}
