/// Short texts kept with an object. Names are lower-case letters, digits and "-"; values printable ASCII
/// without blanks at their ends; 2,048 bytes together, which is what S3 takes.
public struct ObjectMetadata: Sendable, Equatable {
    /// The most that names and values have together.
    public static let bytesMax = 2048

    public private(set) var values: [String: String]

    /// Nil for names and values that stores do not keep, or too many of them.
    public init?(_ values: [String: String]) {
        guard values.allSatisfy({ Self.isName($0.key) && Self.isValue($0.value) }),
            values.reduce(0, { $0 + $1.key.utf8.count + $1.value.utf8.count }) <= Self.bytesMax
        else { return nil }
        self.values = values
    }

    public subscript(name: String) -> String? { values[name] }

    /// Sorted by name.
    public var sorted: [(name: String, value: String)] {
        values.map { (name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }

    private static func isValue(_ text: String) -> Bool {
        text.utf8.first != 0x20 && text.utf8.last != 0x20
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

extension ObjectMetadata: ExpressibleByDictionaryLiteral {
    /// Metadata that the program makes itself.
    ///
    /// - Precondition: no name stands twice, and all can be kept.
    public init(dictionaryLiteral elements: (String, String)...) {
        guard let metadata = ObjectMetadata(Dictionary(uniqueKeysWithValues: elements)) else {
            preconditionFailure("no object metadata: \(elements.map(\.0))")
        }
        self = metadata
    }
}
