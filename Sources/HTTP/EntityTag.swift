/// An entity tag (RFC 9110 section 8.8.3).
public struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    public let isWeak: Bool
    /// What stands between the quotes.
    public let opaque: String

    /// - Precondition: `opaque` holds only etagc: visible ASCII without the quote.
    public init(_ opaque: String, isWeak: Bool = false) {
        precondition(opaque.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x7F })
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// As sent: "\"abc\"" or "W/\"abc\"".
    public var description: String { isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\"" }

    /// Reads one tag; nil when malformed.
    public init?(parsing text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        isWeak = rest.starts(with: [0x57, 0x2F])
        if isWeak { rest = rest.dropFirst(2) }
        guard rest.count >= 2, rest.first == 0x22, rest.last == 0x22 else { return nil }
        let inner = rest.dropFirst().dropLast()
        guard inner.allSatisfy({ $0 > 0x20 && $0 != 0x22 && $0 != 0x7F }) else { return nil }
        opaque = String(decoding: inner, as: UTF8.self)
    }

    /// Strong comparison (RFC 9110 section 8.8.3.2): both strong and equal.
    public func stronglyEquals(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && opaque == other.opaque
    }

    /// Weak comparison: equal, weak or not.
    public func weaklyEquals(_ other: EntityTag) -> Bool { opaque == other.opaque }
}

/// The value of If-Match or If-None-Match.
public enum EntityTagCondition: Sendable, Equatable {
    /// "*": any current representation.
    case any
    case tags([EntityTag])

    /// Reads all lines of the field; nil when it is absent. A malformed list has no tags, so that it
    /// matches nothing.
    public init?(_ headers: HeaderFields, _ name: String) {
        let values = headers.all(name)
        if values.isEmpty { return nil }
        let elements = values.flatMap(FieldList.elements)
        if elements == ["*"] {
            self = .any
            return
        }
        let tags = elements.map { EntityTag(parsing: $0) }
        self = .tags(tags.contains(nil) ? [] : tags.compactMap { $0 })
    }

    /// If-Match: whether the current tag (nil when there is no representation) is among these, by
    /// strong comparison (RFC 9110 section 13.1.1).
    public func isMatch(for current: EntityTag?) -> Bool {
        guard let current else { return false }
        switch self {
        case .any: return true
        case .tags(let tags): return tags.contains { $0.stronglyEquals(current) }
        }
    }

    /// If-None-Match: whether the current tag is among these, by weak comparison (section 13.1.2).
    public func isWeakMatch(for current: EntityTag?) -> Bool {
        guard let current else { return false }
        switch self {
        case .any: return true
        case .tags(let tags): return tags.contains { $0.weaklyEquals(current) }
        }
    }
}
