/// The name of an object: segments of a-z, 0-9, ".", "_" and "-", joined by "/", each beginning with a
/// letter or digit. Every store takes these as they are, unescaped.
///
/// No key may also be the beginning of another one's path ("a" and "a/b"): a directory cannot hold both.
public struct ObjectKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The longest key, in bytes; what stands before it at a store comes on top.
    public static let bytesMax = 512
    /// The longest segment.
    public static let segmentBytesMax = 200

    public let description: String

    /// Nil for anything but such a name.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax, Self.isPath(text.utf8) else { return nil }
        description = text
    }

    /// By bytes.
    public static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    private static func isPath(_ bytes: String.UTF8View) -> Bool {
        bytes.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy { segment in
            guard let first = segment.first, segment.count <= segmentBytesMax else { return false }
            return isAlphanumeric(first) && segment.allSatisfy(isKeyByte)
        }
    }

    fileprivate static func isKeyByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}

extension ObjectKey: ExpressibleByStringInterpolation {
    /// A key that the program makes itself; what comes from outside goes through `init?`.
    ///
    /// - Precondition: it is one.
    public init(stringLiteral text: String) {
        guard let key = ObjectKey(text) else { preconditionFailure("no object key: \(text)") }
        self = key
    }
}

/// What keys begin with: the empty prefix is all of them. Only bytes of keys and "/".
public struct ObjectPrefix: Sendable, Hashable, CustomStringConvertible {
    /// Every key.
    public static let all = ObjectPrefix(stringLiteral: "")

    public let description: String

    /// Nil for bytes that no key has.
    public init?(_ text: String) {
        guard text.utf8.count <= ObjectKey.bytesMax,
            text.utf8.allSatisfy({ ObjectKey.isKeyByte($0) || $0 == 0x2F })
        else { return nil }
        description = text
    }
}

extension ObjectPrefix: ExpressibleByStringInterpolation {
    /// A prefix that the program makes itself.
    ///
    /// - Precondition: it has bytes of keys only.
    public init(stringLiteral text: String) {
        guard let prefix = ObjectPrefix(text) else {
            preconditionFailure("no prefix of object keys: \(text)")
        }
        self = prefix
    }
}
