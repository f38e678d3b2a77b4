import Complaints
import Platform
import Testing

@testable import Storage

/// A small generator that says its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct WriterTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    @Test(
        "Half of all requests refused at random under load: nothing of them stays, numbers are dense"
    )
    func randomRefusals() throws {
        let seed = UInt64.random(in: 1...UInt64(UInt32.max))
        let store = try directory.open()
        let acknowledged = Lock(0)
        let updated = Lock(0)
        var threads: [Thread] = []
        for worker in 0..<6 {
            threads.append(
                try Thread.start(name: "client \(worker)") {
                    var random = SeededGenerator(seed: seed &+ UInt64(worker))
                    for turn in 0..<60 {
                        let isRefused = Bool.random(using: &random)
                        let target = Int64.random(in: 1...20, using: &random)
                        let word = "word\(worker)x\(turn)"
                        do {
                            if Bool.random(using: &random) {
                                _ = try store.writeAndWait(by: marie) {
                                    (transaction) throws(StorageFailure) in
                                    let made = try transaction.createComplaint(
                                        values([
                                            "summary": .text(word), "patient_age": .text(word),
                                        ]))
                                    if isRefused { throw .refused(.notFound(.complaint, key: "")) }
                                    return made
                                }
                                acknowledged.withLock { $0 += 1 }
                            } else {
                                _ = try store.writeAndWait(by: marie) {
                                    (transaction) throws(StorageFailure) in
                                    _ = try transaction.createSite(
                                        values(["code": .text(word), "name": "x"]))
                                    let stamp = try transaction.updateComplaint(
                                        .id(target), expected: 1,
                                        to: values(["summary": .text(word)]), for: everything)
                                    if isRefused { throw .refused(.notFound(.complaint, key: "")) }
                                    return stamp
                                }
                                updated.withLock { $0 += 1 }
                            }
                        } catch StorageFailure.refused {
                            continue
                        } catch {
                            Issue.record("seed \(seed): \(error)")
                        }
                    }
                })
        }
        for thread in threads { thread.join() }
        let created = acknowledged.withLock { $0 }
        let changed = updated.withLock { $0 }
        #expect(try store.value("SELECT count(*) FROM complaint") == "\(created)", "seed \(seed)")
        #expect(try store.value("SELECT count(*) FROM site") == "\(changed)", "seed \(seed)")
        #expect(
            try store.value("SELECT count(*) FROM change") == "\(created + 2 * changed)",
            "seed \(seed)")
        let report = try store.verify(thorough: true)
        #expect(report.ok, "seed \(seed): \(report.checks.filter { !$0.ok })")
        store.close()
        let again = try directory.open()
        #expect(try again.create(["summary": "next"]).value.id == Int64(created + 1))
        #expect(try again.verify(thorough: true).ok)
        again.close()
    }

    @Test("Requests that wait while one runs share one transaction, and each gets its own answer")
    func groupCommit() throws {
        let store = try directory.open()
        // A job's batch may take longer than a person's: the test does not hang on the machine's pace.
        let author = Author(name: "marie", origin: .web, address: "", isJob: true)
        let started = Mailbox<Bool>(capacity: 1)
        let go = Mailbox<Bool>(capacity: 1)
        let answers = Mailbox<Result<Committed<Int>, StorageFailure>>(capacity: 100)
        store.write(by: author) { (_) throws(StorageFailure) -> Int in
            _ = started.offer(true)
            _ = go.take()
            return -1
        } then: { _ in
        }
        _ = started.take()
        for index in 0..<50 {
            store.write(by: author) { (transaction) throws(StorageFailure) -> Int in
                _ = try transaction.createComplaint(values(["summary": .text("\(index)")]))
                if index % 2 == 1 { throw .refused(.notFound(.site, key: "\(index)")) }
                return index
            } then: {
                _ = answers.offer($0)
            }
        }
        _ = go.offer(true)
        var refused: [String] = []
        var commits: Set<Int64> = []
        for _ in 0..<50 {
            switch try #require(answers.take()) {
            case .success(let committed): commits.insert(committed.commit)
            case .failure(.refused(.notFound(_, let key))): refused.append(key)
            case .failure(let failure): Issue.record("\(failure)")
            }
        }
        #expect(refused == (0..<25).map { "\($0 * 2 + 1)" })
        #expect(commits.count < 25)
        #expect(commits.max() == 25)
        #expect(
            try store.rows("SELECT group_concat(year_seq) FROM complaint")
                == [[(1...25).map(String.init).joined(separator: ",")]])
        store.close()
    }

    @Test("A full queue answers busy at once, and a closed store too")
    func fullQueue() throws {
        let store = try directory.open()
        let started = Mailbox<Bool>(capacity: 1)
        let go = Mailbox<Bool>(capacity: 1)
        store.write(by: marie) { (_) throws(StorageFailure) -> Int in
            _ = started.offer(true)
            _ = go.take()
            return 0
        } then: { _ in
        }
        _ = started.take()
        let busy = Lock(0)
        let done = Lock(0)
        for _ in 0..<(Writer.queueMax + 3) {
            store.write(by: marie) { (_) throws(StorageFailure) in
            } then: { result in
                switch result {
                case .success: done.withLock { $0 += 1 }
                case .failure(.busy): busy.withLock { $0 += 1 }
                case .failure(let failure): Issue.record("\(failure)")
                }
            }
        }
        #expect(busy.withLock { $0 } == 3)
        _ = go.offer(true)
        store.close()
        #expect(done.withLock { $0 } == Writer.queueMax)
        #expect(throws: StorageFailure.self) { try store.create(["summary": "late"]) }
    }

    @Test("Every acknowledged write is in a crash image, and the image verifies")
    func crashImage() throws {
        let store = try directory.open()
        defer { store.close() }
        for index in 0..<40 {
            try store.create(["summary": .text("s\(index)"), "patient_age": "43"])
        }
        try store.update(7, 1, ["severity": "minor"])
        let image = try directory.copied()
        let reopened = try image.open()
        #expect(reopened.commit == 41)
        #expect(try reopened.value("SELECT count(*) FROM complaint") == "40")
        #expect(try reopened.verify(thorough: true).ok)
        #expect(try reopened.create(["summary": "go on"]).value.id == 41)
        reopened.close()
    }

    @Test("A failed commit answers everyone, and state and numbers are those of before")
    func failedCommit() throws {
        let store = try directory.open()
        try store.create(["summary": "one"])
        let failing = try #require(
            failureOf {
                try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                    _ = try transaction.createComplaint(values(["summary": "two"]))
                    // Ends the transaction under the writer's feet: its COMMIT will fail.
                    try transaction.session.connection.execute("ROLLBACK")
                }
            })
        guard case .failed = failing else {
            Issue.record("\(failing)")
            return
        }
        #expect(try store.value("SELECT count(*) FROM complaint") == "1")
        #expect(try store.create(["summary": "three"]).value.id == 2)
        #expect(try store.value("SELECT max(year_seq) FROM complaint") == "2")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test("A failed request of the database's own kind leaves its neighbours and the store alone")
    func constraint() throws {
        let store = try directory.open()
        let failing = failureOf {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.session.connection.execute("INSERT INTO setting VALUES ('a', NULL)")
            }
        }
        guard case .failed = failing else {
            Issue.record("\(String(describing: failing))")
            return
        }
        #expect(store.readOnlyReason == nil)
        try store.create(["summary": "goes on"])
        store.close()
    }

    private func failureOf(_ body: () throws -> Void) -> StorageFailure? {
        do {
            try body()
            return nil
        } catch {
            return error as? StorageFailure
        }
    }
}

@Suite struct PublicationTests {
    @Test("Subscribers get every change in order before its writer is answered")
    func order() throws {
        let directory = try StoreDirectory()
        let store = try directory.open()
        let seen = Lock<[ChangeNotice]>([])
        let subscription = store.subscribe { notices in seen.withLock { $0 += notices } }
        for index in 1...3 {
            let commit = try store.create(["summary": .text("\(index)")]).commit
            #expect(seen.withLock { $0.last?.seq } == commit)
        }
        try store.update(2, 1, ["severity": "minor", "patient_age": "43"])
        #expect(seen.withLock { $0.map(\.seq) } == [1, 2, 3, 4])
        let last = try #require(seen.withLock { $0.last })
        #expect(last.operation == "update")
        #expect(last.fields == ["patient_age", "severity"])
        #expect(last.id == 2)
        #expect(last.version == 2)
        subscription.cancel()
        try store.create(["summary": "unseen"])
        #expect(seen.withLock { $0.count } == 4)
        store.close()
    }

    @Test("A read waits for the gate, and gives up when the gate stays shut")
    func gate() throws {
        let gate = DurabilityGate(passed: 5)
        #expect(gate.wait(for: 5, until: .now()))
        #expect(!gate.wait(for: 6, until: .now()))
        let opened = Lock(false)
        let waiter = try Thread.start(name: "waiter") {
            let isOpen = gate.wait(for: 7, until: .now() + .seconds(60))
            opened.withLock { $0 = isOpen }
        }
        gate.pass(6) {}
        gate.pass(7) {}
        waiter.join()
        #expect(opened.withLock { $0 })
        #expect(gate.passed == 7)
    }
}
