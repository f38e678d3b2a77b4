/// The cookies a request carries (RFC 6265 section 5.4), in order; values as sent.
public struct Cookies: Sendable, Equatable {
    private let pairs: [(name: String, value: String)]

    public init(_ headers: HeaderFields) {
        var pairs: [(name: String, value: String)] = []
        for field in headers.fields where field.name == "cookie" {
            for part in field.value.utf8.split(separator: 0x3B) {
                guard let equals = part.firstIndex(of: 0x3D) else { continue }
                let name = Bytes.trimmed(part[..<equals])
                var value = Bytes.trimmed(part[part.index(after: equals)...])
                if value.count >= 2, value.first == 0x22, value.last == 0x22 {
                    value = value.dropFirst().dropLast()
                }
                if !name.isEmpty {
                    pairs.append((String(Substring(name)), String(Substring(value))))
                }
            }
        }
        self.pairs = pairs
    }

    /// The value of `name`. Nil when absent, and when it is there twice with different values: one of
    /// them was planted by somebody else.
    public subscript(name: String) -> String? {
        let values = pairs.filter { $0.name == name }.map(\.value)
        guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    public static func == (left: Cookies, right: Cookies) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0 == $1 }
    }
}

/// A Set-Cookie field: Path=/, HttpOnly and SameSite=Lax always.
public struct SetCookie: Sendable, Equatable {
    public let name: String
    public let value: String
    /// How long it lasts; nil as long as the browser runs, zero removes it.
    public let maxAge: Duration?
    public let isSecure: Bool

    /// - Precondition: `name` is a token, `value` holds only cookie-octets (RFC 6265 section 4.1.1).
    public init(name: String, value: String, maxAge: Duration?, isSecure: Bool) {
        precondition(!name.isEmpty && name.utf8.allSatisfy(Bytes.isToken))
        precondition(
            value.utf8.allSatisfy {
                $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x2C && $0 != 0x3B && $0 != 0x5C
            })
        self.name = name
        self.value = value
        self.maxAge = maxAge
        self.isSecure = isSecure
    }

    /// The field's value.
    public var field: String {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        if isSecure { text += "; Secure" }
        if let maxAge { text += "; Max-Age=\(maxAge.components.seconds)" }
        return text
    }
}
