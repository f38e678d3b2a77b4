import Complaints
import JSON
import Platform
import Storage
import Tabular
import Testing

@testable import WebAPI

@Suite("Imports from file to record")
struct JobRunnerTests {
    let text = """
        id,received,severity,summary,model
        1,2026-01-31,minor,one,A
        2,2026-02-30,minor,two,A
        3,2026-01-30,serious,three,B
        """

    @Test("each row ends as exactly one of four, a bad one with row, column, value and reason")
    func ends() throws {
        let bench = try ImportBench()
        let record = try bench.run(text)
        #expect(record.state == .done)
        #expect(record.ends == [2, 0, 0, 1] && record.addsUp && record.counts.read == 3)
        let error = try #require(try bench.errors(record.id).first)
        #expect(
            [String(error.row), error.column, error.value, error.reason]
                == ["3", "received", "2026-02-30", "invalid_date"])
        let complaint = try #require(try bench.complaint("1"))
        #expect(complaint["severity"]?.stringValue == "minor")
        #expect(complaint["source"]?.stringValue == "file")
        #expect(complaint["import"]?.int64Value == record.id)
        // The file goes once the record says that it is not needed.
        try bench.restart()
        #expect(try Directory.list(bench.jobs.folder.path) == [])
    }

    @Test("running it again changes nothing")
    func again() throws {
        let bench = try ImportBench()
        try bench.run(text)
        #expect(try bench.run(text).ends == [0, 0, 2, 1])
    }

    @Test("an update touches only fields that still hold the last imported value")
    func update() throws {
        let bench = try ImportBench()
        try bench.run(text)
        let id = try #require(try bench.complaint("1")?["id"]?.int64Value)
        try bench.edit(id, "severity", to: .text("critical"))
        let later = text.replacingEnd("1,2026-01-31,minor,one,A", "1,2026-01-31,serious,one,C")
        let record = try bench.run(later)
        #expect(record.ends == [0, 1, 1, 1] && record.counts.conflicts == 1)
        let complaint = try #require(try bench.complaint("1"))
        #expect(complaint["severity"]?.stringValue == "critical")
        #expect(complaint["model"]?.stringValue == "C")
    }

    @Test("undo withdraws what was created")
    func undo() throws {
        let bench = try ImportBench()
        let record = try bench.undo(try bench.run(text))
        #expect(record.state == .undone)
        #expect(try bench.complaint("1")?["status"]?.stringValue == "withdrawn")
    }

    @Test("undo goes on over many chunks, and its reason stands in each history")
    func undoReason() throws {
        let bench = try ImportBench()
        let rows = (1...900).map { "\($0),text" }.joined(separator: "\n")
        let record = try bench.undo(try bench.run("id,summary\n" + rows), reason: "wrong file")
        #expect(record.state == .undone)
        let all = Visibility(sites: nil, seesComplainant: true, seesPatient: false)
        let left = try bench.store.read { reader throws(StorageFailure) in
            var writer = JSONWriter()
            _ = try reader.history(of: .id(900), for: all, before: nil, limit: 9, into: &writer)
            return writer.bytes
        }
        let last = try JSONValue.parse(left).objectValue?["items"]?.arrayValue?.first?.objectValue
        #expect(last?["operation"]?.stringValue == "withdraw")
        #expect(last?["reason"]?.stringValue == "wrong file")
        #expect(last?["actor"]?.stringValue == "paul")
        var query = ComplaintQuery()
        query.filter = .compare("status", .notEqual(.text("withdrawn")))
        #expect(try bench.items(query).isEmpty)
    }

    @Test("values that were kept are listed with their column and the reason")
    func conflicts() throws {
        let bench = try ImportBench()
        try bench.run(text)
        let id = try #require(try bench.complaint("1")?["id"]?.int64Value)
        try bench.edit(id, "severity", to: .text("critical"))
        let later = text.replacingEnd("1,2026-01-31,minor,one,A", "1,2026-01-31,serious,one,C")
        let errors = try bench.errors(try bench.run(later).id)
        let kept = try #require(errors.first { $0.kind == "kept" })
        #expect(
            [String(kept.row), kept.column, kept.value, kept.reason]
                == ["2", "severity", "serious", "changed_here"])
    }

    @Test("a dry run says what would become of each row and writes no record")
    func dryRun() throws {
        let bench = try ImportBench()
        let record = try bench.run(text, isDryRun: true)
        #expect(record.ends == [2, 0, 0, 1] && record.state == .done)
        #expect(try bench.items(ComplaintQuery()).isEmpty)
        #expect(try bench.run(text).ends == [2, 0, 0, 1])
    }

    @Test("an equal row of one id is unchanged, a different one a record of its own")
    func repeatedIDs() throws {
        let bench = try ImportBench()
        let record = try bench.run("id,summary\n7,a\n7,a\n7,b\n7,a\n7,b\n")
        #expect(record.ends == [2, 0, 3, 0])
        #expect(try bench.run("id,summary\n7,a\n7,a\n7,b\n7,a\n7,b\n").ends == [0, 0, 5, 0])
    }

    @Test("an interrupted import goes on after the last chunk, no row twice")
    func resumes() throws {
        let bench = try ImportBench()
        let rows = (1...2_000).map { "\($0 % 900),text \($0 % 700)" }.joined(separator: "\n")
        let record = try bench.take(Array(("id,summary\n" + rows).utf8))
        bench.jobs.enqueue(stored: .importFile(record.id))
        var restarts = 0
        while restarts < 50 {
            try bench.restart()
            restarts += 1
            if try bench.record(record.id).state == .done { break }
        }
        let resumed = try bench.wait(for: record.id)
        let fresh = try ImportBench().run("id,summary\n" + rows)
        #expect(resumed.ends == fresh.ends && resumed.counts.read == 2_000)
        #expect(resumed.addsUp && resumed.rowsDone == 2_000)
    }

    @Test("imports beyond the queue run without a restart")
    func beyondTheQueue() throws {
        let bench = try ImportBench(queueMax: 1)
        let records = try (1...6).map { try bench.take(Array("id,summary\n\($0),text\n".utf8)) }
        // The first one waits for the writer, which waits for this test: the second fills the queue.
        let gate = Mailbox<Bool>(capacity: 1)
        let author = Author(name: "paul", origin: .web, address: "")
        bench.store.write(by: author) { (_) throws(StorageFailure) in
            _ = gate.take()
        } then: { _ in
        }
        for record in records { bench.jobs.enqueue(stored: .importFile(record.id)) }
        #expect(bench.jobs.board.isBeyond(.orders))
        _ = gate.offer(true)
        for record in records { #expect(try bench.wait(for: record.id).ends == [1, 0, 0, 0]) }
    }

    @Test("random tables add up, and a second run creates and updates nothing")
    func randomTables() throws {
        let bench = try ImportBench()
        for seed in UInt64(1)...20 {
            var random = TableMaker(state: seed)
            let text = random.table()
            let first = try bench.run(text, source: "s\(seed)")
            let second = try bench.run(text, source: "s\(seed)")
            #expect(first.addsUp && second.addsUp, "seed \(seed)")
            #expect(second.counts.created == 0 && second.counts.updated == 0, "seed \(seed)")
            #expect(second.counts.read == first.counts.read, "seed \(seed)")
        }
    }

    @Test("a site that a row names is made once")
    func sites() throws {
        let bench = try ImportBench()
        let record = try bench.run("id,site,summary\n1,CHU de Lille,a\n2,CHU de Lille,b\n")
        #expect(record.ends == [2, 0, 0, 0])
        #expect(try bench.complaint("2")?["site_name"]?.stringValue == "CHU de Lille")
    }

    @Test("a row that names a system nobody knows is rejected, its neighbours are not")
    func unknownSystem() throws {
        let bench = try ImportBench()
        let record = try bench.run("id,system id,summary\n1,,a\n2,SYS-9,b\n3,,c\n")
        #expect(record.ends == [2, 0, 0, 1])
        let error = try #require(try bench.errors(record.id).first)
        #expect(
            [String(error.row), error.column, error.value, error.reason]
                == ["3", "system id", "SYS-9", "unknown_reference"])
    }

    @Test("bad rows among chunks that wait for the writer cost their own rows only")
    func badRowsBetweenChunks() throws {
        let bench = try ImportBench()
        // Every 97th names a system that nobody knows, so that most chunks are taken back once.
        let rows = (1...1_500).map { "\($0),\($0 % 97 == 0 ? "SYS-9" : ""),text \($0)" }
        let record = try bench.run("id,system id,summary\n" + rows.joined(separator: "\n"))
        #expect(record.ends == [1_485, 0, 0, 15])
        #expect(record.addsUp && record.rowsDone == 1_500)
        let bad: [Int64] = try bench.errors(record.id).map(\.row)
        let expected: [Int64] = stride(from: 98, through: 1_456, by: 97).map { $0 }
        #expect(bad == expected)
        #expect(try bench.store.verify().ok)
    }

    @Test("a cancelled import keeps what was done")
    func cancelled() throws {
        let bench = try ImportBench()
        let record = try bench.take(Array(text.utf8))
        bench.jobs.board.cancel(.importFile(record.id))
        #expect(try bench.finish(record).state == .cancelled)
    }

    @Test("a workbook that unpacks beyond the limit fails in one sentence, with memory bounded")
    func bomb() throws {
        var limits = TableLimits()
        limits.inflatedBytesMax = 8 << 20
        let bench = try ImportBench(limits: limits)
        var writer = XLSXWriter(sheetName: "Sheet", columns: ["id", "summary"])
        var bytes = try writer.begin()
        let filler = Cell.text(String(repeating: "0", count: 30_000))
        for number in 1...2_000 { bytes += try writer.row([.number(String(number)), filler]) }
        bytes += try writer.finish()
        #expect(bytes.count < 2 << 20)
        let before = ProcessEnvironment.residentBytes() ?? 0
        #expect(throws: TableError.self) { try bench.take(bytes, name: "bomb.xlsx") }
        let after = ProcessEnvironment.residentBytes() ?? 0
        #expect(after - before < 64 << 20)
    }

    @Test("a table of more rows than the limit keeps the rows before it and says where it ended")
    func tooManyRows() throws {
        var limits = TableLimits()
        limits.rowsMax = 1_500
        let bench = try ImportBench(limits: limits)
        let rows = (1...1_600).map { "\($0),text" }.joined(separator: "\n")
        let record = try bench.run("id,summary\n" + rows)
        #expect(record.state == .failed && record.counts.created == 1_500 && record.addsUp)
        #expect(record.failure?.english.contains("1500 rows") == true)
    }

    @Test("a file that breaks off half-way fails with the row and keeps what was done")
    func breaksOff() throws {
        let bench = try ImportBench()
        let rows = (1...1_200).map { #"{"id":"\#($0)","summary":"text"}"# }.joined(separator: ",")
        let record = try bench.run("[" + rows + ",]]", name: "a.json")
        #expect(record.state == .failed && record.addsUp)
        #expect(record.counts.created == 1_200)
        #expect(record.failure?.english.hasPrefix("After row 1200: ") == true)
        #expect(record.failure?.french.hasPrefix("Après la ligne 1200\u{A0}: ") == true)
    }
}

extension String {
    /// With one line in place of another.
    fileprivate func replacingEnd(_ old: String, _ new: String) -> String {
        split(separator: "\n").map { $0 == old[...] ? new[...] : $0 }.joined(separator: "\n")
    }
}

/// Small random tables; the seed repeats them (SplitMix64, Steele, Lea and Flood 2014).
struct TableMaker: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func table() -> String {
        let columns = ["id", "received", "event type", "severity", "summary", "site", "x"]
        let words = [
            "", "N/A", "7", "8", "2020-01-31", "31/01/2020", "Injury", "minor", "é", "*", "IN",
            "unknown", "2013",
        ]
        var lines = [columns.joined(separator: ",")]
        for _ in 0..<Int.random(in: 1...60, using: &self) {
            let cells = columns.map { _ in words.randomElement(using: &self) ?? "" }
            lines.append(cells.joined(separator: ","))
        }
        return lines.joined(separator: "\n")
    }
}
