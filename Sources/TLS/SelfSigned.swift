import COpenSSL
public import Platform

/// A certificate that nobody vouches for but itself: ECDSA over P-256, to be trusted by its
/// fingerprint.
public enum SelfSigned {
    /// How long one holds; browsers accept no more (CA/Browser Forum, Baseline Requirements 6.3.2).
    public static let validity = Duration.seconds(397 * 86_400)
    /// A new one is made when less than this is left.
    public static let renewalTime = Duration.seconds(30 * 86_400)

    /// Certificate and key in one PEM text, for these host names and addresses, from a minute before
    /// `now`.
    public static func make(for names: [String], now: Timestamp) throws(TLSError) -> [UInt8] {
        Library.prepare()
        Library.forgetErrors()
        let maker = try SelfSignedMaker()
        try maker.fill(names: names.filter(isName), from: now + .seconds(-60), to: now + validity)
        return try maker.pem()
    }

    /// Whether the name can stand in a certificate: a host name, also with a wildcard for its first
    /// label, or an address.
    public static func isName(_ name: String) -> Bool {
        if NetworkAddress(name) != nil { return true }
        let letters = name.hasPrefix("*.") ? name.utf8.dropFirst(2) : name.utf8[...]
        return !letters.isEmpty && name.utf8.count <= 253
            && letters.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0)
                    || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
            }
    }
}

/// A certificate in the making, with its key.
@safe
private struct SelfSignedMaker: ~Copyable {
    private let certificate: OpaquePointer
    private let key: OpaquePointer

    init() throws(TLSError) {
        guard let key = unsafe Self.makeKey() else {
            throw .failed(operation: "make a key", reason: Library.takeReason())
        }
        guard let certificate = unsafe X509_new() else {
            unsafe EVP_PKEY_free(key)
            throw .failed(operation: "make a certificate", reason: Library.takeReason())
        }
        unsafe self.certificate = certificate
        unsafe self.key = key
    }

    deinit {
        unsafe X509_free(certificate)
        unsafe EVP_PKEY_free(key)
    }

    /// Writes every field and signs.
    func fill(names: [String], from start: Timestamp, to end: Timestamp) throws(TLSError) {
        // Version 3 is written as 2 (RFC 5280 section 4.1.2.1).
        var isFine = unsafe X509_set_version(certificate, 2) == 1
        isFine = isFine && setSerialNumber()
        isFine = isFine && setSubject(names.first ?? "localhost")
        isFine = isFine && setTimes(start, end)
        isFine = unsafe isFine && X509_set_pubkey(certificate, key) == 1
        isFine = isFine && add(NID_basic_constraints, "critical,CA:FALSE")
        isFine = isFine && add(NID_key_usage, "critical,digitalSignature")
        isFine = isFine && add(NID_ext_key_usage, "serverAuth")
        isFine = isFine && add(NID_subject_key_identifier, "hash")
        let entries = names.map { NetworkAddress($0) == nil ? "DNS:\($0)" : "IP:\($0)" }
        isFine = isFine && add(NID_subject_alt_name, entries.joined(separator: ","))
        isFine = unsafe isFine && X509_sign(certificate, key, EVP_sha256()) > 0
        if !isFine {
            throw .failed(operation: "write a certificate", reason: Library.takeReason())
        }
    }

    /// The certificate, then its key.
    func pem() throws(TLSError) -> [UInt8] {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else {
            throw .failed(operation: "write a certificate", reason: Library.takeReason())
        }
        defer { unsafe BIO_free(bio) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        guard unsafe PEM_write_bio_X509(bio, certificate) == 1,
            unsafe PEM_write_bio_PrivateKey(bio, key, nil, nil, 0, nil, nil) == 1
        else { throw .failed(operation: "write a certificate", reason: Library.takeReason()) }
        let count = unsafe BIO_read(bio, &bytes, Int32(bytes.count))
        return Array(bytes.prefix(Int(max(0, count))))
    }

    private static func makeKey() -> OpaquePointer? {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            unsafe EVP_PKEY_generate(context, &key) == 1
        else { return nil }
        return unsafe key
    }

    /// 127 random bits (RFC 5280 section 4.1.2.2: positive, at most 20 bytes).
    private func setSerialNumber() -> Bool {
        guard let number = unsafe BN_new() else { return false }
        defer { unsafe BN_free(number) }
        return unsafe BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
            && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
    }

    /// Issuer and subject are one.
    private func setSubject(_ name: String) -> Bool {
        guard let subject = unsafe X509_get_subject_name(certificate) else { return false }
        // A common name has 64 letters at most (X.520); the names that count are the alternatives.
        let text = Array(name.utf8.prefix(64))
        return unsafe X509_NAME_add_entry_by_txt(
            subject, "CN", MBSTRING_UTF8, text, Int32(text.count), -1, 0) == 1
            && X509_set_issuer_name(certificate, subject) == 1
    }

    private func setTimes(_ start: Timestamp, _ end: Timestamp) -> Bool {
        unsafe ASN1_TIME_set(X509_getm_notBefore(certificate), Int(start.seconds)) != nil
            && ASN1_TIME_set(X509_getm_notAfter(certificate), Int(end.seconds)) != nil
    }

    private func add(_ kind: Int32, _ value: String) -> Bool {
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
        guard let field = unsafe X509V3_EXT_conf_nid(nil, &context, kind, value) else {
            return false
        }
        defer { unsafe X509_EXTENSION_free(field) }
        return unsafe X509_add_ext(certificate, field, -1) == 1
    }
}
