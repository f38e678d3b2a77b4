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
