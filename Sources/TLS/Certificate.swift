import COpenSSL
public import Platform

/// Where a certificate and its key are.
public struct CertificateFiles: Sendable, Equatable {
    /// PEM: the server's own certificate first, then the chain up to but without the root.
    public let certificate: String
    /// PEM; the same file when both stand in one.
    public let key: String

    public init(certificate: String, key: String? = nil) {
        self.certificate = certificate
        self.key = key ?? certificate
    }
}

/// A certificate with its chain and its private key, checked to belong together. Immutable.
@safe
public final class Certificate: @unchecked Sendable {
    // Sendable: the library counts references atomically, and nothing is changed after init.
    let leaf: OpaquePointer
    let key: OpaquePointer
    let chain: [OpaquePointer]

    /// Where it was read from.
    public let files: CertificateFiles
    /// The host names it is for, in lower case, "*.example.org" among them.
    public let names: [String]
    /// When it ends.
    public let notAfter: Timestamp
    /// SHA-256 over the certificate's DER bytes.
    public let fingerprint: [UInt8]

    /// The longest file that is read.
    public static let bytesMax = 1 << 20
    /// Certificates of a chain, the server's own not counted.
    static let chainMax = 16

    /// Reads and checks both files.
    public convenience init(_ files: CertificateFiles) throws(TLSError) {
        let certificate = try Self.read(files.certificate)
        let key = files.key == files.certificate ? certificate : try Self.read(files.key)
        try self.init(files, certificate: certificate, key: key)
    }

    init(_ files: CertificateFiles, certificate: [UInt8], key: [UInt8]) throws(TLSError) {
        Library.prepare()
        let read = unsafe try CertificateReader.certificates(certificate, path: files.certificate)
        let leaf = unsafe read[0]
        let chain = unsafe Array(read.dropFirst())
        let privateKey: OpaquePointer
        do throws(TLSError) {
            unsafe privateKey = try CertificateReader.key(key, path: files.key)
        } catch {
            for index in unsafe read.indices { unsafe X509_free(read[index]) }
            throw error
        }
        unsafe self.leaf = leaf
        unsafe self.chain = chain
        unsafe self.key = privateKey
        self.files = files
        names = unsafe CertificateReader.names(of: leaf)
        notAfter = unsafe CertificateReader.notAfter(of: leaf)
        fingerprint = unsafe CertificateReader.fingerprint(of: leaf)
        // From here on deinit frees what was read.
        guard unsafe X509_check_private_key(leaf, privateKey) == 1 else {
            Library.forgetErrors()
            throw .mismatch(certificate: files.certificate, key: files.key)
        }
    }

    deinit {
        unsafe X509_free(leaf)
        for index in unsafe chain.indices { unsafe X509_free(chain[index]) }
        unsafe EVP_PKEY_free(key)
    }

    /// The fingerprint as browsers show it: "AB:CD:…".
    public var fingerprintText: String {
        fingerprint.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }

    static func read(_ path: String) throws(TLSError) -> [UInt8] {
        do throws(DurableFile.ReadError) {
            return try DurableFile.read(path, bytesMax: bytesMax)
        } catch {
            throw .unreadable(error)
        }
    }
}
