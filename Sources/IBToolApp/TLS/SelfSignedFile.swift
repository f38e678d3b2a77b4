import Platform
import TLS

/// The self-signed certificate in the data directory: certificate and key in one file, mode 0600.
enum SelfSignedFile {
    /// Its name in the data directory.
    static let name = "tls-self-signed.pem"

    /// Makes the file where it is missing or unreadable, nears its end, or lacks one of the names.
    ///
    /// - Returns: whether a new one was made.
    static func renew(_ path: String, names: [String], now: Timestamp) throws(TLSError) -> Bool {
        if let kept = current(path), kept.notAfter - now > SelfSigned.renewalTime,
            names.filter(isHostName).allSatisfy({ kept.names.contains($0) })
        {
            return false
        }
        let bytes = try SelfSigned.make(for: names, now: now)
        do throws(SystemError) {
            try DurableFile.write(bytes, to: path)
        } catch {
            throw .unreadable(.system(error))
        }
        return true
    }

    private static func current(_ path: String) -> Certificate? {
        do throws(TLSError) {
            return try Certificate(CertificateFiles(certificate: path))
        } catch {
            // Missing at the first start, or damaged: a new one takes its place either way.
            return nil
        }
    }

    /// Addresses do not count: servers are named by them in no handshake.
    private static func isHostName(_ name: String) -> Bool {
        SelfSigned.isName(name) && NetworkAddress(name) == nil
    }
}
