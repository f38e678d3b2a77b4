/// What a field of a log line may hold. A `Secret` becomes "redacted".
public enum LogValue: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)

    public init(_ value: Secret) { self = .text(value.description) }
}

extension LogValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self = .text(value) }
}

extension LogValue: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self = .integer(value) }
}

extension LogValue: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension LogValue {
    /// Appends the value as JSON.
    func write(asJSON line: inout [UInt8]) {
        switch self {
        case .text(let text): Self.write(text, asJSON: &line)
        case .integer(let value): line.append(contentsOf: String(value).utf8)
        case .number(let value):
            line.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
        case .flag(let value): line.append(contentsOf: (value ? "true" : "false").utf8)
        }
    }

    /// Appends the value for a person's eyes, without control bytes.
    func write(asText line: inout [UInt8]) {
        switch self {
        case .text(let text):
            let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 < 0x7F }
            if isPlain, !text.isEmpty {
                line.append(contentsOf: text.utf8)
            } else {
                Self.write(text, asJSON: &line)
            }
        default: write(asJSON: &line)
        }
    }

    /// A JSON string in which every control character, DEL and C1 code is escaped, so that no log
    /// reader or terminal obeys what a client sent.
    static func write(_ text: String, asJSON line: inout [UInt8]) {
        line.append(0x22)
        defer { line.append(0x22) }
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C
        }
        if isPlain { return line.append(contentsOf: text.utf8) }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C:
                line.append(0x5C)
                line.append(UInt8(scalar.value))
            case 0x0A: line.append(contentsOf: "\\n".utf8)
            case 0x0D: line.append(contentsOf: "\\r".utf8)
            case 0x09: line.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029:
                let digits = String(scalar.value, radix: 16)
                line.append(contentsOf: "\\u".utf8)
                line.append(contentsOf: repeatElement(0x30, count: 4 - digits.utf8.count))
                line.append(contentsOf: digits.utf8)
            default: line.append(contentsOf: String(scalar).utf8)
            }
        }
    }
}
