import Compression
public import ObjectStore
import Platform

/// The key file of an instance at a destination of its own: 4,096 keys an object, replaced when one of
/// them changes, so that an erased key is erased there too.
///
///     keys/00000000, keys/00000001, …      128 KiB each, the last shorter
public struct KeyRepository: Sendable {
    public static let fileName = "keys"
    static let blockBytes = 4096 * keyBytes
    private static let keyBytes = 32
    private static let prefix: ObjectPrefix = "keys/"

    private let store: any ObjectStore

    public init(_ store: any ObjectStore) { self.store = store }

    /// The same place for who holds nothing of it in memory: see `Reopening`.
    func reopened() -> KeyRepository {
        KeyRepository((store as? any Reopening)?.reopened() ?? store)
    }

    /// Puts a block.
    func put(_ index: Int, _ bytes: [UInt8]) throws(BackupError) {
        _ = try BackupError.storing { () throws(ObjectStoreError) in
            try store.put(Self.key(index), .bytes(bytes))
        }
    }

    /// Refuses a destination that holds another file's keys. `block` is our first.
    func refuseUnlessOurs(_ block: [UInt8]) throws(BackupError) {
        let stored: [UInt8]
        do throws(ObjectStoreError) {
            stored = try store.bytes(Self.key(0), bytesMax: Self.blockBytes).bytes
        } catch {
            if error.cause == .notFound { return }
            throw .store(error)
        }
        guard Self.mayReplace(stored, with: block) else {
            throw .refused(
                "The destination of the keys holds those of another key file, which are not "
                    + "overwritten: this instance's keys are not backed up. Name another destination "
                    + "for them.")
        }
    }

    /// Whether each key that is stored is in ours, or erased there. The first 32 bytes of the first block
    /// say what the file is and are the same.
    static func mayReplace(
        _ stored: [UInt8], with ours: [UInt8], isFirst: Bool = true
    ) -> Bool {
        stride(from: 0, to: stored.count, by: keyBytes).allSatisfy { start in
            let theirs = stored[start..<min(start + keyBytes, stored.count)]
            if theirs.allSatisfy({ $0 == 0 }) { return true }
            guard start + keyBytes <= ours.count else { return false }
            let mine = ours[start..<start + keyBytes]
            let mayBeErased = start > 0 || !isFirst
            return mine.starts(with: theirs) || mayBeErased && mine.allSatisfy { $0 == 0 }
        }
    }

    /// Puts the file together again.
    public func fetch(to path: String) throws(BackupError) {
        var keys: [ObjectKey] = []
        try BackupError.storing { () throws(ObjectStoreError) in
            try store.forEach(in: Self.prefix) { keys.append($0.key) }
        }
        keys.sort()
        guard !keys.isEmpty else {
            throw .refused("The destination of the keys holds no key file.")
        }
        guard keys == keys.indices.map(Self.key) else {
            throw .refused("The destination of the keys holds \(keys.count) parts with a gap.")
        }
        let file = try BackupError.onDisk { () throws(SystemError) in
            try File.open(path, .creating)
        }
        for key in keys {
            let block = try BackupError.storing { () throws(ObjectStoreError) in
                try store.bytes(key, bytesMax: Self.blockBytes).bytes
            }
            try BackupError.onDisk { () throws(SystemError) in try file.append(block) }
        }
        try BackupError.onDisk { () throws(SystemError) in try file.sync() }
    }

    private static func key(_ index: Int) -> ObjectKey {
        let text = String(index, radix: 16)
        return ObjectKey(
            stringLiteral: "keys/" + String(repeating: "0", count: max(0, 8 - text.count)) + text)
    }
}
