import ObjectStore
import Platform

/// What a place's objects are sealed with: then only IBTool restores them.
enum BackupEncryption: Sendable, Equatable {
    /// Keys in a file of one's own.
    case file(path: String)
    /// Keys that a key management service wrapped, kept beside the objects.
    case wrapped(KMSLocation)

    /// What stands for no encryption where several places are listed.
    static let absent = "none"
    /// Bytes of the largest key file.
    private static let fileBytesMax = 256 << 10

    /// Nil for `none`.
    static func parse(_ text: String) throws(CommandFailure) -> BackupEncryption? {
        guard text != absent else { return nil }
        guard text.hasPrefix(KMSLocation.scheme) else { return .file(path: text) }
        do throws(StoreLocation.Refusal) {
            return .wrapped(try KMSLocation(text))
        } catch {
            throw .failed("the encryption \(text.withoutSecrets): \(error)")
        }
    }

    /// Who restores, in a sentence.
    var warning: String {
        switch self {
        case .file: "Only ibtool with the key file restores it: keep that file elsewhere."
        case .wrapped:
            "Only ibtool with the right to decrypt by the key of the key management service restores "
                + "it: a key that is deleted there takes the backup with it."
        }
    }

    /// The store over `store`, the place that is called `name`.
    func seal(
        _ store: any ObjectStore, of name: String, _ opening: StoreOpening
    ) throws(CommandFailure) -> any ObjectStore {
        switch self {
        case .file(let path): return SealedStore(store, try Self.keys(in: path, of: name))
        case .wrapped(let location):
            do throws(ObjectStoreError) {
                return SealedStore(
                    store, try opening.wrappedKeys(location, at: store, of: name))
            } catch {
                throw .failed("\(error)")
            }
        }
    }

    private static func keys(
        in path: String, of name: String
    ) throws(CommandFailure) -> SealingKeys {
        let bytes: [UInt8]
        do throws(DurableFile.ReadError) {
            bytes = try DurableFile.read(path, bytesMax: fileBytesMax)
        } catch {
            throw .failed("the encryption of \(name): \(error)")
        }
        do throws(SealingKeys.Refusal) {
            return try SealingKeys(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .failed("the encryption of \(name): \(path): \(error)")
        }
    }
}
