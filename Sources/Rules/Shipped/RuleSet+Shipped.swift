import Complaints
public import JSON

extension RuleSet {
    /// The name by which a database remembers that it works by the shipped set.
    public static let shippedName = "2026-1"

    /// The shipped rules as JSON, to begin a draft with.
    public static let shippedJSON: JSONValue = {
        do {
            return try JSONValue.parse(Array(shippedText.utf8))
        } catch {
            preconditionFailure("the shipped rules are not JSON: \(error)")
        }
    }()

    /// The shipped rules.
    public static let shipped: RuleSet = {
        do {
            return try RuleSet(shippedJSON, catalogue: .standard)
        } catch {
            preconditionFailure("the shipped rules do not fit the fields: \(error)")
        }
    }()

    /// What IBTool works out itself: a rule that named them would go in a circle.
    static let derivedFields: Set<FieldName> = [
        "due", "due_rule", "due_by_law", "due_law_rule", "decision_required",
        "awaiting_signature",
    ]
}
