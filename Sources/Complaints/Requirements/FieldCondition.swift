/// When something is asked for: a small condition over other fields of the file. The same is evaluated
/// by the form as one types (`condition.js`), so it stays this small.
public indirect enum FieldCondition: Sendable, Equatable {
    /// The field's value is one of these texts; of a list, one of its values is.
    case isOneOf(FieldName, [String])
    case isSet(FieldName)
    case isEmpty(FieldName)
    /// The file has come as far as that state of work.
    case hasReached(String)
    case all([FieldCondition])
    case any([FieldCondition])

    /// Most conditions in one.
    public static let partsMax = 20

    /// Whether it holds for a file with these values.
    ///
    /// - Parameters:
    ///   - status: where the file stands; nil for one that only begins, which has reached nothing.
    ///   - value: the value of a field, `.null` for none.
    public func holds(in status: String?, _ value: (FieldName) -> FieldValue) -> Bool {
        switch self {
        case .isOneOf(let name, let texts): value(name).texts.contains { texts.contains($0) }
        case .isSet(let name): !value(name).isNull
        case .isEmpty(let name): value(name).isNull
        case .hasReached(let state): Progress.hasReached(state, by: status)
        case .all(let parts): parts.allSatisfy { $0.holds(in: status, value) }
        case .any(let parts): parts.contains { $0.holds(in: status, value) }
        }
    }

    /// The fields it looks at.
    public var names: Set<FieldName> {
        switch self {
        case .isOneOf(let name, _), .isSet(let name), .isEmpty(let name): [name]
        case .hasReached: []
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.names) }
        }
    }

    /// Whether it looks at where the file stands.
    public var dependsOnStatus: Bool {
        switch self {
        case .hasReached: true
        case .isOneOf, .isSet, .isEmpty: false
        case .all(let parts), .any(let parts): parts.contains(where: \.dependsOnStatus)
        }
    }
}

/// How far a file has come (PRODUCT section 3.2).
public enum Progress {
    /// The states of work in their order.
    public static let states = [
        "received", "triage", "assessed", "investigation", "action", "reply", "review", "closed",
    ]

    /// Whether a file of that status has come as far as a state. One that ended otherwise (no complaint,
    /// duplicate, withdrawn), or has no status yet, has reached none.
    public static func hasReached(_ state: String, by status: String?) -> Bool {
        guard let status, let wanted = states.firstIndex(of: state),
            let place = states.firstIndex(of: status)
        else { return false }
        return place >= wanted
    }
}

extension FieldValue {
    /// The texts that a condition compares: one for most values, each of a list, none for null and
    /// objects.
    var texts: [String] {
        switch self {
        case .null, .object: []
        case .text(let text): [text]
        case .list(let texts): texts
        case .integer(let number): [String(number)]
        case .decimal(let number): [String(number)]
        case .boolean(let flag): [flag ? "true" : "false"]
        }
    }
}
