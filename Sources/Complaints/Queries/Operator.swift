/// The operators of the filter grammar, by their names in the API.
public enum Operator: String, Sendable, CaseIterable {
    case equal = "eq"
    case notEqual = "ne"
    case isOneOf = "in"
    case isNoneOf = "not_in"
    case less = "lt"
    case lessOrEqual = "le"
    case greater = "gt"
    case greaterOrEqual = "ge"
    case between
    case contains
    case notContains = "not_contains"
    case startsWith = "starts_with"
    case endsWith = "ends_with"
    case isEmpty = "empty"
    case isNotEmpty = "not_empty"

    private static let membership: [Operator] = [
        .equal, .notEqual, .isOneOf, .isNoneOf, .isEmpty, .isNotEmpty,
    ]
    private static let order: [Operator] = [
        .less, .lessOrEqual, .greater, .greaterOrEqual, .between,
    ]
    private static let parts: [Operator] = [.contains, .notContains, .startsWith, .endsWith]
    private static let membershipAndOrder = membership + order
    private static let membershipAndParts = membership + parts
    private static let every = membership + order + parts

    /// The operators that make sense for a type; none for objects. Of a list they hold when one of its
    /// values passes, and their opposites when none does.
    public static func legal(for type: FieldType) -> [Operator] {
        switch type {
        case .text: every
        case .prose: membershipAndParts
        case .choice, .country, .boolean: membership
        case .reference: membershipAndParts
        case .list(let item): item.isFree ? membershipAndParts : membership
        case .date, .partialDate, .timestamp, .integer, .decimal: membershipAndOrder
        case .object: []
        }
    }
}

extension Field {
    /// The operators that a filter may use on the field; none for what is sealed or derived.
    public var operators: [Operator] {
        storage == .sealed || storage == .derived ? [] : Operator.legal(for: type)
    }
}
