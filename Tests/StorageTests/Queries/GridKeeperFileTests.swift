import Complaints
import Glibc
import JSON
import Platform
import Telemetry
import Testing

@testable import Storage

/// The columns from one start to the next: what lies in the directory is taken when it is this database's,
/// and whatever lies there, lists are those of the table.
@Suite struct GridKeeperFileTests {
    private final class Lines: LogSink {
        private let lines = Lock<[String]>([])

        func write(_ line: [UInt8]) -> Bool {
            lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            return true
        }

        func all(_ event: String) -> [String] {
            lines.withLock { $0.filter { $0.contains("\"event\":\"columns.\(event)\"") } }
        }
    }

    private let directory: StoreDirectory
    private let lines = Lines()

    init() throws { directory = try StoreDirectory() }

    private func path(_ name: String = GridFile.fileName, in other: StoreDirectory? = nil) -> String
    {
        "\((other ?? directory).path)/\(name)"
    }

    /// Opened with columns, of which the smallest change is worth a file.
    private func open(
        in other: StoreDirectory? = nil, _ change: (inout StoreOptions) -> Void = { _ in }
    ) throws -> Store {
        try (other ?? directory).open {
            $0.keepsColumns = true
            $0.columnLimits.changesMin = 1
            $0.columnLimits.restTime = .zero
            $0.columnLimits.quietTime = .milliseconds(1)
            $0.columnLimits.stopTime = .seconds(60)
            $0.log = Log(least: .debug, format: .json, clock: .system, sink: lines)
            change(&$0)
        }
    }

    private func wait(_ condition: () -> Bool) {
        let end = MonotonicInstant.now() + .seconds(60)
        while !condition(), MonotonicInstant.now() < end { Thread.sleep(for: .milliseconds(1)) }
        #expect(condition())
    }

    /// A directory with complaints and the file of their columns.
    private func fill(_ other: StoreDirectory? = nil, count: Int = 30) throws {
        let before = lines.all("kept").count
        let store = try open(in: other)
        for index in 0..<count {
            try store.create([
                "severity": .text(["minor", "serious"][index % 2]), "customer": "Finch",
                "complainant_name": "Zebulon", "description": "An unusual ostrich",
            ])
        }
        let last = "\"commit\":\(store.commit),"
        wait { lines.all("kept").dropFirst(before).last?.contains(last) == true }
        store.close()
        #expect(try DurableFile.status(path(in: other)) != nil)
        #expect(try DurableFile.status(path(in: other))?.permissions == 0o600)
        #expect(try DurableFile.status(path(GridFile.scratchName, in: other)) == nil)
    }

    /// Starts, and compares once the columns stand.
    private func startAndCompare(
        with change: (inout StoreOptions) -> Void = { _ in }, _ body: (Store) throws -> Void
    ) throws {
        let store = try open(change)
        defer { store.close() }
        wait { store.hasColumns }
        try compare(store)
        try body(store)
        #expect(store.columnFailures == 0)
    }

    private func compare(_ store: Store) throws {
        try store.read { (reader) throws(StorageFailure) in
            guard
                let grid = try reader.grid.snapshot(at: reader.commit, on: reader.connection)
            else {
                Issue.record("there are no columns")
                return
            }
            let fields: [FieldName] = ["status", "severity", "customer", "site"]
            let filters: [Filter] = [
                .everything,
                .and([
                    .compare("severity", .equal("minor")),
                    .compare("customer", .isOneOf(["Finch", "Wren"])),
                ]),
            ]
            for filter in filters {
                var answers: [[UInt8]] = []
                for columns in [grid, nil] {
                    var writer = JSONWriter()
                    try FacetCounting(
                        connection: reader.connection, catalogue: .standard, visibility: everything,
                        grid: columns
                    ).write(by: fields, filter: filter, search: nil, into: &writer)
                    answers.append(writer.bytes)
                }
                #expect(answers[0] == answers[1])
            }
        }
    }

    @Test(arguments: 0..<3)
    func columnsOfTheLastStartAreTakenAndBroughtAlong(round: Int) throws {
        try fill()
        let seed = UInt64.random(in: 0 ... .max)
        print("writes beside a kept file, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        do {
            // As commands on a stopped instance write: without columns.
            let store = try directory.open()
            defer { store.close() }
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                let id = Int64.random(in: 1...30, using: &generator)
                let version = try store.value("SELECT version FROM complaint WHERE id=\(id)")
                let name = ["Wren", "Finch", "Rook"].randomElement(using: &generator) ?? ""
                let found = try #require(version.flatMap { Int64($0) })
                try store.update(id, found, ["customer": .text(name)])
                if Bool.random(using: &generator) { try store.create(["customer": .text(name)]) }
            }
        }
        try startAndCompare { store in
            try store.create(["severity": "critical", "customer": "Wren"])
            try compare(store)
        }
        #expect(lines.all("taken").count == 1 && lines.all("refused").isEmpty)
    }

    @Test func theFileIsWrittenWhileItRunsAndIsThereAfterACrash() throws {
        let store = try open()
        defer { store.close() }
        for _ in 0..<5 { try store.create(["customer": "Finch"]) }
        wait { lines.all("kept").last?.contains("\"commit\":\(store.commit),") == true }
        try store.create(["customer": "Wren"])
        wait { lines.all("kept").last?.contains("\"commit\":\(store.commit),") == true }
        let crashed = try directory.copied()
        let next = try open(in: crashed)
        defer { next.close() }
        wait { next.hasColumns }
        try compare(next)
        #expect(lines.all("taken").count == 1)
    }

    @Test func aStopAfterLittleLeavesTheFileAsItIs() throws {
        try fill()
        let before = try DurableFile.status(path())
        try startAndCompare(
            with: {
                $0.columnLimits.changesMin = 3
                $0.columnLimits.restTime = .seconds(3_600)
            }, { try $0.create(["customer": "Wren"]) })
        #expect(try DurableFile.status(path()) == before)
        try startAndCompare { _ in }
        #expect(lines.all("taken").count == 2)
    }

    @Test func aBrokenFileIsRefusedAndWrittenAnew() throws {
        try fill()
        let whole = try DurableFile.read(path(), bytesMax: 64 << 20)
        let seed = UInt64.random(in: 0 ... .max)
        print("broken files of columns, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for round in 1...8 {
            var broken = whole
            if round % 2 == 0 {
                broken[Int.random(in: 0..<broken.count, using: &generator)] ^= 0x10
            } else {
                broken.removeLast(Int.random(in: 1...broken.count, using: &generator))
            }
            try DurableFile.write(broken, to: path())
            try startAndCompare { try $0.create(["customer": "Wren"]) }
            #expect(lines.all("refused").count == round, "seed \(seed)")
        }
        try startAndCompare { _ in }
        #expect(lines.all("taken").count == 1 && lines.all("refused").count == 8)
    }

    @Test func theFileOfAnotherDatabaseIsRefused() throws {
        try fill()
        let other = try StoreDirectory()
        try fill(other)
        try DurableFile.write(try DurableFile.read(path(in: other), bytesMax: 64 << 20), to: path())
        try startAndCompare { _ in }
        #expect(lines.all("refused").last?.contains("is another one in this database") == true)
        // The same database at an earlier moment: what a copy of the directory's database alone brings back.
        let earlier = try StoreDirectory()
        try fill(earlier, count: 3)
        try DurableFile.write(
            try DurableFile.read(path(), bytesMax: 64 << 20), to: path(in: earlier))
        let store = try open(in: earlier)
        defer { store.close() }
        wait { store.hasColumns }
        try compare(store)
        #expect(lines.all("refused").last?.contains("the database is older") == true)
        #expect(lines.all("taken").isEmpty)
    }

    /// As when a stop interrupts the reading: it says nothing against the file.
    @Test func aLogThatCannotBeReadLeavesTheFile() throws {
        try fill()
        let before = try DurableFile.status(path())
        // It has the last row's number, and no hashes.
        let other = try StoreDirectory()
        let database = path(StoreOpening.databaseName, in: other)
        try Connection(path: database, role: .writing).execute(
            "CREATE TABLE change(seq INTEGER PRIMARY KEY); INSERT INTO change VALUES(1000000)")
        let keeper = try GridKeeper(
            path: database, GridMirror(bytesMax: 64 << 20), GridFile(directory: directory.path),
            GridKeeping.Limits(), Log(least: .debug, format: .json, clock: .system, sink: lines))
        wait { keeper.failureCount > 0 }
        keeper.close(keepsFile: true)
        #expect(lines.all("refused").isEmpty)
        #expect(try DurableFile.status(path()) == before)
        try startAndCompare { _ in }
        #expect(lines.all("taken").count == 1)
    }

    @Test func afterTooManyChangesEverythingIsReadAnew() throws {
        try fill(count: 4)
        let store = try directory.open()
        for _ in 0..<4 { try store.create(["customer": "Wren"]) }
        store.close()
        try startAndCompare(with: { $0.columnLimits.followedMin = 3 }, { _ in })
        #expect(lines.all("refused").last?.contains("changes were made since") == true)
        #expect(lines.all("taken").isEmpty)
    }

    @Test func whatAKilledWritingLeftIsRemoved() throws {
        try fill()
        try DurableFile.write([1, 2, 3], to: path(GridFile.scratchName))
        try startAndCompare { _ in
            let left = try DurableFile.status(path(GridFile.scratchName))
            #expect(left == nil)
        }
        #expect(lines.all("taken").count == 1)
    }

    @Test func aFullDiskIsToldAndNothingElseSuffers() throws {
        let store = try open { $0.columnLimits.restTime = .seconds(3_600) }
        wait { store.hasColumns }
        #expect(symlink("/dev/full", path(GridFile.scratchName)) == 0)
        try store.create(["customer": "Finch"])
        wait { !lines.all("unkept").isEmpty }
        try store.create(["customer": "Wren"])
        try compare(store)
        #expect(store.readOnlyReason == nil)
        store.close()
        #expect(lines.all("unkept").count == 1 && lines.all("kept").count == 1)
        try startAndCompare { _ in }
    }

    @Test func columnsThatDoNotFitLeaveNoFile() throws {
        try fill()
        let store = try open { $0.columnBytesMax = 1000 }
        wait { !lines.all("refused").isEmpty }
        wait { ((try? DurableFile.status(path())) ?? nil) == nil }
        store.close()
        #expect(try DurableFile.status(path()) == nil)
    }

    /// They are in the file with what they may take, and what changed since is too much: at the start, or
    /// while it runs.
    @Test(arguments: [false, true])
    func columnsThatOutgrowTheirLimitGoWithTheirFile(isRunning: Bool) throws {
        try fill()
        var bytesMax = 0
        try startAndCompare { bytesMax = $0.gridBytes + 1_000 }
        if !isRunning {
            let stopped = try directory.open()
            try outgrow(stopped)
            stopped.close()
        }
        let store = try open { $0.columnBytesMax = bytesMax }
        defer { store.close() }
        if isRunning {
            wait { store.hasColumns }
            try outgrow(store)
        }
        wait { !lines.all("outgrown").isEmpty }
        #expect(try DurableFile.status(path()) == nil)
        #expect(store.gridBytes == 0 && !store.hasColumns)
        // Nothing is taken, built or written any more.
        try store.create(["customer": "Rook"])
        store.close()
        #expect(try DurableFile.status(path()) == nil)
        #expect(lines.all("outgrown").count == 1 && lines.all("refused").isEmpty)
        #expect(lines.all("taken").count == (isRunning ? 2 : 1))
    }

    /// Sixty values of a column, of which each takes 40 bytes and more.
    private func outgrow(_ store: Store) throws {
        for index in 1...60 { try store.create(["customer": .text("Customer \(index)")]) }
    }

    /// A date of no usual form costs the order by date, as more values than codes cost a column.
    @Test func whatWasLostComesBackOnceEverythingIsRead() throws {
        try fill()
        try change(times: 1)
        try setReceived("soon")
        // Lost by what came since: the file goes at once, and none is written.
        try startAndCompare { store in
            wait { !lines.all("worn").isEmpty }
            let dates = try hasDates(store)
            #expect(dates == false)
        }
        #expect(try DurableFile.status(path()) == nil)
        // Lost when everything was read: that is kept.
        let before = lines.all("kept").count
        try startAndCompare { _ in wait { lines.all("kept").count > before } }
        let written = try DurableFile.status(path())
        #expect(written != nil)
        // It is taken, but not written again, so that at some time everything is read.
        try setReceived("2026-01-02")
        try change(times: 1)
        try startAndCompare { store in
            let dates = try hasDates(store)
            #expect(dates == false)
        }
        #expect(try DurableFile.status(path()) == written)
        #expect(lines.all("taken").count == 2 && lines.all("refused").isEmpty)
        try change(times: 30)
        try startAndCompare(
            with: { $0.columnLimits.followedMin = 1 },
            { store in
                let dates = try hasDates(store)
                #expect(dates == true)
            })
        #expect(lines.all("refused").last?.contains("changes were made since") == true)
        #expect(lines.all("worn").count == 1)
    }

    /// Changes the first complaint of a stopped instance as commands do: without columns.
    private func change(times: Int) throws {
        let store = try directory.open()
        defer { store.close() }
        for _ in 0..<times {
            let version = try store.value("SELECT version FROM complaint WHERE id=1")
            let found = try #require(version.flatMap { Int64($0) })
            try store.update(1, found, ["customer": .text("Wren \(found % 2)")])
        }
    }

    /// Sets the first complaint's date of a stopped instance past the log.
    private func setReceived(_ date: String) throws {
        let connection = try Connection(path: path(StoreOpening.databaseName), role: .writing)
        try connection.execute("UPDATE complaint SET received='\(date)' WHERE id=1")
    }

    private func hasDates(_ store: Store) throws -> Bool? {
        try store.read { (reader) throws(StorageFailure) in
            try reader.grid.snapshot(at: reader.commit, on: reader.connection)?.hasDates
        }
    }

    /// What is sealed or free text is in no column, so that erasing a person leaves nothing of them there.
    @Test func nothingOfPersonsIsInTheFile() throws {
        try fill()
        let text = String(
            decoding: try DurableFile.read(path(), bytesMax: 64 << 20), as: UTF8.self)
        #expect(text.contains("Finch"))
        #expect(!text.contains("Zebulon") && !text.contains("ostrich"))
    }
}
