/// A place for named, whole, immutable-once-read pieces of bytes: four verbs and no state of ours.
///
/// Every verb blocks and runs on the caller's thread. What a store promises, and what the conformance
/// suite checks of each: a put is seen whole or not at all, and once it returned it survives the power
/// going; a get sees the last put that returned; of several conditional puts at the same moment one
/// wins. The order of a listing is that of the keys' bytes within a folder; across "/" stores differ.
public protocol ObjectStore: Sendable {
    /// Stores `body` under `key`, in place of what is there unless `condition` says otherwise.
    ///
    /// - Returns: the tag of what is stored now.
    /// - Throws: `.conditionFailed` when the condition does not hold; an error with `outcomeIsUnknown`
    ///   when the body may be stored all the same.
    @discardableResult
    func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag

    /// Opens what is stored under `key`. A `range` is cut to what there is, down to nothing.
    ///
    /// - Throws: `.notFound` when there is nothing.
    func get(_ key: ObjectKey, range: Range<Int64>?) throws(ObjectStoreError) -> StoredObject

    /// Some of the objects whose keys begin with `prefix`: those that come after `last` in the store's
    /// order. To see all, ask again with `next` of each page until it is nil.
    func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage

    /// Removes `key`; fine when there is nothing.
    ///
    /// - Throws: `.conditionFailed` when there is something else than `tag`.
    func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError)
}

extension ObjectStore {
    /// Stores without condition or metadata.
    @discardableResult
    public func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata = [:]
    ) throws(ObjectStoreError) -> ObjectTag {
        try put(key, body, metadata: metadata, if: .always)
    }

    /// Stores without metadata, under a condition.
    @discardableResult
    public func put(
        _ key: ObjectKey, _ body: ObjectBody, if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        try put(key, body, metadata: [:], if: condition)
    }

    /// Opens all of it.
    public func get(_ key: ObjectKey) throws(ObjectStoreError) -> StoredObject {
        try get(key, range: nil)
    }

    /// Removes whatever is there.
    public func delete(_ key: ObjectKey) throws(ObjectStoreError) { try delete(key, ifTag: nil) }

    /// Every object whose key begins with `prefix`, page after page.
    public func forEach(
        in prefix: ObjectPrefix, _ body: (ObjectEntry) throws(ObjectStoreError) -> Void
    ) throws(ObjectStoreError) {
        var last: ObjectKey?
        repeat {
            let page = try list(prefix, after: last)
            for entry in page.entries { try body(entry) }
            last = page.next
        } while last != nil
    }

    /// Everything stored under `key`, in memory.
    ///
    /// - Throws: `.tooLarge` when it has more than `bytesMax` bytes.
    public func bytes(
        _ key: ObjectKey, bytesMax: Int
    ) throws(ObjectStoreError) -> (bytes: [UInt8], attributes: ObjectAttributes) {
        let object = try get(key)
        guard object.attributes.byteCount <= Int64(bytesMax) else {
            throw ObjectStoreError(.get, "\(key)", .tooLarge(bytesMax: Int64(bytesMax)))
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(object.attributes.byteCount))
        while let piece = try object.content.next() { bytes += piece }
        return (bytes, object.attributes)
    }
}

/// A store where writes that were broken off leave something behind.
public protocol LeftoverClearing {
    /// Removes what writes left that began longer ago than `age`.
    ///
    /// - Returns: how many.
    func clearLeftovers(olderThan age: Duration) throws(ObjectStoreError) -> Int
}
