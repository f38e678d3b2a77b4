import Complaints
import Platform
import Testing

@testable import Storage

@Suite struct AnswerCacheTests {
    private struct Failure: Error {}

    private static func key(_ query: String) -> AnswerKey {
        AnswerKey(route: "/complaints", query: query, visibilityClass: "--*")
    }

    private static func fresh(_ body: String, bytes: Int = 0) -> FreshAnswer {
        FreshAnswer(
            body: Array(body.utf8) + [UInt8](repeating: 0x20, count: bytes), gzip: nil,
            etag: "\"1\"", commit: 1, mediaType: "application/json")
    }

    private static func change(
        _ id: Int64, _ entity: Entity = .complaint, site: Int64?, from oldSite: Int64? = nil,
        isCreation: Bool = false
    ) -> RecordChange {
        RecordChange(
            entity: entity, id: id, site: site, oldSite: oldSite ?? site, isCreation: isCreation)
    }

    @Test func anAnswerIsComputedOnceAndThenFound() {
        let cache = AnswerCache(bytesMax: 1 << 20)
        var computed = 0
        for _ in 0..<3 {
            let answer = cache.answer(Self.key("a"), dependsOn: .list(.complaint, sites: nil)) {
                computed += 1
                return Self.fresh("x")
            }
            #expect(answer.body == Array("x".utf8))
        }
        #expect(computed == 1)
        #expect(cache.lookup(Self.key("a")) != nil)
        #expect(cache.lookup(Self.key("b")) == nil)
        #expect(cache.statistics.hits == 3)
        #expect(cache.statistics.misses == 1)
    }

    @Test(
        arguments: [
            (AnswerScope.record(.complaint, 5), change(5, site: 1), true),
            (.record(.complaint, 5), change(6, site: 1), false),
            (.list(.complaint, sites: nil), change(6, site: 1), true),
            (.list(.complaint, sites: [1, 2]), change(6, site: 2), true),
            (.list(.complaint, sites: [1, 2]), change(6, site: 3), false),
            (.list(.complaint, sites: [1, 2]), change(6, site: 3, from: 2), true),
            (.list(.complaint, sites: [1, 2]), change(6, site: nil), false),
            (.list(.complaint, sites: nil), change(6, .user, site: nil), false),
            // Complaints show the names of their sites; a site just made is shown nowhere yet.
            (.record(.complaint, 5), change(1, .site, site: 1), true),
            (.record(.complaint, 5), change(1, .site, site: 1, isCreation: true), false),
            (
                .all([.record(.complaint, 5), .list(.system, sites: nil)]),
                change(1, .system, site: 1, isCreation: true), true
            ),
        ])
    func aChangeDropsWhatDependsOnIt(scope: AnswerScope, change: RecordChange, isDropped: Bool) {
        let cache = AnswerCache(bytesMax: 1 << 20)
        _ = cache.answer(Self.key("a"), dependsOn: scope) { Self.fresh("x") }
        cache.generations.advance([change])
        #expect((cache.lookup(Self.key("a")) == nil) == isDropped)
    }

    @Test func changesThatCouldNotBeReadDropEverything() {
        let cache = AnswerCache(bytesMax: 1 << 20)
        _ = cache.answer(Self.key("a"), dependsOn: .list(.complaint, sites: [])) {
            Self.fresh("x")
        }
        #expect(cache.lookup(Self.key("a")) != nil)
        cache.generations.advance([])
        #expect(cache.lookup(Self.key("a")) == nil)
    }

    @Test func aChangeWhileAnAnswerIsComputedMakesItOldAtOnce() {
        let cache = AnswerCache(bytesMax: 1 << 20)
        _ = cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) {
            cache.generations.advance([Self.change(1, site: nil)])
            return Self.fresh("x")
        }
        #expect(cache.lookup(Self.key("a")) == nil)
    }

    @Test func theLeastRecentlyUsedGoFirstAndTheBoundHolds() {
        let cache = AnswerCache(bytesMax: 16 * 64_000)
        for index in 0..<2000 {
            let key = Self.key("\(index)")
            _ = cache.answer(key, dependsOn: .list(.complaint, sites: nil)) {
                Self.fresh("x", bytes: 8000)
            }
            #expect(cache.lookup(key) != nil)
            // Used all the time, so it stays.
            _ = cache.answer(Self.key("kept"), dependsOn: .list(.complaint, sites: nil)) {
                Self.fresh("kept")
            }
        }
        #expect(cache.statistics.bytes <= 16 * 64_000)
        #expect(cache.statistics.evictions > 1500)
        #expect(cache.statistics.misses == 2001)
        #expect(cache.lookup(Self.key("kept")) != nil)
        #expect(cache.lookup(Self.key("0")) == nil)
    }

    @Test func anAnswerTooLargeIsGivenButNotKept() {
        let cache = AnswerCache(bytesMax: 16 * 64_000)
        let answer = cache.answer(Self.key("a"), dependsOn: .list(.complaint, sites: nil)) {
            Self.fresh("x", bytes: 17_000)
        }
        #expect(answer.body.count == 17_001)
        #expect(cache.lookup(Self.key("a")) == nil)
        #expect(cache.statistics.bytes == 0)
    }

    @Test func whatMayNotBeSharedIsComputedForEveryone() {
        let cache = AnswerCache(bytesMax: 1 << 20)
        var computed = 0
        for _ in 0..<2 {
            _ = cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) {
                computed += 1
                var answer = Self.fresh("secret")
                answer.mayBeShared = false
                return answer
            }
        }
        #expect(computed == 2)
        #expect(cache.statistics.entries == 0)
    }

    @Test func anAnswerExpiresAtItsInstant() {
        let clock = ManualClock(Timestamp(microseconds: 100))
        let cache = AnswerCache(bytesMax: 1 << 20, clock: clock.wallClock)
        _ = cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) {
            var answer = Self.fresh("x")
            answer.expiresAt = 200
            return answer
        }
        clock.set(Timestamp(microseconds: 199))
        #expect(cache.lookup(Self.key("a")) != nil)
        clock.set(Timestamp(microseconds: 200))
        #expect(cache.lookup(Self.key("a")) == nil)
    }

    @Test func aFailureReachesItsCallerAndNothingIsKept() {
        let cache = AnswerCache(bytesMax: 1 << 20)
        #expect(throws: Failure.self) {
            try cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) {
                () throws(Failure) -> FreshAnswer in throw Failure()
            }
        }
        #expect(cache.lookup(Self.key("a")) == nil)
        _ = cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) { Self.fresh("x") }
        #expect(cache.lookup(Self.key("a")) != nil)
    }

    @Test func callersOfOneKeyWaitForTheFirst() throws {
        let cache = AnswerCache(bytesMax: 1 << 20)
        let computed = Lock(0)
        let gate = Mailbox<Bool>(capacity: 1)
        let started = Mailbox<Bool>(capacity: 1)
        var threads: [Platform.Thread] = []
        for index in 0..<8 {
            threads.append(
                try Platform.Thread.start(name: "reader \(index)") {
                    let answer = cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) {
                        computed.withLock { $0 += 1 }
                        _ = started.offer(true)
                        _ = gate.take()
                        return Self.fresh("x")
                    }
                    #expect(answer.body == Array("x".utf8))
                })
        }
        _ = started.take()
        gate.close()
        for thread in threads { thread.join() }
        #expect(computed.withLock { $0 } == 1)
    }

    @Test func whoComesAfterAChangeDoesNotWaitForAnAnswerBegunBefore() throws {
        let cache = AnswerCache(bytesMax: 1 << 20)
        let started = Mailbox<Bool>(capacity: 1)
        let gate = Mailbox<Bool>(capacity: 1)
        let early = try Platform.Thread.start(name: "early") {
            let answer = cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) {
                _ = started.offer(true)
                // A caller that waits for this one gets the old answer after the deadline.
                _ = gate.take(until: .now() + .seconds(5))
                return Self.fresh("old")
            }
            #expect(answer.body == Array("old".utf8))
        }
        _ = started.take()
        cache.generations.advance([Self.change(1, site: nil)])
        let late = cache.answer(Self.key("a"), dependsOn: .record(.complaint, 1)) {
            Self.fresh("new")
        }
        #expect(late.body == Array("new".utf8))
        gate.close()
        early.join()
        // The early answer came later, and is not taken for the truth.
        #expect(cache.lookup(Self.key("a"))?.body != Array("old".utf8))
    }

    /// A writer writes, advances, and then says it is done; whoever reads afterwards must see it.
    @Test func noAnswerIsOlderThanAnAcknowledgedWrite() throws {
        let cache = AnswerCache(bytesMax: 1 << 20)
        let written = Lock([Int64](repeating: 0, count: 8))
        let acknowledged = Lock([Int64](repeating: 0, count: 8))
        let stale = Lock(0)
        var threads: [Platform.Thread] = []
        for writer in 0..<2 {
            threads.append(
                try Platform.Thread.start(name: "writer \(writer)") {
                    for round in Int64(1)...4000 {
                        let record = Int(round) % 4 * 2 + writer
                        written.withLock { $0[record] = round }
                        cache.generations.advance([
                            Self.change(Int64(record), site: Int64(record % 2))
                        ])
                        acknowledged.withLock { $0[record] = round }
                    }
                })
        }
        for reader in 0..<4 {
            threads.append(
                try Platform.Thread.start(name: "reader \(reader)") {
                    for round in 0..<8000 {
                        let record = (round + reader) % 8
                        let least = acknowledged.withLock { $0[record] }
                        let isList = round % 3 == 0
                        let scope: AnswerScope =
                            isList
                            ? .list(.complaint, sites: [Int64(record % 2)])
                            : .record(.complaint, Int64(record))
                        let key = Self.key("\(isList) \(record)")
                        let answer = cache.answer(key, dependsOn: scope) {
                            let value = written.withLock { $0[record] }
                            var answer = Self.fresh("")
                            answer.commit = value
                            return answer
                        }
                        if answer.commit < least { stale.withLock { $0 += 1 } }
                    }
                })
        }
        for thread in threads { thread.join() }
        #expect(stale.withLock { $0 } == 0)
        #expect(cache.statistics.hits > 0)
    }
}
