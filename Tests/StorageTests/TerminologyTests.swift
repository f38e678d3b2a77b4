import Complaints
import Testing

@testable import Storage

@Suite("Terminologies in the store")
struct TerminologyTests {
    private let directory: StoreDirectory
    private let terms = [
        EventTerm(code: "A01", term: "Table", paths: [["A01"]]),
        EventTerm(code: "A02", term: "Noise", status: "Retired (2024)", paths: [["A02"]]),
    ]

    init() throws { directory = try StoreDirectory() }

    private func put(
        _ store: Store, _ release: String, _ terms: [EventTerm]
    ) throws -> Terminology? {
        let used = try used(store)
        return try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.importTerminology(
                .problem, release: release, terms, used: used, from: ("a.json", "00"))
        }.value
    }

    private func used(_ store: Store) throws -> UsedCodes {
        var used = UsedCodes([.problem])
        while try store.read({ (reader) throws(StorageFailure) in try used.step(reader) }) {}
        return used
    }

    @Test("Codes are found in every field and span, and what changed meanwhile is not left out")
    func usedCodes() throws {
        let store = try directory.open()
        defer { store.close() }
        let own = Field(
            FieldName("custom.also"), .list(of: .code(.problem)), .custom, in: .document,
            label: Words("Also", "Aussi"))
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createCustomField(own)
        }
        let old = try store.create(["summary": "s", "imdrf_a": .list(["A0101", "A02"])]).value
        _ = try store.create(["summary": "s", "imdrf_b": .list(["B01"])])
        _ = try store.create(["summary": "s", "custom.also": .list(["A77"])])
        try store.update(old.id, 1, ["imdrf_a": .list(["A0101"])])
        let found = try used(store)
        #expect(found[.problem] == ["A0101", "A77"])
        #expect(found[.investigation] == [])
        #expect(try usedByColumns(store)[.problem] == found[.problem])
        // Between the reading and the writing.
        try store.update(old.id, 2, ["imdrf_a": .list(["A88"])])
        let made = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.importTerminology(
                .problem, release: "1", terms, used: found, from: ("a.json", "00"))
        }.value
        #expect(made?.termCount == 5)
    }

    @Test("Who writes as fast as the steps read makes them busy, not endless")
    func busy() throws {
        let store = try directory.open()
        defer { store.close() }
        func write() throws {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                for _ in 0..<201 {
                    var values = FieldValues()
                    values["summary"] = .text("s")
                    _ = try transaction.createComplaint(values, for: everything)
                }
            }
        }
        var used = UsedCodes([.problem], catchUpsMax: 2)
        func step() throws -> Bool {
            try store.read { (reader) throws(StorageFailure) in try used.step(reader) }
        }
        // What begins it, and the pass over no file.
        #expect(try step())
        #expect(try step())
        for _ in 0..<2 {
            try write()
            #expect(try step())
        }
        try write()
        do {
            _ = try step()
            Issue.record("it goes on")
        } catch StorageFailure.busy {
        }
    }

    /// The same from columns in memory, in one step.
    private func usedByColumns(_ store: Store) throws -> UsedCodes {
        try store.read { (reader) throws(StorageFailure) in
            let grid = GridMirror(bytesMax: 64 << 20)
            var building = GridBuilding(at: reader.commit)
            while try building.readRange(on: reader.connection) {}
            grid.install(building.finish())
            var used = UsedCodes([.problem])
            let isMore = try used.step(
                Reader(
                    commit: reader.commit, connection: reader.connection, keys: reader.keys,
                    layout: reader.layout, zones: reader.zones, grid: grid.view))
            #expect(!isMore)
            return used
        }
    }

    @Test(
        "Without a release any code passes; with one its current terms, and what was there before")
    func validation() throws {
        let store = try directory.open()
        defer { store.close() }
        let old = try store.create(["summary": "s", "imdrf_a": .list(["A77", "A02"])]).value
        #expect(try put(store, "1", terms)?.termCount == 3)
        func refused(_ codes: [String], _ version: Int64) -> Refusal? {
            refusal { try store.update(old.id, version, ["imdrf_a": .list(codes)]) }
        }
        func problem(_ code: FieldProblem.Code, _ argument: String) -> Refusal {
            .invalid([FieldProblem("/imdrf_a", code, argument: argument)])
        }
        #expect(refused(["A78"], 1) == problem(.unknownCode, "A78"))
        #expect(refused(["A77", "A01"], 1) == nil)
        #expect(refused(["A01", "A02"], 2) == problem(.retiredCode, "A02"))
        #expect(
            refusal { try store.create(["summary": "s", "imdrf_a": .list(["A78"])]) }
                == problem(.unknownCode, "A78"))
        // What others wrote elsewhere stays as they wrote it.
        try store.bring(old.id, to: "triage", ["imdrf_a": .list(["A78"])])
        #expect(try used(store)[.problem] == ["A78"])
    }

    @Test("A release takes the place of the one before; the same again leaves no trace")
    func releases() throws {
        let store = try directory.open()
        let first = try #require(try put(store, "1", terms))
        #expect(try put(store, "1", terms) == nil)
        let second = try #require(try put(store, "2", [terms[1]]))
        let all = try store.read { (reader) throws(StorageFailure) in try reader.terminologies() }
        #expect(all.map(\.id) == [second.id, first.id])
        #expect(all[0].supersededAt == nil && all[1].supersededAt != nil)
        let book = try store.read { (reader) throws(StorageFailure) in
            try reader.termBook(of: second)
        }
        #expect(book["A01"]?.standing == .dropped && book["A01"]?.term == "Table")
        #expect(try store.verify(thorough: true).ok)
        store.close()

        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try connection.execute("UPDATE event_term SET term = 'Chair' WHERE code = 'A01'")
        let again = try directory.open()
        defer { again.close() }
        let report = try again.verify(thorough: true)
        #expect(
            report.checks.contains { !$0.ok && $0.detail.contains("annex A, 2, are not those") })
    }
}
