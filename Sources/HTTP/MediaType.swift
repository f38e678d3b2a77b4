/// A media type with its parameters (RFC 9110 section 8.3.1).
public struct MediaType: Sendable, Equatable {
    /// "type/subtype" in lower case.
    public let essence: String
    /// Names in lower case; values unquoted.
    public let parameters: [Parameter]

    /// One parameter, as charset=utf-8.
    public struct Parameter: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    /// Reads a Content-Type value; nil when malformed.
    public init?(_ text: String) {
        let parts = FieldList.parts(text[...])
        guard let first = parts.first else { return nil }
        let names = first.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2,
            names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Bytes.isToken) })
        else { return nil }
        essence = first.lowercased()
        var parameters: [Parameter] = []
        for part in parts.dropFirst() {
            guard let parameter = Self.parameter(part) else { return nil }
            parameters.append(parameter)
        }
        self.parameters = parameters
    }

    /// The first value of a parameter (name in lower case).
    public func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    /// name=token or name="quoted \" string".
    static func parameter(_ part: Substring) -> Parameter? {
        guard let equals = part.firstIndex(of: "=") else { return nil }
        let name = part[..<equals]
        let value = part[part.index(after: equals)...]
        guard !name.isEmpty, name.utf8.allSatisfy(Bytes.isToken) else { return nil }
        if value.utf8.first == 0x22 {
            guard let text = unquoted(value) else { return nil }
            return Parameter(name: name.lowercased(), value: text)
        }
        guard !value.isEmpty, value.utf8.allSatisfy(Bytes.isToken) else { return nil }
        return Parameter(name: name.lowercased(), value: String(value))
    }

    private static func unquoted(_ value: Substring) -> String? {
        var bytes: [UInt8] = []
        var isEscaped = false
        var isClosed = false
        for byte in value.utf8.dropFirst() {
            if isClosed { return nil }
            if isEscaped {
                // Only quote and backslash are escaped; other backslashes are file paths of old clients.
                if byte != 0x22, byte != 0x5C { bytes.append(0x5C) }
                bytes.append(byte)
                isEscaped = false
            } else if byte == 0x5C {
                isEscaped = true
            } else if byte == 0x22 {
                isClosed = true
            } else {
                bytes.append(byte)
            }
        }
        return isClosed ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
