import COpenSSL
import Platform

/// Reads what stands in certificates; the one place that walks the library's structures.
enum CertificateReader {
    /// Every certificate of a PEM file, at least one. The caller frees them.
    static func certificates(
        _ bytes: [UInt8], path: String, countMax: Int = Certificate.chainMax + 1
    ) throws(TLSError) -> [OpaquePointer] {
        Library.prepare()
        Library.forgetErrors()
        let reader = try MemoryReader(bytes)
        var found: [OpaquePointer] = unsafe []
        while unsafe found.count <= countMax,
            let certificate = unsafe PEM_read_bio_X509(reader.bio, nil, refusePassphrase, nil)
        {
            unsafe found.append(certificate)
        }
        // The end of the file is "no start line"; anything else is a broken certificate.
        let last = ERR_peek_last_error()
        let isEnd = last == 0 || ERR_GET_REASON(last) == PEM_R_NO_START_LINE
        let isTooLong = unsafe found.count > countMax
        if unsafe isEnd && !isTooLong && !found.isEmpty {
            Library.forgetErrors()
            return unsafe found
        }
        for index in unsafe found.indices { unsafe X509_free(found[index]) }
        let reason = isTooLong ? "more than \(countMax) of them" : Library.takeReason()
        throw .notACertificate(path: path, reason: reason)
    }

    /// The private key of a PEM file. The caller frees it.
    static func key(_ bytes: [UInt8], path: String) throws(TLSError) -> OpaquePointer {
        Library.forgetErrors()
        let reader = try MemoryReader(bytes)
        guard let key = unsafe PEM_read_bio_PrivateKey(reader.bio, nil, refusePassphrase, nil)
        else { throw .notAKey(path: path, reason: Library.takeReason()) }
        return unsafe key
    }

    /// The DNS names of the subject's alternative names (RFC 6125), in lower case.
    static func names(of certificate: OpaquePointer) -> [String] {
        let found = unsafe X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil)
        guard let list = unsafe found else { return [] }
        let stack = OpaquePointer(list)
        defer { unsafe GENERAL_NAMES_free(stack) }
        var names: [String] = []
        for index in 0..<max(0, unsafe OPENSSL_sk_num(stack)) {
            guard let entry = unsafe OPENSSL_sk_value(stack, index) else { continue }
            let name = unsafe entry.assumingMemoryBound(to: GENERAL_NAME.self)
            var kind: Int32 = 0
            guard let value = unsafe GENERAL_NAME_get0_value(name, &kind), kind == GEN_DNS else {
                continue
            }
            let text = unsafe value.assumingMemoryBound(to: ASN1_STRING.self)
            names.append(unsafe string(text).lowercased())
        }
        return names
    }

    /// When the certificate ends.
    static func notAfter(of certificate: OpaquePointer) -> Timestamp {
        var days: Int32 = 0
        var seconds: Int32 = 0
        // Counted from the epoch, so that no time zone and no C calendar is involved.
        guard let epoch = unsafe ASN1_TIME_set(nil, 0) else {
            return Timestamp(microseconds: 0)
        }
        defer { unsafe ASN1_TIME_free(epoch) }
        let code = unsafe ASN1_TIME_diff(
            &days, &seconds, epoch, X509_get0_notAfter(certificate))
        guard code == 1 else { return Timestamp(microseconds: 0) }
        return Timestamp(microseconds: (Int64(days) * 86_400 + Int64(seconds)) * 1_000_000)
    }

    /// SHA-256 of the certificate.
    static func fingerprint(of certificate: OpaquePointer) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let code = unsafe X509_digest(certificate, EVP_sha256(), &digest, &length)
        return code == 1 ? Array(digest.prefix(Int(length))) : []
    }

    /// A subject in one line (RFC 2253), e.g. "CN=Anna,O=Clinic".
    static func subject(of certificate: OpaquePointer) -> String {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(bio) }
        let flags = ibt_name_one_line
        unsafe X509_NAME_print_ex(bio, X509_get_subject_name(certificate), 0, flags)
        var room = [UInt8](repeating: 0, count: 1024)
        let count = unsafe BIO_read(bio, &room, Int32(room.count))
        return String(decoding: room.prefix(Int(max(0, count))), as: UTF8.self)
    }

    private static func string(_ text: UnsafeMutablePointer<ASN1_STRING>) -> String {
        let count = Int(unsafe ASN1_STRING_length(text))
        guard count > 0, let start = unsafe ASN1_STRING_get0_data(text) else { return "" }
        // The library's bytes, as many as it says, copied at once.
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}

/// A key with a passphrase is refused; the library would ask on the terminal.
private func refusePassphrase(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _ isWriting: Int32,
    _ argument: UnsafeMutableRawPointer?
) -> Int32 { -1 }
