import ObjectStore
import Platform
import Testing

extension Conformance {
    func absentIsCreatedOnce(_ place: Place) throws {
        let key = place.key("a")
        let tag = try place.store.put(key, .bytes([1]), if: .ifAbsent)
        expect(.conditionFailed) { try place.store.put(key, .bytes([2]), if: .ifAbsent) }
        // The same bytes are another put all the same.
        expect(.conditionFailed) { try place.store.put(key, .bytes([1]), if: .ifAbsent) }
        #expect(try place.read("a") == [1])
        try place.store.delete(key, ifTag: tag)
        try place.store.put(key, .bytes([3]), if: .ifAbsent)
        #expect(try place.read("a") == [3])
    }

    func aTagIsReplacedOnce(_ place: Place) throws {
        let key = place.key("a")
        expect(.conditionFailed) {
            try place.store.put(key, .bytes([1]), if: .ifTag(ObjectTag("\"none\"")))
        }
        let first = try place.store.put(key, .bytes([1]))
        let second = try place.store.put(key, .bytes([2]), if: .ifTag(first))
        expect(.conditionFailed) { try place.store.put(key, .bytes([3]), if: .ifTag(first)) }
        #expect(try place.read("a") == [2])
        try place.store.put(key, .bytes([4]), if: .ifTag(second))
        #expect(try place.read("a") == [4])
    }

    func aTagIsDeletedOnce(_ place: Place) throws {
        let key = place.key("a")
        let first = try place.store.put(key, .bytes([1]))
        let second = try place.store.put(key, .bytes([2]))
        expect(.conditionFailed) { try place.store.delete(key, ifTag: first) }
        #expect(try place.read("a") == [2])
        try place.store.delete(key, ifTag: second)
        expect(.notFound) { _ = try place.store.get(key) }
        try place.store.delete(key, ifTag: second)
    }

    func oneOfManyCreates(_ place: Place) throws {
        try race(place) { store, key, index throws(ObjectStoreError) in
            try store.put(key, .bytes([UInt8(index)]), if: .ifAbsent)
        }
    }

    func oneOfManyReplaces(_ place: Place) throws {
        let tag = try place.store.put(place.key("a"), .bytes([99]))
        try race(place) { store, key, index throws(ObjectStoreError) in
            try store.put(key, .bytes([UInt8(index)]), if: .ifTag(tag))
        }
    }

    /// Eight at once: one succeeds, and what it put is there.
    private func race(
        _ place: Place,
        _ put:
            @escaping @Sendable (any ObjectStore, ObjectKey, Int) throws(ObjectStoreError) ->
            ObjectTag
    ) throws {
        let (store, key) = (place.store, place.key("a"))
        let outcomes = try inParallel(8) { index -> (Int, Result<ObjectTag, ObjectStoreError>) in
            do throws(ObjectStoreError) {
                return (index, .success(try put(store, key, index)))
            } catch {
                return (index, .failure(error))
            }
        }
        var winners: [(Int, ObjectTag)] = []
        for (index, outcome) in outcomes {
            switch outcome {
            case .success(let tag): winners.append((index, tag))
            case .failure(let error): #expect(error.cause == .conditionFailed, "\(error)")
            }
        }
        #expect(winners.count == 1)
        let (bytes, attributes) = try place.store.bytes(key, bytesMax: 10)
        #expect(winners.map { UInt8($0.0) } == bytes)
        #expect(winners.map(\.1) == [attributes.tag])
    }
}
