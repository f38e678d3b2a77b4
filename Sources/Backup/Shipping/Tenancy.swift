import Crypto
import ObjectStore
import Platform

/// Says at a destination who writes there: the instance that started last. One that finds another's name
/// stops, before the two mix their histories.
///
///     instance      "ibtool instance " and 32 digits drawn at each start
struct Tenancy {
    private static let key: ObjectKey = "instance"
    private static let bytesMax = 1000

    private let store: any ObjectStore
    private let name: [UInt8]

    init(_ store: any ObjectStore) {
        self.store = store
        name = Array("ibtool instance \(Hex.encode(Random.bytes(16)))\n".utf8)
    }

    /// Takes the destination over.
    func claim() throws(BackupError) {
        _ = try BackupError.storing { () throws(ObjectStoreError) in
            try store.put(Self.key, .bytes(name))
        }
    }

    /// Looks whether it is still ours; claims it again where the name is gone.
    ///
    /// - Throws: `.foreignWriter`.
    func check() throws(BackupError) {
        let found: [UInt8]
        do throws(ObjectStoreError) {
            found = try store.bytes(Self.key, bytesMax: Self.bytesMax).bytes
        } catch {
            guard error.cause == .notFound else { throw .store(error) }
            return try claim()
        }
        if found != name { throw .foreignWriter(object: "\(Self.key)") }
    }
}
