import COpenSSL

/// The OpenSSL library inside.
public enum OpenSSLVersion {
    /// E.g. "3.0.19".
    public static var text: String {
        // A static string of the library (OpenSSL_version_string gives no name, only the number).
        guard let version = unsafe OpenSSL_version(OPENSSL_VERSION_STRING) else { return "unknown" }
        return unsafe String(cString: version)
    }
}
