/// A text that must not be seen: every way of printing it says "redacted".
public struct Secret: Sendable, Equatable {
    private let text: String

    public init(_ text: String) { self.text = text }

    /// Hands the text to `body`, the one way to it.
    public func reveal<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        try body(text)
    }

    /// Whether there is no text.
    public var isEmpty: Bool { text.isEmpty }

    /// Equality in a time that depends on the lengths alone.
    public static func == (left: Secret, right: Secret) -> Bool {
        let (one, other) = (Array(left.text.utf8), Array(right.text.utf8))
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in one.indices { difference |= one[index] ^ other[index] }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "redacted" }
    public var debugDescription: String { "redacted" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
