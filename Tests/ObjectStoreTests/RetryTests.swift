import ObjectStoreTesting
import Platform
import TestSupport
import Testing

@testable import ObjectStore

@Suite struct RetryTests {
    private static let slow = ObjectStoreError(.get, "a", .unavailable)
    private static let final = ObjectStoreError(.get, "a", .denied)

    @Test func transientFailuresAreTriedAgainAndOthersAreNot() {
        var tries = 0
        #expect(
            failure {
                try patient(4).run { () throws(ObjectStoreError) in
                    tries += 1
                    throw Self.slow
                }
            }?.cause == .unavailable)
        #expect(tries == 4)
        tries = 0
        #expect(
            failure {
                try patient(4).run { () throws(ObjectStoreError) in
                    tries += 1
                    throw tries == 2 ? Self.final : Self.slow
                }
            }?.cause == .denied)
        #expect(tries == 2)
    }

    @Test func theBudgetEndsItWhateverTheTries() {
        let time = Lock(MonotonicInstant(nanoseconds: 0))
        var retry = Retry(
            pause: { span in
                time.withLock { $0 = $0 + span }
                return true
            }, random: RandomSource { [UInt8](repeating: 0xFF, count: $0) },
            now: { time.withLock { $0 } })
        retry.triesMax = .max
        retry.budget = .seconds(3)
        var tries = 0
        _ = failure {
            try retry.run { () throws(ObjectStoreError) in
                tries += 1
                throw Self.slow
            }
        }
        #expect(tries > 3 && tries < 20)
        #expect(time.withLock { $0.nanoseconds } <= 3_000_000_000)
    }

    @Test func pausesAreDrawnBelowADoublingBound() {
        var retry = Retry(random: RandomSource { [UInt8](repeating: 0xFF, count: $0) })
        retry.firstPause = .milliseconds(100)
        retry.pauseMax = .seconds(2)
        for (tries, bound) in [(1, 100), (2, 200), (3, 400), (6, 2000), (60, 2000)] {
            let span = retry.pauseSpan(after: tries, asked: nil)
            #expect(span >= .zero && span < .milliseconds(bound))
        }
        retry.random = RandomSource { [UInt8](repeating: 0, count: $0) }
        #expect(retry.pauseSpan(after: 5, asked: nil) == .zero)
        #expect(retry.pauseSpan(after: 1, asked: .seconds(7)) == .seconds(7))
    }

    @Test func whoStopsIsNotMadeToWait() {
        var tries = 0
        _ = failure {
            try Retry(pause: { _ in false }).run { () throws(ObjectStoreError) in
                tries += 1
                throw Self.slow
            }
        }
        #expect(tries == 1)
    }
}

@Suite struct ReliableStoreTests {
    private let scratch: ScratchDirectory
    private let directory: DirectoryStore

    init() throws {
        scratch = try ScratchDirectory()
        directory = try DirectoryStore(scratch.path)
    }

    private func store(_ script: [Fault?], tries: Int = 5) -> (ReliableStore, FaultyStore) {
        let faulty = FaultyStore(directory, script: script)
        return (ReliableStore(faulty, patient(tries)), faulty)
    }

    @Test(arguments: [Fault.answerLost, .duplicated, .delayed, .dropped, .conflict, .unavailable])
    func aCreateThatWasOursIsNotTakenForAnothers(_ fault: Fault) throws {
        let (store, faulty) = store([fault])
        let tag = try store.put("a", .bytes([1, 2]), if: .ifAbsent)
        #expect(faulty.faultCount == 1)
        #expect(try directory.get("a").attributes.tag == tag)
        // Another put of the very same bytes is another one's.
        #expect(
            failure { try store.put("a", .bytes([1, 2]), if: .ifAbsent) }?.cause
                == .conditionFailed)
    }

    @Test func anotherThatCameBetweenWins() throws {
        let (store, _) = store([.dropped])
        try directory.put("a", .bytes([9]))
        let error = failure { try store.put("a", .bytes([1]), if: .ifAbsent) }
        #expect(error?.cause == .conditionFailed && error?.outcomeIsUnknown == false)
        #expect(try store.bytes("a", bytesMax: 10).bytes == [9])
    }

    @Test func whatIsNotKnownIsSaid() throws {
        let (store, _) = store([.answerLost, .unavailable, .unavailable], tries: 3)
        let error = failure { try store.put("a", .bytes([1]), if: .ifAbsent) }
        #expect(error?.cause == .unavailable && error?.outcomeIsUnknown == true)
        #expect(error?.description.contains("It may have happened all the same.") == true)
    }

    @Test(arguments: [Fault.truncated, .reset])
    func aReadingGoesOnWhereItBroke(_ fault: Fault) throws {
        let bytes = (0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 3) }
        try store([]).0.put("a", .bytes(bytes), metadata: ["own": "x"])
        let (store, faulty) = store([fault, fault, fault])
        let (read, attributes) = try store.bytes("a", bytesMax: 1 << 20)
        #expect(read == bytes)
        #expect(faulty.faultCount == 3)
        #expect(attributes.metadata == ["own": "x"])
    }

    @Test func aReadingDoesNotMixVersions() throws {
        let first = [UInt8](repeating: 1, count: 600_000)
        try store([]).0.put("a", .bytes(first))
        let (store, _) = store([.reset])
        let object = try store.get("a")
        #expect(try object.content.next() != nil)
        try directory.put("a", .bytes([UInt8](repeating: 2, count: 600_000)))
        let error = failure { while try object.content.next() != nil {} }
        #expect(error?.cause == .conditionFailed)
    }

    @Test func aBitThatIsAnotherOneIsSeen() throws {
        try store([]).0.put("a", .bytes([UInt8](repeating: 1, count: 5000)))
        let (store, _) = store([.flipped])
        let error = failure { _ = try store.bytes("a", bytesMax: 5000) }
        guard case .damaged = error?.cause else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isTransient == false)
    }

    @Test func metadataHaveABound() throws {
        let large = try #require(ObjectMetadata(["a": String(repeating: "x", count: 2000)]))
        let error = failure { try store([]).0.put("a", .bytes([1]), metadata: large) }
        #expect(error?.cause == .tooLarge(bytesMax: 2048))
    }
}

@Suite struct ProbeTests {
    @Test func aDirectoryIsFit() throws {
        let scratch = try ScratchDirectory()
        let directory = try DirectoryStore(scratch.path)
        var findings: [StoreProbe.Finding] = []
        let verdict = StoreProbe(ReliableStore(directory, .never)).run { findings.append($0) }
        #expect(verdict == .fit)
        #expect(Set(findings.map(\.check)) == Set(StoreProbe.Check.allCases))
        #expect(findings.allSatisfy { $0.level == .fine })
        #expect(try directory.list(.all, after: nil).entries == [])
    }

    @Test func aStoreThatIgnoresConditionsIsRecognised() throws {
        let scratch = try ScratchDirectory()
        let store = Careless(try DirectoryStore(scratch.path))
        var findings: [StoreProbe.Finding] = []
        let verdict = StoreProbe(ReliableStore(store, .never)).run { findings.append($0) }
        #expect(verdict == .backupOnly)
        #expect(findings.first { $0.check == .conditions }?.level == .warning)
    }

    @Test func aStoreThatFailsIsUnfit() throws {
        let scratch = try ScratchDirectory()
        let store = FaultyStore(try DirectoryStore(scratch.path)) { .unavailable }
        var findings: [StoreProbe.Finding] = []
        let verdict = StoreProbe(ReliableStore(store, .never)).run { findings.append($0) }
        #expect(verdict == .unfit)
        #expect(findings.map(\.level) == [.problem])
    }

    /// What rclone does.
    private struct Careless: ObjectStore {
        let store: DirectoryStore

        init(_ store: DirectoryStore) { self.store = store }

        func put(
            _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
            if condition: ObjectCondition
        ) throws(ObjectStoreError) -> ObjectTag {
            try store.put(key, body, metadata: metadata)
        }

        func get(
            _ key: ObjectKey, range: Range<Int64>?
        ) throws(ObjectStoreError) -> StoredObject { try store.get(key, range: range) }

        func list(
            _ prefix: ObjectPrefix, after last: ObjectKey?
        ) throws(ObjectStoreError) -> ObjectPage { try store.list(prefix, after: last) }

        func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
            try store.delete(key)
        }
    }
}
