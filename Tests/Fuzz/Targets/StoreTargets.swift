import ObjectStore
import Platform

/// Answers of object stores: what is read, written out again, reads the same.
func storeXML(_ bytes: [UInt8]) throws {
    guard let root = accepted({ try XMLReader.read(bytes) }) else { return }
    try hold(depth(root) <= XMLReader.depthMax, "too deep")
    try hold(count(root) <= XMLReader.elementsMax, "too many elements")
    let again = accepted { try XMLReader.read(Array(written(root).utf8)) }
    try hold(again == root, "written and read back it is another document")
}

/// Whatever an object of an encrypted place holds, only what was sealed there opens, whole and in parts.
func sealedObjects(_ bytes: [UInt8]) throws {
    let text = [String](repeating: "01", count: 32).joined()
    let keys = try SealingKeys(text)
    let strange = SealedStore(OneObject(bytes), keys)
    for range in [nil, 0..<100, 70_000..<70_010] as [Range<Int64>?] {
        let opened = accepted { try all(of: strange, range) }
        // A range behind the end, or an empty one, is empty without a look at any chunk.
        try hold(opened == nil || opened == [], "noise was opened")
    }
    let kept = OneObject([])
    let sealed = SealedStore(kept, keys)
    try sealed.put("a", .bytes(bytes))
    try hold(accepted { try all(of: sealed, nil) } == bytes, "it came back changed")
    let low = Int64(bytes.first ?? 0)
    let part = accepted { try all(of: sealed, low..<low + 50) }
    try hold(part == Array(bytes.dropFirst(Int(low)).prefix(50)), "a part came back changed")
    var changed = kept.bytes
    changed[Int(low) % changed.count] ^= 0x10
    try hold(
        accepted { try all(of: SealedStore(OneObject(changed), keys), nil) } == nil, "changed")
}

private func all(of store: SealedStore, _ range: Range<Int64>?) throws -> [UInt8] {
    let content = try store.get("a", range: range).content
    var bytes: [UInt8] = []
    while let piece = try content.next() { bytes += piece }
    return bytes
}

/// A place with one object.
private final class OneObject: ObjectStore, @unchecked Sendable {
    // Sendable: a target runs on one thread.
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        bytes = []
        if case .source(let source) = body {
            let content = try source.open()
            while let piece = try content.next() { bytes += piece }
        }
        return ObjectTag("1")
    }

    func get(_ key: ObjectKey, range: Range<Int64>?) throws(ObjectStoreError) -> StoredObject {
        let whole = 0..<Int64(bytes.count)
        let cut = (range ?? whole).clamped(to: whole)
        return StoredObject(
            attributes: ObjectAttributes(
                byteCount: whole.upperBound, tag: ObjectTag("1"),
                lastModified: Timestamp(microseconds: 0), metadata: [:]),
            range: cut,
            content: MemoryContent(Array(bytes[Int(cut.lowerBound)..<Int(cut.upperBound)])))
    }

    func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage { ObjectPage(entries: [], next: nil) }

    func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {}
}

private func depth(_ element: XMLElement) -> Int {
    1 + (element.children.map(depth).max() ?? 0)
}

private func count(_ element: XMLElement) -> Int {
    element.children.reduce(1) { $0 + count($1) }
}

/// Text first, then children: where between them it stood is not told.
private func written(_ element: XMLElement) -> String {
    let text = element.text.unicodeScalars.map { "&#\($0.value);" }.joined()
    let children = element.children.map(written).joined()
    return "<\(element.name)>\(text)\(children)</\(element.name)>"
}
