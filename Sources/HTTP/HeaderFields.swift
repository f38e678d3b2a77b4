/// Header fields in the order they came; names compare without case (RFC 9110 section 5.1).
public struct HeaderFields: Sendable, Equatable {
    /// One field line. `name` is lower case; `value` has no surrounding white space, CR, LF or NUL.
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public private(set) var fields: [Field] = []

    public init() {}

    /// The first value of `name` (given in lower case), or nil.
    public subscript(name: String) -> String? {
        for field in fields where field.name == name { return field.value }
        return nil
    }

    /// Every value of `name` (given in lower case), in order.
    public func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// Appends a field. This is the one setter, so no header we send can be split.
    ///
    /// - Precondition: `name` is a lower-case token, `value` holds no CR, LF or NUL.
    public mutating func append(_ name: String, _ value: String) {
        precondition(!name.isEmpty && name.utf8.allSatisfy(Self.isLowercaseTokenByte))
        precondition(value.utf8.allSatisfy { $0 != 0x0D && $0 != 0x0A && $0 != 0 })
        fields.append(Field(name: name, value: value))
    }

    /// Appends a field line that the request parser has checked.
    mutating func appendParsed(_ name: String, _ value: String) {
        if fields.isEmpty { fields.reserveCapacity(12) }
        fields.append(Field(name: name, value: value))
    }

    /// Puts `value` in place of every earlier field of that name.
    public mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name == name }
        append(name, value)
    }

    private static func isLowercaseTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }
}
