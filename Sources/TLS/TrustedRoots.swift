import Platform

/// Where the authorities are that this machine trusts: a static OpenSSL knows only its own build's place.
public enum TrustedRoots {
    /// There is no such file.
    public struct Missing: Error, Sendable, Equatable, CustomStringConvertible {
        /// Where was looked, in order.
        public let places: [String]

        public var description: String {
            "no file of trusted authorities: looked at \(places.joined(separator: ", "))"
        }
    }

    /// Debian, Alpine and Arch; RHEL and Fedora; SUSE; Alpine and BSD.
    public static let files = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    /// A client that trusts `given` alone, or what SSL_CERT_FILE or SSL_CERT_DIR names, or the machine's
    /// authorities.
    public static func client(
        given: String?, environment: [String: String]
    ) throws -> TLSClient {
        for path in [given, environment["SSL_CERT_FILE"], environment["SSL_CERT_DIR"]] {
            guard let path, !path.isEmpty else { continue }
            return try TLSClient(ClientPolicy(authorities: path))
        }
        for file in files {
            guard try DurableFile.status(file)?.kind == .file else { continue }
            return try TLSClient(ClientPolicy(authorities: file))
        }
        throw Missing(places: ["--ca-file", "SSL_CERT_FILE", "SSL_CERT_DIR"] + files)
    }
}
