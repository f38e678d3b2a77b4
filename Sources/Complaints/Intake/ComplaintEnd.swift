/// The states in which a complaint file is at its end: it takes no more changes.
public enum ComplaintEnd: String, Sendable, CaseIterable {
    case closed
    case notAComplaint = "not_a_complaint"
    case duplicate
    case withdrawn

    /// Nil for a file that people work on.
    public init?(_ status: String) { self.init(rawValue: status) }

    /// Whether a change of a file that is at its end opens it again, and does nothing else: it names a
    /// state of work, and no other field.
    public static func isReopening(_ values: FieldValues) -> Bool {
        guard Array(values.names) == ["status"], let next = values["status"]?.text else { return false }
        return ComplaintEnd(next) == nil
    }
}
