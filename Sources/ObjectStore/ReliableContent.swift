import Crypto
import Platform

/// The content of a reading that goes on after it broke, and whose end is its digest's.
final class ReliableContent: ObjectContent {
    private let store: any ObjectStore
    private let retry: Retry
    private let key: ObjectKey
    private let tag: ObjectTag
    private let digest: String?
    private var hash = SHA256()
    private var content: any ObjectContent
    /// What has not come yet.
    private var rest: Range<Int64>
    private var isFinished = false

    init(
        _ object: StoredObject, _ key: ObjectKey, of store: any ObjectStore, _ retry: Retry,
        digest: String?
    ) {
        self.store = store
        self.retry = retry
        self.key = key
        self.digest = digest
        tag = object.attributes.tag
        content = object.content
        rest = object.range
    }

    func next() throws(ObjectStoreError) -> [UInt8]? {
        if isFinished { return nil }
        var isBroken = false
        let piece = try retry.run { () throws(ObjectStoreError) in
            if isBroken { try resume() }
            isBroken = true
            let piece = try content.next()
            if piece == nil, !rest.isEmpty {
                throw ObjectStoreError(.get, "\(key)", .disconnected("the content ended early"))
            }
            return piece
        }
        guard let piece else {
            try finish()
            return nil
        }
        guard Int64(piece.count) <= rest.upperBound - rest.lowerBound else {
            throw damaged("more came than was stored")
        }
        rest = rest.lowerBound + Int64(piece.count)..<rest.upperBound
        if digest != nil { hash.update(piece) }
        return piece
    }

    /// Opens what has not come yet, of the same version.
    private func resume() throws(ObjectStoreError) {
        let object = try store.get(key, range: rest)
        guard object.attributes.tag == tag, object.range == rest else {
            throw ObjectStoreError(.get, "\(key)", .conditionFailed)
        }
        content = object.content
    }

    private func finish() throws(ObjectStoreError) {
        isFinished = true
        if let digest, Hex.encode(hash.finish()) != digest {
            throw damaged("its SHA-256 is another one")
        }
    }

    private func damaged(_ why: String) -> ObjectStoreError {
        ObjectStoreError(.get, "\(key)", .damaged(why))
    }
}
