/// Bytes as text with padding (RFC 4648 section 4).
public enum Base64 {
    /// Four letters for three bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        let letters = Base64URL.encode(bytes).utf8.map { letter -> UInt8 in
            switch letter {
            case 0x2D: 0x2B
            case 0x5F: 0x2F
            default: letter
            }
        }
        let padding = [UInt8](repeating: 0x3D, count: (4 - letters.count % 4) % 4)
        return String(decoding: letters + padding, as: UTF8.self)
    }

    /// Nil for other letters, for padding that is missing or too much, and for left-over bits that are
    /// not zero, so that each value has one text.
    public static func decode(_ text: String) -> [UInt8]? {
        let letters = Array(text.utf8)
        guard letters.count.isMultiple(of: 4) else { return nil }
        let padding = letters.suffix(2).reversed().prefix { $0 == 0x3D }.count
        let plain = letters.dropLast(padding)
        guard padding == (4 - plain.count % 4) % 4 else { return nil }
        var urlLetters: [UInt8] = []
        urlLetters.reserveCapacity(plain.count)
        for letter in plain {
            switch letter {
            case 0x2B: urlLetters.append(0x2D)
            case 0x2F: urlLetters.append(0x5F)
            case 0x2D, 0x5F: return nil
            default: urlLetters.append(letter)
            }
        }
        return Base64URL.decode(String(decoding: urlLetters, as: UTF8.self))
    }
}
