import Platform
import TestSupport
import Testing

@Suite struct BorrowedBytesTests {
    private let bytes: [UInt8] = Array("0123456789abcdefghi".utf8)

    @Test func bytesAreFoundOnlyWhereTheyStandWhole() {
        let isThere = { (text: String, start: Int) in
            self.bytes.span.holds(Array(text.utf8), at: start)
        }
        #expect(isThere("0123", 0) && isThere("fghi", 15) && isThere("", 19))
        #expect(!isThere("0123", 1) && !isThere("ghij", 16) && !isThere("i", 19))
        #expect(!isThere("0", -1) && !isThere("0", 20))
    }

    @Test func aHashDependsOnEveryByteAndOnTheSeed() {
        for length in 0...bytes.count {
            let hash = bytes.span.mixed(0..<length, seed: 7)
            #expect(hash == bytes.span.mixed(0..<length, seed: 7))
            #expect(hash != bytes.span.mixed(0..<length, seed: 8))
            for changed in 0..<length {
                var others = bytes
                others[changed] ^= 0x20
                #expect(hash != others.span.mixed(0..<length, seed: 7))
            }
        }
    }
}

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
            (1_772_446_272_345_000, "2026-03-02T10:11:12.345Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)])
    func momentsAreWrittenAndReadBack(_ microseconds: Int64, _ text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        ("2026-03-02T10:11:12+02:00", "2026-03-02T08:11:12Z"),
        ("2026-03-02t10:11:12.5z", "2026-03-02T10:11:12.500Z"),
        ("2026-03-02T00:00:00-00:30", "2026-03-02T00:30:00Z"),
        ("2026-03-02T10:11:12.123456789Z", "2026-03-02T10:11:12.123456Z"),
    ])
    func offsetsAreTakenIntoAccount(_ text: String, _ utc: String) {
        #expect(Timestamp(rfc3339: text)?.description == utc)
    }

    @Test(arguments: [
        "", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:60Z", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx", "0000-01-01T00:00:00Z",
        "2026-01-01T00:00:00+24:00", "+026-01-01T00:00:00Z",
    ])
    func whatIsNotADateIsRefused(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func everyDayOfEightCenturiesRoundTrips() {
        for day in -146_097...146_097 {
            let time = Timestamp(microseconds: Int64(day) * 86_400_000_000)
            guard Timestamp(rfc3339: time.description) == time else {
                Issue.record("\(time)")
                return
            }
        }
    }
}

@Suite struct MailboxTests {
    @Test func elementsComeOutInOrder() {
        let mailbox = Mailbox<Int>(capacity: 5000)
        for number in 0..<5000 { #expect(mailbox.offer(number)) }
        for number in 0..<2500 { #expect(mailbox.take() == number) }
        #expect(mailbox.takeAll(countMax: 100) == Array(2500..<2600))
        #expect(mailbox.takeAll() == Array(2600..<5000))
        #expect(mailbox.count == 0)
    }

    @Test func aFullMailboxRefuses() {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.offer(1))
        #expect(mailbox.offer(2))
        #expect(!mailbox.offer(3))
        #expect(mailbox.take() == 1)
        #expect(mailbox.offer(3))
    }

    @Test func waitingEndsAtTheDeadline() {
        let mailbox = Mailbox<Int>(capacity: 1)
        #expect(mailbox.take(until: .now() + .milliseconds(1)) == nil)
        #expect(mailbox.takeAll(until: .now()).isEmpty)
    }

    @Test func aClosedMailboxGivesWhatItHoldsAndThenNothing() {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.offer(1))
        mailbox.close()
        #expect(!mailbox.offer(2))
        #expect(mailbox.take() == 1)
        #expect(mailbox.take() == nil)
    }

    @Test func manyThreadsLoseNothing() throws {
        let mailbox = Mailbox<Int>(capacity: 64)
        let total = Lock(0)
        let takers = try (0..<3).map { _ in
            try Thread.start(name: "taker") {
                while let number = mailbox.take() { total.withLock { $0 += number } }
            }
        }
        let givers = try (0..<3).map { _ in
            try Thread.start(name: "giver") {
                for number in 1...1000 { while !mailbox.offer(number) {} }
            }
        }
        for thread in givers { thread.join() }
        mailbox.close()
        for thread in takers { thread.join() }
        #expect(total.withLock { $0 } == 3 * 500_500)
    }
}

@Suite struct FileTests {
    @Test func aFileIsReplacedWhole() throws {
        let scratch = try ScratchDirectory()
        let path = "\(scratch.path)/a"
        try DurableFile.write(Array("one".utf8), to: path)
        try DurableFile.write(Array("two two".utf8), to: path)
        #expect(try DurableFile.read(path, bytesMax: 7) == Array("two two".utf8))
        #expect(try Directory.list(scratch.path) == ["a"])
        #expect(try DurableFile.status(path)?.permissions == 0o600)
        #expect(throws: DurableFile.ReadError.tooLarge(path: path, bytesMax: 6)) {
            try DurableFile.read(path, bytesMax: 6)
        }
    }

    @Test func piecesAreReadAndWrittenWhereTheyBelong() throws {
        let scratch = try ScratchDirectory()
        let file = try File.open("\(scratch.path)/b", .creating)
        try file.write(Array("world".utf8), at: 6)
        try file.write(Array("hello ".utf8), at: 0)
        #expect(try file.read(at: 0, bytesMax: 100) == Array("hello world".utf8))
        try file.truncate(to: 5)
        #expect(try file.status().length == 5)
        try file.sync()
        try file.close()
        let more = try File.open("\(scratch.path)/b", .appending)
        try more.append(Array("!".utf8))
        try more.close()
        #expect(try DurableFile.read("\(scratch.path)/b", bytesMax: 10) == Array("hello!".utf8))
    }

    @Test func errorsSayWhatWasTriedOnWhat() {
        do {
            _ = try File.open("/nowhere/at/all", .reading)
            Issue.record("opened")
        } catch {
            #expect(error.isNotFound)
            #expect(
                error.description
                    == "Cannot open /nowhere/at/all: No such file or directory (errno 2).")
        }
    }

    @Test func aDirectoryHasOneHolder() throws {
        let scratch = try ScratchDirectory()
        let lock = try DirectoryLock.acquire(directory: scratch.path)
        let own = ProcessEnvironment.processID
        #expect(
            throws: DirectoryLock.Refusal.held(directory: scratch.path, processID: own)
        ) { () throws -> Void in _ = try DirectoryLock.acquire(directory: scratch.path) }
        #expect(DirectoryLock.holder(ofDirectory: scratch.path) == own)
        lock.release()
        #expect(DirectoryLock.holder(ofDirectory: scratch.path) == nil)
    }

    @Test func nestedDirectoriesAreMadePrivate() throws {
        let scratch = try ScratchDirectory()
        try Directory.create("\(scratch.path)/x/y")
        #expect(try DurableFile.status("\(scratch.path)/x/y")?.permissions == 0o700)
        try Directory.remove("\(scratch.path)/x/y")
        try Directory.remove("\(scratch.path)/x")
        #expect(try Directory.freeBytes(scratch.path) > 0)
    }
}

@Suite struct ProcessTests {
    @Test func randomBytesDiffer() {
        #expect(Random.bytes(32).count == 32)
        #expect(Random.bytes(32) != Random.bytes(32))
        #expect(Random.bytes(0).isEmpty)
    }

    @Test func argumentsAndEnvironmentAreThere() {
        #expect(ProcessEnvironment.arguments().count >= 1)
        #expect(ProcessEnvironment.variables()["PATH"] != nil)
    }

    @Test func threadsRunAndJoin() throws {
        let ran = Lock(false)
        let thread = try Thread.start(name: "a name longer than the kernel keeps") {
            ran.withLock { $0 = true }
        }
        thread.join()
        #expect(ran.withLock { $0 })
    }
}
