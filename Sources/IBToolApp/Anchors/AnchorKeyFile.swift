import Crypto
import Platform

/// The file of the key that anchors are signed with: PKCS #8 in PEM, 0600. Its content is told nobody.
enum AnchorKeyFile {
    private static let bytesMax = 4096

    /// The key of the file; a new one, kept there, when the file is missing.
    static func loadOrMake(_ path: String) throws(CommandFailure) -> SigningKey {
        if let key = try load(path) { return key }
        do {
            let key = try SigningKey.make()
            try DurableFile.write(key.pem, to: path)
            return key
        } catch {
            throw .failed("the key of anchors could not be made: \(error)")
        }
    }

    /// The key of the file; nil when there is no file.
    static func load(_ path: String) throws(CommandFailure) -> SigningKey? {
        do {
            if try DurableFile.status(path) == nil { return nil }
            return try SigningKey(pem: try DurableFile.read(path, bytesMax: bytesMax))
        } catch is CryptoError {
            throw .failed("\(path) holds no Ed25519 key in PEM (PKCS #8)")
        } catch {
            throw .failed("\(error)")
        }
    }
}
