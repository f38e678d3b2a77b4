import COpenSSL

/// MD5 (RFC 1321), for checks against accidents that a protocol asks for (Content-MD5). It protects against
/// nobody who means harm.
public enum MD5 {
    /// The digest of these bytes, 16 of them.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 16)
        // The digest has room for the 16 bytes that are written; `bytes` is borrowed for the call.
        let code = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_md5(), nil)
        precondition(code == 1, "a digest in memory cannot fail")
        return digest
    }
}

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
