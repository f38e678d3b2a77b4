import Crypto

/// A place whose objects are sealed with keys of our own: who has the place and not the keys reads
/// lengths, names and times, and nothing else. Without keys it opens what is not sealed, and says so where
/// something is. Keys that a service wrapped lie there too, not sealed.
///
/// It stands above the store with retries: that one compares what it reads with what was sent, sealed;
/// and what does not open here was sealed so, or changed by somebody who also changed its digest.
public struct SealedStore: ObjectStore, LeftoverClearing {
    private let store: any ObjectStore
    private let keys: (any SealingKeySource)?

    public init(_ store: any ObjectStore, _ keys: SealingKeys?) {
        self.store = store
        self.keys = keys
    }

    /// Sealed with keys of the same place that a key management service opens.
    public init(_ store: any ObjectStore, _ keys: WrappedKeys) {
        self.store = store
        self.keys = keys
    }

    private init(_ store: any ObjectStore, from keys: (any SealingKeySource)?) {
        self.store = store
        self.keys = keys
    }

    /// See `ObjectStore`; the tag is that of the sealed bytes, which differ with each put.
    @discardableResult
    public func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        guard let keys else {
            return try store.put(key, body, metadata: metadata, if: condition)
        }
        let source = try SealedSource(body, as: key, keys.sealingKey())
        return try store.put(key, .source(source), metadata: metadata, if: condition)
    }

    /// See `ObjectStore`; lengths and ranges are those of the plain bytes.
    public func get(
        _ key: ObjectKey, range: Range<Int64>?
    ) throws(ObjectStoreError) -> StoredObject {
        guard let keys else { return try plain(key, range) }
        // The first chunk holds what is asked for most: what stands before it comes along.
        let isNear = range.map { $0.lowerBound < Int64(ChunkSealing.plainBytes) } ?? true
        let start: Range<Int64>? =
            range == nil
            ? nil : 0..<(isNear ? Self.end(of: range) : Int64(SealedObject.headBytes))
        let object = try store.get(key, range: range?.isEmpty == true ? 0..<0 : start)
        let attributes = object.attributes
        guard let length = SealedObject.plainLength(attributes.byteCount) else {
            throw Self.notSealed(key)
        }
        let wanted = (range ?? 0..<length).clamped(to: 0..<length)
        let about = ObjectAttributes(
            byteCount: length, tag: attributes.tag, lastModified: attributes.lastModified,
            metadata: attributes.metadata)
        if range != nil, wanted.isEmpty {
            return StoredObject(attributes: about, range: wanted, content: MemoryContent([]))
        }
        let (chunks, rest) = try open(object.content, key, keys)
        let content: any ObjectContent =
            isNear ? rest : try self.rest(of: key, wanted, attributes.byteCount)
        return StoredObject(
            attributes: about, range: wanted,
            content: OpenedContent(content, key, chunks, range: wanted, of: length))
    }

    /// See `ObjectStore`; lengths are those of the plain bytes, where they are possible.
    public func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage {
        let page = try store.list(prefix, after: last)
        guard keys != nil else { return page }
        let entries = page.entries.map { entry in
            ObjectEntry(
                key: entry.key,
                byteCount: SealedObject.plainLength(entry.byteCount) ?? entry.byteCount,
                tag: entry.tag, lastModified: entry.lastModified)
        }
        return ObjectPage(entries: entries, next: page.next)
    }

    /// See `ObjectStore`.
    public func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
        try store.delete(key, ifTag: tag)
    }

    /// See `LeftoverClearing`.
    public func clearLeftovers(olderThan age: Duration) throws(ObjectStoreError) -> Int {
        guard let store = store as? any LeftoverClearing else { return 0 }
        return try store.clearLeftovers(olderThan: age)
    }

    // MARK: Opening

    /// Where the chunk of a range's last byte ends, in the sealed object.
    private static func end(of range: Range<Int64>?) -> Int64 {
        let last = max(0, (range?.upperBound ?? 1) - 1)
        return SealedObject.offset(ofChunk: last / Int64(ChunkSealing.plainBytes) + 1)
    }

    /// The chunks of a range that begins behind the first one.
    private func rest(
        of key: ObjectKey, _ range: Range<Int64>, _ sealedBytes: Int64
    ) throws(ObjectStoreError) -> any ObjectContent {
        let first = range.lowerBound / Int64(ChunkSealing.plainBytes)
        let sealed = SealedObject.offset(ofChunk: first)..<min(Self.end(of: range), sealedBytes)
        return try store.get(key, range: sealed).content
    }

    /// Reads what stands before the chunks; the rest of the content begins with the first of them.
    private func open(
        _ content: any ObjectContent, _ key: ObjectKey, _ keys: any SealingKeySource
    ) throws(ObjectStoreError) -> (chunks: ChunkSealing, rest: any ObjectContent) {
        var head: [UInt8] = []
        while head.count < SealedObject.headBytes, let piece = try content.next() { head += piece }
        guard SealedObject.isBegun(by: head), head.count >= SealedObject.headBytes else {
            throw Self.notSealed(key)
        }
        let mark = Array(head[SealedObject.mark.count..<SealedObject.markBytes])
        guard let known = try keys.key(mark) else {
            throw ObjectStoreError(
                .get, "\(key)",
                .sealing("it is encrypted with a key that the \(keys.home) does not hold"))
        }
        let file = Array(head[SealedObject.markBytes..<SealedObject.headBytes])
        guard let salt = ChunkSealing.salt(of: file) else { throw Self.notSealed(key) }
        return (
            ChunkSealing(key: known.key(of: key), salt: salt),
            PrefixedContent(Array(head[SealedObject.headBytes...]), content)
        )
    }

    /// What is read where nothing is sealed.
    private func plain(
        _ key: ObjectKey, _ range: Range<Int64>?
    ) throws(ObjectStoreError) -> StoredObject {
        let object = try store.get(key, range: range)
        guard object.range.lowerBound == 0, !object.range.isEmpty,
            let first = try object.content.next()
        else { return object }
        guard !SealedObject.isBegun(by: first) else {
            throw ObjectStoreError(.get, "\(key)", .sealing("it is encrypted"))
        }
        return StoredObject(
            attributes: object.attributes, range: object.range,
            content: PrefixedContent(first, object.content))
    }

    private static func notSealed(_ key: ObjectKey) -> ObjectStoreError {
        ObjectStoreError(.get, "\(key)", .sealing("it is not encrypted, and should be"))
    }
}

extension SealedStore: Reopening {
    /// See `Reopening`: keys that were wrapped are fetched and opened again.
    public func reopened() -> any ObjectStore { SealedStore(store, from: keys?.anew()) }
}

/// Bytes that came already, then those that still come.
private final class PrefixedContent: ObjectContent {
    private var prefix: [UInt8]
    private let rest: any ObjectContent

    init(_ prefix: [UInt8], _ rest: any ObjectContent) {
        self.prefix = prefix
        self.rest = rest
    }

    func next() throws(ObjectStoreError) -> [UInt8]? {
        guard prefix.isEmpty else {
            defer { prefix = [] }
            return prefix
        }
        return try rest.next()
    }
}
