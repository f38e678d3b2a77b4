import ObjectStore
import Platform

/// What goes wrong with one request.
public enum Fault: Sendable, CaseIterable {
    /// The request never arrives; whoever asks cannot know that.
    case dropped
    /// It is done and the answer never arrives.
    case answerLost
    /// It times out, and is done just before the next request.
    case delayed
    /// It is done twice; the answer is the second one's.
    case duplicated
    /// 409.
    case conflict
    /// 503.
    case unavailable
    /// The content ends early without a word.
    case truncated
    /// The connection breaks in the content.
    case reset
    /// A bit of the content is another one.
    case flipped
}

/// A store between a caller and a real one that does to requests what networks and servers do.
public final class FaultyStore: ObjectStore {
    private struct State {
        var choose: () -> Fault?
        var late: [@Sendable () -> Void] = []
        var count = 0
    }

    private let store: any ObjectStore
    private let state: Lock<State>

    /// With the next fault drawn from `choose`, which is asked once a request.
    public init(_ store: any ObjectStore, choosing choose: sending @escaping () -> Fault?) {
        self.store = store
        state = Lock(State(choose: choose))
    }

    /// The given faults, one a request, nil for none; then nothing goes wrong any more.
    public convenience init(_ store: any ObjectStore, script: [Fault?]) {
        var rest = script[...]
        self.init(store) { rest.popFirst() ?? nil }
    }

    /// Of `faults` each with the same chance: at the first request, then at `percent` of them together.
    public convenience init(
        _ store: any ObjectStore, seed: UInt64, percent: UInt64,
        of faults: [Fault] = Fault.allCases.filter { $0 != .flipped }
    ) {
        var random = seed
        var isFirst = true
        self.init(store) {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            guard isFirst || (random >> 33) % 100 < percent else { return nil }
            isFirst = false
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return faults[Int((random >> 33) % UInt64(faults.count))]
        }
    }

    /// How many requests something was done to.
    public var faultCount: Int { state.withLock { $0.count } }

    public func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        let fault = begin()
        let store = store
        let work = { @Sendable () throws(ObjectStoreError) in
            try store.put(key, body, metadata: metadata, if: condition)
        }
        switch fault {
        case .answerLost:
            _ = try work()
            throw ObjectStoreError(.put, "\(key)", .disconnected("lost"), outcomeIsUnknown: true)
        case .duplicated:
            _ = try work()
            return try work()
        case .delayed:
            postpone { do { _ = try work() } catch {} }
        default: break
        }
        try fail(fault, .put, "\(key)")
        return try work()
    }

    public func get(
        _ key: ObjectKey, range: Range<Int64>?
    ) throws(ObjectStoreError) -> StoredObject {
        let fault = begin()
        try fail(fault, .get, "\(key)")
        let object = try store.get(key, range: range)
        switch fault {
        case .truncated, .reset, .flipped:
            return StoredObject(
                attributes: object.attributes, range: object.range,
                content: FaultyContent(object, key, fault))
        default: return object
        }
    }

    public func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage {
        try fail(begin(), .list, "\(prefix)")
        return try store.list(prefix, after: last)
    }

    public func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
        let fault = begin()
        let store = store
        let work = { @Sendable () throws(ObjectStoreError) in try store.delete(key, ifTag: tag) }
        switch fault {
        case .answerLost:
            try work()
            throw ObjectStoreError(.delete, "\(key)", .disconnected("lost"), outcomeIsUnknown: true)
        case .duplicated: try work()
        case .delayed: postpone { do { try work() } catch {} }
        default: break
        }
        try fail(fault, .delete, "\(key)")
        try work()
    }

    /// Does what comes late, and says what happens to this request.
    private func begin() -> Fault? {
        let (late, fault) = state.withLock { state in
            let late = state.late
            state.late = []
            let fault = state.choose()
            if fault != nil { state.count += 1 }
            return (late, fault)
        }
        for work in late { work() }
        return fault
    }

    private func postpone(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.late.append(work) }
    }

    /// Throws for the faults that end a request without its being done now.
    private func fail(
        _ fault: Fault?, _ operation: ObjectStoreError.Operation, _ object: String
    ) throws(ObjectStoreError) {
        let isWrite = operation == .put || operation == .delete
        switch fault {
        case .dropped, .answerLost:
            throw ObjectStoreError(
                operation, object, .disconnected("dropped"), outcomeIsUnknown: isWrite)
        case .delayed:
            throw ObjectStoreError(operation, object, .timedOut, outcomeIsUnknown: isWrite)
        case .conflict where isWrite: throw ObjectStoreError(operation, object, .conflict)
        case .unavailable, .conflict: throw ObjectStoreError(operation, object, .unavailable)
        case .duplicated, .truncated, .reset, .flipped, nil: return
        }
    }
}

/// Content that breaks in its middle.
private final class FaultyContent: ObjectContent {
    private let content: any ObjectContent
    private let key: ObjectKey
    private let fault: Fault?
    /// How many bytes come before something happens.
    private var left: Int

    init(_ object: StoredObject, _ key: ObjectKey, _ fault: Fault?) {
        content = object.content
        self.key = key
        self.fault = fault
        left = Int(object.range.upperBound - object.range.lowerBound) / 2
    }

    func next() throws(ObjectStoreError) -> [UInt8]? {
        guard var piece = try content.next() else { return nil }
        if fault == .flipped {
            if left < piece.count, left >= 0 { piece[left] ^= 1 }
            left -= piece.count
            return piece
        }
        let taken = min(left, piece.count)
        left -= taken
        if taken > 0 { return Array(piece[..<taken]) }
        if fault == .truncated { return nil }
        throw ObjectStoreError(.get, "\(key)", .disconnected("reset"))
    }
}
