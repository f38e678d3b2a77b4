import Platform
import TestSupport
import Testing

@testable import Storage

@Suite struct FollowerTests {
    private func open(
        _ scratch: ScratchDirectory, _ follower: LogFollower, _ limits: LogLimits
    ) throws -> Store {
        var options = StoreOptions(directory: scratch.path(of: "data"))
        options.keepsBallast = false
        options.logFollowers = [follower]
        options.logLimits = limits
        return try Store.open(options)
    }

    private func follower(_ scratch: ScratchDirectory) throws -> LogFollower {
        let directory = scratch.path(of: "data/backup/test")
        try Directory.create(directory)
        return LogFollower(directory: directory)
    }

    private func logLength(_ scratch: ScratchDirectory) throws -> Int64 {
        try DurableFile.status(scratch.path(of: "data/ibtool.db-wal"))?.length ?? 0
    }

    @Test func aLogThatWasNotCopiedIsKeptUpToTheLimit() throws {
        let scratch = try ScratchDirectory()
        let follower = try follower(scratch)
        var limits = LogLimits()
        limits.passive = 1
        limits.truncate = 1
        limits.hold = 200
        let store = try open(scratch, follower, limits)
        var count = 0
        while follower.isKeeping {
            let before = try logLength(scratch)
            try store.create(["summary": "one"])
            count += 1
            if follower.isKeeping { #expect(try logLength(scratch) > before) }
            try #require(count < 500)
        }
        #expect(try follower.hasGap())
        #expect(try logLength(scratch) < 4120 * 250)
        store.close()
    }

    @Test func aCopiedLogIsEmptied() throws {
        let scratch = try ScratchDirectory()
        let follower = try follower(scratch)
        var limits = LogLimits()
        limits.passive = 1
        limits.truncate = 1
        let store = try open(scratch, follower, limits)
        let thread = try Thread.start(name: "copy") {
            var known: UInt64 = 0
            while true {
                let head = follower.take(after: known, until: nil).head
                if head.number == known { return }
                known = head.number
                _ = follower.hasCopied(head)
            }
        }
        for _ in 0..<20 { try store.create(["summary": "one"]) }
        store.close()
        follower.wakeUp()
        thread.join()
        #expect(try logLength(scratch) == 0)
        #expect(try !follower.hasGap())
    }

    @Test func whoHasMuchToCopyIsHurriedAndWhoHasLittleIsNot() throws {
        let scratch = try ScratchDirectory()
        let follower = try follower(scratch)
        func isHurried(after frames: Int64) -> Bool {
            follower.note(commit: frames, frames: frames)
            return follower.take(after: .max, until: nil).isHurried
        }
        let most = LogFollower.hurryFrames
        #expect(!isHurried(after: most - 1))
        #expect(isHurried(after: most))
        let head = follower.take(after: .max, until: nil).head
        #expect(isHurried(after: most + 5))
        // What came meanwhile is little again.
        #expect(follower.hasCopied(head))
        #expect(!isHurried(after: 2 * most - 1))
        #expect(isHurried(after: 2 * most))
        // A log that began anew is copied from its start.
        #expect(follower.hasCopied(follower.take(after: .max, until: nil).head))
        #expect(!isHurried(after: most - 1))
        #expect(isHurried(after: most))
        follower.keepNothing()
        #expect(!isHurried(after: 10 * most))
    }

    @Test func aCopyThatEndsAfterTheLogWasLetGoDoesNotCount() throws {
        let scratch = try ScratchDirectory()
        let follower = try follower(scratch)
        let store = try open(scratch, follower, LogLimits())
        try store.create(["summary": "one"])
        let head = follower.take(after: .max, until: nil).head
        try follower.letGo()
        let counts = follower.hasCopied(head)
        #expect(!counts)
        #expect(!follower.isKeeping)
        follower.keepEverything()
        let countsAgain = follower.hasCopied(head)
        #expect(countsAgain)
        store.close()
    }

    @Test func theLogIsReadAsItWasWritten() throws {
        let scratch = try ScratchDirectory()
        let follower = try follower(scratch)
        let store = try open(scratch, follower, LogLimits())
        var middle: LogPosition?
        for round in 0..<10 {
            try store.create(["summary": "one"])
            let head = follower.take(after: .max, until: nil).head
            let log = try #require(try LogReader.open(directory: store.directory))
            let whole = try log.read(after: log.start, upTo: head.frames)
            #expect(whole.end.frames == head.frames)
            #expect(try log.reaches(whole.end))
            if let middle {
                let rest = try log.read(after: middle, upTo: head.frames)
                #expect(rest.end == whole.end)
                #expect(rest.frames.allSatisfy { whole.frames[$0.key] == $0.value })
            }
            if round == 4 { middle = whole.end }
            let wrong = LogPosition(
                salts: whole.end.salts, frames: whole.end.frames - 1,
                checksum: whole.end.checksum)
            #expect(try !log.reaches(wrong))
        }
        follower.keepNothing()
        store.close()
    }

    @Test func whoWritesWithoutAFollowerLeavesItASign() throws {
        let scratch = try ScratchDirectory()
        let follower = try follower(scratch)
        let store = try open(scratch, follower, LogLimits())
        follower.keepNothing()
        store.close()
        #expect(try !follower.hasGap())
        // A file beside the folders is nobody's.
        try DurableFile.write([], to: scratch.path(of: "data/\(LogFollower.folder)/drills.json"))
        var options = StoreOptions(directory: scratch.path(of: "data"))
        options.keepsBallast = false
        try Store.open(options).close()
        #expect(try follower.hasGap())
    }

    @Test func aCommitThatTheStoreHasNotIsShownToNobody() throws {
        let gate = DurabilityGate(passed: 3, waitsForStore: true)
        let passed = Lock<[Int64]>([])
        gate.pass(4) { passed.withLock { $0.append(4) } }
        gate.pass(5) { passed.withLock { $0.append(5) } }
        #expect(gate.passed == 3)
        #expect(gate.isHolding)
        #expect(!gate.wait(for: 4, until: .now()))
        // Who gave up is not kept.
        #expect(gate.waitingCount == 0)
        gate.noteStored(4)
        #expect(passed.withLock { $0 } == [4])
        #expect(gate.wait(for: 4, until: .now()))
        gate.noteStored(9)
        #expect(passed.withLock { $0 } == [4, 5])
        #expect(!gate.isHolding)
        for commit in Int64(10)..<Int64(10 + DurabilityGate.waitingMax) { gate.pass(commit) {} }
        #expect(gate.isCongested)
        gate.noteStored(2000)
        #expect(!gate.isCongested)
    }

    @Test func theFileStandsStillWhileAHoldIsIntact() throws {
        let scratch = try ScratchDirectory()
        let follower = try follower(scratch)
        follower.keepNothing()
        var limits = LogLimits()
        limits.passive = 1
        limits.truncate = 1
        limits.hold = 400
        let store = try open(scratch, follower, limits)
        let hold = store.holdCheckpoints()
        let before = try store.databasePages().page(1)
        try store.create(["summary": "one"])
        #expect(try store.databasePages().page(1) == before)
        let wasIntact = hold.isIntact
        #expect(wasIntact)
        var count = 0
        while hold.isIntact, count < 300 {
            try store.create(["summary": "one"])
            count += 1
        }
        let isIntact = hold.isIntact
        #expect(!isIntact)
        store.close()
    }
}
