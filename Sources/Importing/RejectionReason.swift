/// Why a row was rejected: the closed list of docs/api.md; the raw value is the API's code.
public enum RejectionReason: String, Sendable, CaseIterable, Error {
    case invalidDate = "invalid_date"
    case dateOutOfRange = "date_out_of_range"
    case notAChoice = "not_a_choice"
    case tooLong = "too_long"
    case invalidNumber = "invalid_number"
    case invalidText = "invalid_text"
    case missingRequired = "missing_required"
    case malformedRow = "malformed_row"
    case tooManyColumns = "too_many_columns"
    case cellTooLarge = "cell_too_large"
    case rowTooLong = "row_too_long"
    case unknownReference = "unknown_reference"
    case locked
    case closed

    /// One sentence for the error list, without the value itself.
    public var sentence: String {
        switch self {
        case .invalidDate: "This is not a date of the column's format."
        case .dateOutOfRange: "Dates lie between 1900 and 2100."
        case .notAChoice: "The value is none of the field's choices and not mapped to one."
        case .tooLong: "The value is longer than the field allows."
        case .invalidNumber: "This is not a number of the field's range."
        case .invalidText: "The text holds characters that no text may hold."
        case .missingRequired: "The row has no value where one is needed."
        case .malformedRow: "The row cannot be read."
        case .tooManyColumns: "The row has more cells than the file has columns."
        case .cellTooLarge: "A cell is larger than the limit."
        case .rowTooLong: "The row is longer than 4 MB as it would be kept."
        case .unknownReference: "No record has this code."
        case .locked: "The record is locked."
        case .closed: "The record is closed."
        }
    }
}
