/// The Content-Disposition of a download or an image (RFC 6266).
public enum ContentDisposition {
    /// The field's value: a plain name for old clients, the real one in RFC 8187's form beside it
    /// where it differs. No byte of `fileName` ends the field or its quotes.
    public static func value(_ kind: Kind, fileName: String) -> String {
        let plain = String(decoding: fileName.unicodeScalars.map(fallback), as: UTF8.self)
        var value = "\(kind.rawValue); filename=\"\(plain)\""
        if plain != fileName { value += "; filename*=UTF-8''\(encoded(fileName))" }
        return value
    }

    /// What the client does with it.
    public enum Kind: String, Sendable {
        /// Saved, never shown.
        case attachment
        /// Shown where the client can.
        case inline
    }

    /// Quotes and backslashes would end the quoted string, and a percent sign is read as an escape by
    /// some (RFC 6266 appendix D).
    private static func fallback(_ scalar: Unicode.Scalar) -> UInt8 {
        let isPlain =
            (0x20...0x7E).contains(scalar.value) && !"\"\\%/".unicodeScalars.contains(scalar)
        return isPlain ? UInt8(scalar.value) : UInt8(ascii: "_")
    }

    /// RFC 8187 section 3.2.1: attr-char as it is, everything else as %XX of its UTF-8.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isAttributeCharacter(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isAttributeCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$&+-.^_`|~".utf8.contains(byte)
        }
    }
}
