import COpenSSL

/// The OpenSSL library: made ready once, its errors read in one place.
enum Library {
    private static let isReady: Bool = {
        // Without this a static libcrypto reads the openssl.cnf of whatever host it runs on.
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
        return OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil) == 1
    }()

    /// To be called before anything else of the library.
    static func prepare() { precondition(isReady, "libssl cannot be initialised") }

    /// Forgets errors of earlier calls on this thread; they would be taken for the next call's.
    static func forgetErrors() { ERR_clear_error() }

    /// The oldest error of this thread in words; the queue is empty afterwards.
    static func takeReason() -> String {
        defer { ERR_clear_error() }
        let code = ERR_get_error()
        if code == 0 { return "no reason given" }
        // A static string of the library's tables.
        guard let text = unsafe ERR_reason_error_string(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}

/// Bytes of a file as the library reads them; freed at the end of its life.
@safe
struct MemoryReader: ~Copyable {
    let bio: OpaquePointer
    // The BIO borrows the bytes: they stay at one address as long as it lives.
    private let bytes: UnsafeMutablePointer<UInt8>

    init(_ content: [UInt8]) throws(TLSError) {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, content.count))
        for index in content.indices { unsafe bytes[index] = content[index] }
        guard let bio = unsafe BIO_new_mem_buf(bytes, Int32(clamping: content.count)) else {
            unsafe bytes.deallocate()
            throw .failed(operation: "read from memory", reason: Library.takeReason())
        }
        unsafe self.bio = bio
        unsafe self.bytes = bytes
    }

    deinit {
        unsafe BIO_free(bio)
        unsafe bytes.deallocate()
    }
}
