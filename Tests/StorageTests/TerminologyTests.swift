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
        _ store: Store, _ release: String, _ terms: [EventTerm], used: Set<String> = []
    ) throws -> Terminology? {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.importTerminology(
                .problem, release: release, terms, used: used, from: ("a.json", "00"))
        }.value
    }

    @Test(
        "Without a release any code passes; with one its current terms, and what was there before")
    func validation() throws {
        let store = try directory.open()
        defer { store.close() }
        let old = try store.create(["summary": "s", "imdrf_a": .list(["A77", "A02"])]).value
        #expect(try put(store, "1", terms, used: ["A77", "A02"])?.termCount == 3)
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
        let used = try store.read { (reader) throws(StorageFailure) in
            try reader.usedCodes(of: .problem)
        }
        #expect(used == ["A78"])
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
