import Crypto
public import Platform

/// A store over one that fails now and then: what failed in passing is tried again within one budget,
/// a write whose outcome is unknown is looked for, a reading that broke goes on where it stopped, and
/// what was read whole is compared with the SHA-256 it was stored with.
///
/// Both go into the object's metadata under names that begin with "ibtool-" and that callers do not see.
public struct ReliableStore: ObjectStore, LeftoverClearing {
    /// Metadata of ours.
    enum Mark {
        static let prefix = "ibtool-"
        /// SHA-256 of the content, hexadecimal.
        static let digest = "ibtool-sha256"
        /// Drawn for each put, so that a put can be told from another one of the same bytes.
        static let put = "ibtool-put"
        static let putBytes = 12
    }

    private let store: any ObjectStore
    private let retry: Retry
    private let random: RandomSource

    public init(_ store: any ObjectStore, _ retry: Retry = Retry(), random: RandomSource = .system)
    {
        self.store = store
        self.retry = retry
        self.random = random
    }

    /// Metadata must leave room for two marks (about 120 bytes) and not begin with "ibtool-".
    @discardableResult
    public func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        let mark = Hex.encode(random.bytes(Mark.putBytes))
        let marked = try marked(metadata, mark, Hex.encode(try body.digest()), key)
        var mayHaveHappened = false
        do throws(ObjectStoreError) {
            return try retry.run { () throws(ObjectStoreError) in
                do throws(ObjectStoreError) {
                    return try store.put(key, body, metadata: marked, if: condition)
                } catch {
                    // Refused, perhaps by what an earlier try of this very put stored.
                    if error.cause == .conditionFailed, let tag = try tag(of: mark, at: key) {
                        return tag
                    }
                    if error.outcomeIsUnknown { mayHaveHappened = true }
                    throw error
                }
            }
        } catch {
            let isKnown = error.cause == .conditionFailed || !mayHaveHappened
            throw isKnown ? error : error.withUnknownOutcome()
        }
    }

    /// See `ObjectStore`.
    public func get(
        _ key: ObjectKey, range: Range<Int64>?
    ) throws(ObjectStoreError) -> StoredObject {
        let object = try retry.run { () throws(ObjectStoreError) in
            try store.get(key, range: range)
        }
        let attributes = object.attributes
        let isWhole = object.range == 0..<attributes.byteCount
        let content = ReliableContent(
            object, key, of: store, retry, digest: isWhole ? attributes.metadata[Mark.digest] : nil)
        return StoredObject(
            attributes: ObjectAttributes(
                byteCount: attributes.byteCount, tag: attributes.tag,
                lastModified: attributes.lastModified, metadata: unmarked(attributes.metadata)),
            range: object.range, content: content)
    }

    /// See `ObjectStore`.
    public func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage {
        try retry.run { () throws(ObjectStoreError) in try store.list(prefix, after: last) }
    }

    /// See `ObjectStore`.
    public func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
        try retry.run { () throws(ObjectStoreError) in try store.delete(key, ifTag: tag) }
    }

    /// Where the store below has something to clear.
    public func clearLeftovers(olderThan age: Duration) throws(ObjectStoreError) -> Int {
        guard let store = store as? any LeftoverClearing else { return 0 }
        return try retry.run { () throws(ObjectStoreError) in
            try store.clearLeftovers(olderThan: age)
        }
    }

    /// The tag of what is stored there, if it is what the put of that mark stored.
    private func tag(of mark: String, at key: ObjectKey) throws(ObjectStoreError) -> ObjectTag? {
        do throws(ObjectStoreError) {
            let attributes = try store.get(key, range: 0..<0).attributes
            return attributes.metadata[Mark.put] == mark ? attributes.tag : nil
        } catch {
            if error.cause == .notFound { return nil }
            throw error
        }
    }

    private func marked(
        _ metadata: ObjectMetadata, _ mark: String, _ digest: String, _ key: ObjectKey
    ) throws(ObjectStoreError) -> ObjectMetadata {
        precondition(metadata.values.keys.allSatisfy { !$0.hasPrefix(Mark.prefix) })
        var values = metadata.values
        values[Mark.put] = mark
        values[Mark.digest] = digest
        guard let marked = ObjectMetadata(values) else {
            throw ObjectStoreError(
                .put, "\(key)", .tooLarge(bytesMax: Int64(ObjectMetadata.bytesMax)))
        }
        return marked
    }

    private func unmarked(_ metadata: ObjectMetadata) -> ObjectMetadata {
        ObjectMetadata(metadata.values.filter { !$0.key.hasPrefix(Mark.prefix) }) ?? [:]
    }
}
