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
}
