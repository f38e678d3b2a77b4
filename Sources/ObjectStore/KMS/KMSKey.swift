import Crypto
import JSON

/// A key of a key management service that wraps data keys for one instance. The service sees the data key
/// and the instance's name, and nothing that is sealed.
struct KMSKey: Sendable {
    /// What the encryption context has besides what the service adds: policies may ask for it
    /// (kms:EncryptionContext:ibtool-instance).
    static let contextName = "ibtool-instance"
    /// Bytes of what a service wraps (Decrypt, CiphertextBlob).
    static let wrappedBytesMax = 6144

    let exchange: KMSExchange
    let location: KMSLocation
    let instance: String
    let retry: Retry

    private var context: JSONValue {
        .object(JSONObject([(Self.contextName, .string(instance))]))
    }

    /// A new data key and how it is kept.
    func draw() throws(ObjectStoreError) -> (key: [UInt8], wrapped: [UInt8]) {
        let answer = try send(
            .generateDataKey,
            [
                ("KeyId", .string(location.key)), ("KeySpec", .string("AES_256")),
                ("EncryptionContext", context),
            ])
        guard let wrapped = Self.bytes(answer["CiphertextBlob"]), !wrapped.isEmpty,
            wrapped.count <= Self.wrappedBytesMax
        else { throw senseless() }
        return (try plain(answer), wrapped)
    }

    /// The data key that was wrapped: with the key that wraps new ones, or with an old one.
    func unwrap(_ wrapped: [UInt8]) throws(ObjectStoreError) -> [UInt8] {
        // What is not wrapped by one key may be by the next: what another one says is worth more.
        var failure: ObjectStoreError?
        for key in [location.key] + location.oldKeys {
            do throws(ObjectStoreError) {
                return try plain(
                    send(
                        .decrypt,
                        [
                            ("KeyId", .string(key)),
                            ("CiphertextBlob", .string(Base64.encode(wrapped))),
                            ("EncryptionContext", context),
                        ]))
            } catch {
                if error.isTransient { throw error }
                if failure == nil { failure = error }
                if case .keyManagement(.otherKey) = failure?.cause { failure = error }
            }
        }
        throw failure ?? senseless()
    }

    private func send(
        _ operation: KMSExchange.Operation, _ members: [(String, JSONValue)]
    ) throws(ObjectStoreError) -> JSONObject {
        try retry.run { () throws(ObjectStoreError) in
            try exchange.send(operation, JSONObject(members), about: name)
        }
    }

    private func plain(_ answer: JSONObject) throws(ObjectStoreError) -> [UInt8] {
        guard let key = Self.bytes(answer["Plaintext"]), key.count == Sealing.keyBytes else {
            throw senseless()
        }
        return key
    }

    private static func bytes(_ value: JSONValue?) -> [UInt8]? {
        value?.stringValue.flatMap { Base64.decode($0) }
    }

    private var name: String { KMSLocation.scheme + location.key }

    private func senseless() -> ObjectStoreError {
        ObjectStoreError(
            .open, name, .keyManagement(.refused("its answer lacks a key of 256 bits")))
    }
}
