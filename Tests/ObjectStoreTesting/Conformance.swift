import ObjectStore
import Platform
import Testing

/// What every store has to do, one case a promise of `ObjectStore`. A case works below a prefix of its
/// own and leaves nothing there.
public enum Conformance: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case whatIsPutIsRead, aPutReplaces, rangesAreCut, nothingIsNotFound
    case absentIsCreatedOnce, aTagIsReplacedOnce, aTagIsDeletedOnce
    case oneOfManyCreates, oneOfManyReplaces, readersSeeWholeObjects
    case listsAreComplete, listsGoOnBehindAKey, listsAreUpToDate
    case largeObjects, largeObjectsUnderConditions, aBodyOfAnotherLengthIsRefused

    /// How large a large object is: more than two parts of an upload.
    public static let largeBytes: Int64 = 11 << 20

    public var testDescription: String { rawValue }

    /// Runs the case on `store`.
    public func check(_ store: any ObjectStore) throws {
        let place = Place(store, "conformance/\(rawValue.lowercased())/\(Self.drawName())")
        defer { place.clear() }
        switch self {
        case .whatIsPutIsRead: try whatIsPutIsRead(place)
        case .aPutReplaces: try aPutReplaces(place)
        case .rangesAreCut: try rangesAreCut(place)
        case .nothingIsNotFound: try nothingIsNotFound(place)
        case .absentIsCreatedOnce: try absentIsCreatedOnce(place)
        case .aTagIsReplacedOnce: try aTagIsReplacedOnce(place)
        case .aTagIsDeletedOnce: try aTagIsDeletedOnce(place)
        case .oneOfManyCreates: try oneOfManyCreates(place)
        case .oneOfManyReplaces: try oneOfManyReplaces(place)
        case .readersSeeWholeObjects: try readersSeeWholeObjects(place)
        case .listsAreComplete: try listsAreComplete(place)
        case .listsGoOnBehindAKey: try listsGoOnBehindAKey(place)
        case .listsAreUpToDate: try listsAreUpToDate(place)
        case .largeObjects: try largeObjects(place)
        case .largeObjectsUnderConditions: try largeObjectsUnderConditions(place)
        case .aBodyOfAnotherLengthIsRefused: try aBodyOfAnotherLengthIsRefused(place)
        }
    }

    private static func drawName() -> String {
        Random.bytes(6).map { String($0, radix: 16) }.joined()
    }
}

/// A store, and where in it a case works.
struct Place: Sendable {
    let store: any ObjectStore
    let prefix: String

    init(_ store: any ObjectStore, _ prefix: String) {
        self.store = store
        self.prefix = prefix
    }

    func key(_ name: String) -> ObjectKey { "\(prefix)/\(name)" }

    func prefix(_ name: String = "") -> ObjectPrefix { "\(prefix)/\(name)" }

    func read(_ name: String) throws -> [UInt8] {
        try store.bytes(key(name), bytesMax: 64 << 20).bytes
    }

    func names(_ start: String = "") throws -> [String] {
        var names: [String] = []
        try store.forEach(in: prefix(start)) { entry throws(ObjectStoreError) in
            names.append(String(entry.key.description.dropFirst(prefix.count + 1)))
        }
        return names
    }

    func clear() {
        do {
            for name in try names() { try store.delete(key(name)) }
            #expect(try names().isEmpty)
        } catch {
            Issue.record("cannot tidy up: \(error)")
        }
    }
}

/// Expects that `work` fails for `cause`.
func expect(
    _ cause: ObjectStoreError.Cause, _ location: SourceLocation = #_sourceLocation,
    _ work: () throws -> Void
) {
    do {
        try work()
        Issue.record("did not fail with \(cause)", sourceLocation: location)
    } catch let error as ObjectStoreError {
        #expect(error.cause == cause, "\(error)", sourceLocation: location)
    } catch {
        Issue.record("\(error)", sourceLocation: location)
    }
}

/// Runs `work` on so many threads at once and gives back what each returned.
func inParallel<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) -> Value
) throws -> [Value] {
    let results = Lock<[Value]>([])
    let gate = Mailbox<Bool>(capacity: count)
    let threads = try (0..<count).map { index in
        try Thread.start(name: "conformance") {
            _ = gate.take()
            let value = work(index)
            results.withLock { $0.append(value) }
        }
    }
    for _ in 0..<count { _ = gate.offer(true) }
    for thread in threads { thread.join() }
    return results.withLock { $0 }
}
