/// What is known of a condition: three values, as in the logic of Kleene. What is not known is never
/// taken for false.
public enum Truth: Int8, Sendable, Comparable {
    case no, unknown, yes

    public static func < (left: Truth, right: Truth) -> Bool { left.rawValue < right.rawValue }

    static prefix func ! (truth: Truth) -> Truth {
        switch truth {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }

    init(_ isSo: Bool) { self = isSo ? .yes : .no }
}
