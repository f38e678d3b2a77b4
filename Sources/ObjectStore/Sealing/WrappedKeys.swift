import Crypto
import JSON
import Platform

/// The keys of a place that a key management service wrapped: wrapped they lie beside what they seal, as
/// they are only in memory.
///
///     encryption/00000001-0123456789abcdef     {"kind","instance","wrapped","by"}
///
/// The number says which is the newest, the rest is the mark that sealed objects name it by. Objects are put
/// once and never changed. Nobody is asked before the first object is sealed or opened; then each key
/// is asked for once.
public final class WrappedKeys: Sendable {
    private struct State {
        var newest: SealingKeys.Key?
        var known: [[UInt8]: SealingKeys.Key] = [:]
    }

    /// The place as it is, without sealing.
    private let store: any ObjectStore
    private let wrapping: KMSKey
    private let state = Lock(State())

    init(at store: any ObjectStore, _ wrapping: KMSKey) {
        self.store = store
        self.wrapping = wrapping
    }

    /// Adds a key, which whoever opens the place from now on seals new objects with; what was sealed
    /// before still opens with its own.
    public func rotate() throws(ObjectStoreError) {
        let key = try make(after: try names().last)
        state.withLock { $0.newest = key }
    }

    /// The newest after what is there; looks whether it can be opened again before anything is sealed
    /// with it.
    private func make(after last: WrappedKeyName?) throws(ObjectStoreError) -> SealingKeys.Key {
        let (bytes, wrapped) = try wrapping.draw()
        let name = WrappedKeyName(
            number: (last?.number ?? 0) + 1, mark: SealingKeys.Key(bytes).mark)
        let file = JSONObject([
            ("kind", .string(Self.kind)), ("instance", .string(wrapping.instance)),
            ("wrapped", .string(Base64.encode(wrapped))),
            ("by", .string(wrapping.location.key)),
        ])
        try store.put(
            name.key, .bytes(JSONValue.object(file).serialized() + [0x0A]), if: .ifAbsent)
        return try open(name)
    }

    // MARK: What is there

    private static let kind = "ibtool wrapped key 1"
    private static let fileBytesMax = 16 << 10

    /// In order, the newest last.
    private func names() throws(ObjectStoreError) -> [WrappedKeyName] {
        var names: [WrappedKeyName] = []
        try store.forEach(in: WrappedKeyName.prefix) { entry in
            if let name = WrappedKeyName(entry.key) { names.append(name) }
        }
        return names.sorted()
    }

    private func open(_ name: WrappedKeyName) throws(ObjectStoreError) -> SealingKeys.Key {
        let bytes = try store.bytes(name.key, bytesMax: Self.fileBytesMax).bytes
        var file: JSONObject?
        do throws(JSONError) { file = try JSONValue.parse(bytes).objectValue } catch {
            // Said below, as of any other object that is no such file.
        }
        guard let file, file["kind"]?.stringValue == Self.kind,
            let instance = file["instance"]?.stringValue,
            let wrapped = file["wrapped"]?.stringValue.flatMap({ Base64.decode($0) })
        else { throw damaged(name, "it is no wrapped key") }
        guard instance == wrapping.instance else {
            let found = String(instance.prefix(KMSLocation.instanceBytesMax))
            throw ObjectStoreError(
                .open, "\(name.key)",
                .keyManagement(.otherInstance(found: found, wanted: wrapping.instance)))
        }
        let key = SealingKeys.Key(try wrapping.unwrap(wrapped))
        guard key.mark == name.mark else { throw damaged(name, "it holds another key") }
        state.withLock { $0.known[key.mark] = key }
        return key
    }

    private func damaged(_ name: WrappedKeyName, _ why: String) -> ObjectStoreError {
        ObjectStoreError(.get, "\(name.key)", .damaged(why))
    }
}

extension WrappedKeys: SealingKeySource {
    var home: String { "destination" }

    func sealingKey() throws(ObjectStoreError) -> SealingKeys.Key {
        if let newest = state.withLock({ $0.newest }) { return newest }
        let last = try names().last
        let key: SealingKeys.Key
        if let last { key = try open(last) } else { key = try make(after: nil) }
        state.withLock { $0.newest = key }
        return key
    }

    func key(_ mark: [UInt8]) throws(ObjectStoreError) -> SealingKeys.Key? {
        if let known = state.withLock({ $0.known[mark] }) { return known }
        guard let name = try names().last(where: { $0.mark == mark }) else { return nil }
        return try open(name)
    }

    func anew() -> WrappedKeys { WrappedKeys(at: store, wrapping) }
}

/// What a wrapped key is called at its place.
struct WrappedKeyName: Comparable {
    static let prefix: ObjectPrefix = "encryption/"
    private static let digits = 8

    let number: Int
    let mark: [UInt8]

    init(number: Int, mark: [UInt8]) {
        self.number = number
        self.mark = mark
    }

    /// Nil for everything else that lies there.
    init?(_ key: ObjectKey) {
        let words = key.description.dropFirst(Self.prefix.description.count).split(separator: "-")
        guard words.count == 2, words[0].utf8.count >= Self.digits, let number = Int(words[0]),
            let mark = Hex.decode(String(words[1])), mark.count == SealingKeys.markBytes
        else { return nil }
        self.init(number: number, mark: mark)
        guard self.key == key else { return nil }
    }

    var key: ObjectKey {
        let text = "\(number)"
        let zeros = String(repeating: "0", count: max(0, Self.digits - text.utf8.count))
        return "\(Self.prefix)\(zeros)\(text)-\(Hex.encode(mark))"
    }

    static func < (left: Self, right: Self) -> Bool {
        left.number == right.number
            ? left.mark.lexicographicallyPrecedes(right.mark) : left.number < right.number
    }
}
