import Complaints
import Crypto
import Glibc
import JSON
import Platform
import Testing

@testable import Storage

/// The file of the columns: it comes back as it was, or not at all, whatever became of its bytes.
@Suite struct GridFileTests {
    private static let bytesMax = 64 << 20
    private let fixture: QueryFixture

    init() throws { fixture = try QueryFixture() }

    private var path: String { "\(fixture.columnFile.directory)/\(GridFile.fileName)" }
    private var scratch: String { "\(fixture.columnFile.directory)/\(GridFile.scratchName)" }

    private func bytes() throws -> [UInt8] {
        try DurableFile.read(path, bytesMax: Self.bytesMax)
    }

    private func put(_ bytes: [UInt8]) throws { try DurableFile.write(bytes, to: path) }

    /// The same with the sum of a whole file.
    private func putSummed(_ bytes: [UInt8]) throws {
        let content = Array(bytes.dropLast(32))
        try put(content + SHA256.hash(content))
    }

    private func read(bytesMax: Int = Self.bytesMax) throws -> GridState {
        try fixture.columnFile.read(bytesMax: bytesMax, while: { true }, accept: { _ in })
    }

    /// Records of every kind of value, and some slots without one.
    private func fill(_ count: Int64 = 40) throws {
        try fixture.connection.execute(
            "INSERT INTO site(id,code,name,version,created_at,updated_at) VALUES(1,'A','B',1,0,0)")
        let documents = [
            "{}", #"{"markets":["US","EU"],"room":"é"}"#, #"{"custom":{"size":7,"weight":7.5}}"#,
            #"{"lot":"a \"b\"","priority":"high"}"#, #"{"custom":{"size":true},"lot":null}"#,
        ]
        for id in 1...count {
            try fixture.insert(
                id * 3,
                [
                    "document": .text(documents[Int(id) % documents.count]),
                    "received": id % 5 == 0 ? .null : .text("2026-0\(id % 9 + 1)-11"),
                    "severity": .text(["minor", "serious"][Int(id % 2)]),
                    "site_id": id % 3 == 0 ? .null : .integer(1),
                    "customer": .text("Customer \(id)"),
                    "created_at": .integer(id * 1_000_000_007), "updated_at": .integer(-id),
                ])
        }
    }

    @Test func whatIsReadIsWrittenAgainByteForByte() throws {
        try fill()
        let state = try #require(try fixture.columns())
        let length = try fixture.columnFile.keep(state)
        let written = try bytes()
        #expect(Int64(written.count) == length)
        let found = try read()
        #expect(found.commit == state.commit && found.count == 40)
        #expect(found.byteCount <= state.byteCount)
        try fixture.columnFile.keep(found)
        #expect(try bytes() == written)
    }

    @Test(arguments: 0..<4)
    func flippedAndCutFilesAreRefused(round: Int) throws {
        try fill()
        try fixture.columnFile.keep(try #require(try fixture.columns()))
        let whole = try bytes()
        let seed = UInt64.random(in: 0 ... .max)
        print("flips of the columns' file, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<15 {
            var flipped = whole
            let place = Int.random(in: 0..<whole.count, using: &generator)
            flipped[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            try put(flipped)
            #expect(throws: GridFileRefusal.self, "seed \(seed): \(place)") { try read() }
            let length = Int.random(in: 0..<whole.count, using: &generator)
            try put(Array(whole[..<length]))
            #expect(throws: GridFileRefusal.self, "seed \(seed): cut to \(length)") { try read() }
        }
        try put(whole + [0])
        #expect(throws: GridFileRefusal.broken) { try read() }
        try put([])
        #expect(throws: GridFileRefusal.broken) { try read() }
        try put(whole)
        #expect(throws: Never.self) { try read() }
    }

    /// Not even bytes that somebody made up, sum and all, end the process.
    @Test func madeUpFilesAreRefusedOrAnswer() throws {
        try fill()
        try fixture.columnFile.keep(try #require(try fixture.columns()))
        let whole = try bytes()
        let seed = UInt64.random(in: 0 ... .max)
        print("made-up columns, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var taken = 0
        for _ in 0..<60 {
            var changed = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                // Most of the file are cells; what steers the reading is found more often near them.
                let places = GridFileHeader.byteCount..<whole.count - 32
                let place = Int.random(in: places, using: &generator)
                changed[place] = UInt8.random(in: 0...255, using: &generator)
            }
            try putSummed(changed)
            do {
                let state = try read()
                taken += 1
                for name in GridField.coded.map(\.name) {
                    if let column = state.column(name) {
                        _ = column.counts(in: GridMask(state.present))
                        _ = column.ranks
                    }
                }
                var next = state
                _ = try GridMirror.follow(&next, to: fixture.commit, on: fixture.connection)
            } catch is GridFileRefusal {
                continue
            }
        }
        print("\(taken) of 60 were taken")
    }

    @Test func otherLayoutsAndKindsAreRefused() throws {
        try fill(3)
        try fixture.columnFile.keep(try #require(try fixture.columns()))
        let whole = try bytes()
        var other = whole
        other[40] ^= 1
        try putSummed(other)
        #expect(throws: GridFileRefusal.otherLayout) { try read() }
        other = whole
        other[0] ^= 1
        try putSummed(other)
        #expect(throws: GridFileRefusal.foreignKind) { try read() }
        #expect(whole.prefix(17).elementsEqual(Array("ibtool columns 1\n".utf8)))
    }

    @Test func whoseItIsAndHowOldDecideWhetherItIsTaken() throws {
        try fill(3)
        try fixture.log(3, "update")
        let commit = fixture.commit
        let point = try #require(try fixture.connection.chainPoint(at: commit))
        let header = GridFileHeader(point: point, records: 3, runs: 1)
        let cases: [(head: Int64, wanted: GridFileRefusal?)] = [
            (commit - 1, .beyondLog(commit: commit)), (commit, nil), (commit + 5, nil),
            (commit + 6, .outdated(changes: 6)),
        ]
        for (head, wanted) in cases {
            let found = try header.refusal(at: head, on: fixture.connection, changesMax: 5)
            #expect(found == wanted, "\(head)")
        }
        let other = GridFileHeader(
            point: ChainPoint(commit: commit, hash: [1]), records: 3, runs: 1)
        let refusal = try other.refusal(at: commit, on: fixture.connection, changesMax: 5)
        #expect(refusal == .foreignLog(commit: commit))
    }

    /// A small file cannot ask for much memory: what its header says is looked at first.
    @Test func whatWouldTakeTooMuchIsRefusedBeforeItIsRead() throws {
        try fill(3)
        let state = try #require(try fixture.columns())
        try fixture.columnFile.keep(state)
        let whole = try bytes()
        #expect(throws: GridFileRefusal.tooLarge) { try read(bytesMax: state.byteCount / 2) }
        for runs in [Int64(1) << 19, 1 << 18, 400] {
            var changed = whole
            var number: [UInt8] = []
            number.append(bigEndian: runs)
            changed.replaceSubrange(112..<120, with: number)
            try putSummed(changed)
            let wanted = runs == 1 << 19 ? GridFileRefusal.broken : .tooLarge
            #expect(throws: wanted) { try read() }
        }
    }

    @Test func valuesThatNoRecordHasAnyMoreAreNotKept() throws {
        try fixture.insert(
            1, ["customer": .text("Ostrich"), "document": .text(#"{"lot":"Heron"}"#)])
        try fixture.insert(2, ["customer": .text("Finch")])
        _ = try fixture.columns()
        try fixture.update(1, ["customer": .text("Finch"), "document": .text("{}")])
        let state = try #require(try fixture.columns())
        #expect(state.column("customer")?.code(of: .text("Ostrich")) != nil)
        try fixture.columnFile.keep(state)
        let text = String(decoding: try bytes(), as: UTF8.self)
        #expect(text.contains("Finch"))
        #expect(!text.contains("Ostrich") && !text.contains("Heron"))
        #expect(try read().column("customer")?.values == [.null, .text("Finch")])
    }

    @Test func aColumnThatWasGivenUpStaysSoAndOneLostLaterIsNotKept() throws {
        var column = GridColumn(isCounted: true)
        column.grow(toHold: 1)
        column.giveUp()
        try fill(3)
        let state = try #require(try fixture.columns())
        var parts = state.parts
        let place = try #require(GridField.codedPositions["customer"])
        parts.columns[place].giveUp()
        let lost = GridState(commit: state.commit, parts)
        #expect(!lost.isWorn && lost.column("customer") == nil)
        // It was in a file; there it does not go again.
        #expect(!lost.mayBeKept && GridState(commit: 1, state.parts).mayBeKept && state.mayBeKept)
        try fixture.columnFile.keep(lost)
        #expect(try read().column("customer") == nil)
        #expect(try read().column("severity") != nil)
        try fixture.insert(100, ["received": .text("soon")])
        try fixture.log(100, "create")
        #expect(!state.isWorn)
        let worn = try #require(try fixture.columns())
        #expect(worn.isWorn && !worn.mayBeKept)
    }

    @Test func aWritingThatHasNoTimeLeavesTheFileThatWas() throws {
        try fill(3)
        let state = try #require(try fixture.columns())
        try fixture.columnFile.keep(state)
        let before = try bytes()
        try fixture.update(3, ["customer": .text("Another")])
        let next = try #require(try fixture.columns())
        #expect(throws: GridFileFailure.stopped) { try fixture.columnFile.keep(next) { false } }
        #expect(try bytes() == before)
        #expect(try DurableFile.status(scratch) == nil)
    }

    @Test func aFullDiskLeavesTheFileThatWas() throws {
        try fill(3)
        let state = try #require(try fixture.columns())
        try fixture.columnFile.keep(state)
        let before = try bytes()
        var file = fixture.columnFile
        file.freeBytes = { _ in Ballast.freeBytesMin + Int64(2 * Ballast.bytes) }
        #expect(throws: GridFileFailure.noRoom) { try file.keep(state) }
        // What the file system did not tell beforehand.
        #expect(symlink("/dev/full", scratch) == 0)
        do {
            try fixture.columnFile.keep(state)
            Issue.record("a full disk took it")
        } catch GridFileFailure.system(let error) {
            #expect(error.isOutOfSpace)
        }
        #expect(try bytes() == before)
        #expect(try DurableFile.status(scratch) == nil)
    }

    /// Columns hold what everybody who sees the file may see, and no free text.
    @Test func whatIsHeldIsOpen() {
        let held = Set((GridField.coded + GridField.moments).map(\.name))
        for field in FieldCatalogue.standard.fields
        where held.contains(field.name) || GridField.isHeld(field) {
            #expect(field.access == .open, "\(field.name)")
            #expect(!field.traits.contains(.freeText) && field.storage != .sealed, "\(field.name)")
        }
    }
}
