import Complaints
import Rules
import Testing

@testable import Storage

/// Which files have which of the checks, by one pass over their rows.
@Suite struct FileCheckScanTests {
    private let fixture: QueryFixture

    init() throws { fixture = try QueryFixture() }

    private func scan(
        _ checks: [FileCheck] = FileCheck.all, for visibility: Visibility = .everything
    ) throws -> FileCheckScan {
        let today = try #require(CivilDate("2026-04-01"))
        return try FileCheckScan(
            checks, FilterCompiler(field: { FieldCatalogue.standard[$0] }, visibility: visibility),
            today: today, rules: .shipped, on: fixture.connection)
    }

    /// A closed file without a hole, to begin with.
    private static let whole: [String: SQLValue] = [
        "status": .text("closed"), "received": .text("2026-03-02"), "aware": .text("2026-03-02"),
        "udi": .text("04012345678901"), "investigation_results": .text("Worn."),
        "document": .text(
            """
            {"acknowledged":"2026-03-04","reply_date":"2026-03-20","category":"hardware",\
            "retention_until":"2036-03-02","investigator":"marie","reviewer":"jean"}
            """),
    ]

    /// Puts a file in that was worked on here.
    private func insert(_ id: Int64, _ changes: [String: SQLValue?] = [:]) throws {
        var row = Self.whole
        row["version"] = .integer(2)
        for (name, value) in changes { row[name] = value }
        try fixture.insert(id, row)
        try fixture.log(id, "update")
    }

    private func sign(_ id: Int64, by signer: String) throws {
        try fixture.connection.execute(
            """
            INSERT INTO signature(record, record_id, record_version, record_hash, account_id, signer,
              name, meaning, at) VALUES ('complaint', \(id), 1, x'00', 1, '\(signer)', 'N', 'closure', 0)
            """)
    }

    /// The ids of the checks of each file, in the order of the report.
    private func found(for visibility: Visibility = .everything) throws -> [Int64: [String]] {
        var found: [Int64: [String]] = [:]
        var after: Int64 = 0
        while true {
            // Two at a time, so that a page ends inside a span.
            let span = try scan(for: visibility).files(after: after, limit: 2)
            for file in span.files { found[file.id] = file.checks.map { FileCheck.all[$0].id } }
            if span.isEnd { return found }
            #expect(span.last > after)
            after = span.last
        }
    }

    private func counts(for visibility: Visibility = .everything) throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        var after: Int64 = 0
        while true {
            let span = try scan(for: visibility).counts(after: after)
            for (check, count) in zip(FileCheck.all, span.counts) {
                counts[check.id, default: 0] += count
            }
            if span.isEnd { return counts.filter { $0.value > 0 } }
            after = span.last
        }
    }

    private static func document(_ text: String) -> SQLValue { .text(text) }

    private static let cases: [(changes: [String: SQLValue?], checks: [String])] = [
        ([:], []),
        (["aware": nil], ["aware_missing"]),
        (["aware": .text("2026-03-03")], ["aware_after_received"]),
        (["investigation_results": nil], ["investigation_missing"]),
        (["udi": nil], ["udi_missing"]),
        (
            [
                "status": .text("triage"), "due": .text("2026-03-04"),
                "due_by_law": .text("2026-03-31"),
            ], ["report_overdue", "overdue"]
        ),
        (
            [
                "status": .text("triage"), "due": .text("2026-03-31"),
                "due_by_law": .text("2026-04-01"),
            ],
            ["overdue"]
        ),
        (
            [
                "status": .text("triage"), "due": .text("2026-04-01"),
                "due_by_law": .text("2026-04-01"),
            ], []
        ),
        (
            ["status": .text("action"), "decision_required": .text("EU")], ["decision_missing"]
        ),
        (["status": .text("received"), "aware": nil], []),
        (
            [
                "document": document(
                    """
                    {"acknowledged":"2026-03-05","investigator":"marie","reviewer":"marie",\
                    "investigation_needed":"no"}
                    """)
            ],
            [
                "no_investigation_unnamed", "no_investigation_unreasoned",
                "reviewed_by_investigator", "acknowledged_late", "reply_missing", "uncoded",
                "retention_missing",
            ]
        ),
        (
            ["document": document("{}")],
            [
                "acknowledgement_missing", "reply_missing", "uncoded", "retention_missing",
            ]
        ),
        // Received on a Friday: two work days end on Tuesday.
        (
            [
                "received": .text("2026-02-27"),
                "document": document(
                    """
                    {"acknowledged":"2026-03-03","reply_date":"2026-03-20","imdrf_a":["A0101"],\
                    "retention_until":"2036-03-02"}
                    """), "aware": .text("2026-02-27"),
            ], []
        ),
    ]

    @Test func `Each check finds its files and no other, in lists as in counts`() throws {
        // Far apart, so that several spans are passed.
        let ids = Self.cases.indices.map { Int64($0) * 4_000 + 1 }
        for (id, known) in zip(ids, Self.cases) {
            try insert(id, known.changes)
            try sign(id, by: "jean")
        }
        let all = try found()
        for (id, known) in zip(ids, Self.cases) {
            #expect(all[id] ?? [] == known.checks, "\(known.changes)")
        }
        var expected: [String: Int64] = [:]
        for check in Self.cases.flatMap(\.checks) { expected[check, default: 0] += 1 }
        #expect(try counts() == expected)
        let files = try scan().counts(after: 0).files
        #expect(files == 3, "ids 1, 4001 and 8001 lie in the first span")
    }

    @Test func `Signatures and links are looked at, and withdrawn links are none`() throws {
        for id in 1...4 as ClosedRange<Int64> { try insert(id, ["investigation_results": nil]) }
        try insert(5, ["status": .text("triage")])
        try sign(2, by: "marie")
        try sign(3, by: "jean")
        for (id, withdrawn) in [(3, "NULL"), (4, "1")] {
            try fixture.connection.execute(
                """
                INSERT INTO companion(complaint_id, kind, version, created_at, created_by, updated_at,
                  updated_by, withdrawn_at, state, other_complaint_id) VALUES (\(id), 'link', 1, 0, 'm',
                  0, 'm', \(withdrawn), 'same_investigation', 5)
                """)
        }
        #expect(
            try found() == [
                1: ["investigation_missing", "closing_unsigned"],
                2: ["investigation_missing", "closed_by_investigator"],
                4: ["investigation_missing", "closing_unsigned"],
            ])
    }

    @Test func `What was closed elsewhere is told from what was closed here without a signature`()
        throws
    {
        // As an import brought it; as it brought it and changed it again; closed here; closed and signed.
        try fixture.insert(1, Self.whole)
        try fixture.insert(2, Self.whole.merging(["version": .integer(2)]) { $1 })
        try fixture.log(2, "update", by: "import")
        try insert(3)
        try insert(4)
        try sign(4, by: "jean")
        #expect(
            try found() == [
                1: ["closed_elsewhere"], 2: ["closed_elsewhere"], 3: ["closing_unsigned"],
            ])
        #expect(FileCheck.named("closed_elsewhere")?.severity == .remark)
    }

    @Test func `Decisions and reports beside a file are looked at`() throws {
        let rows: [(kind: String, state: String, due: String, document: String)] = [
            ("decision", "unsigned", "NULL", "{}"), ("decision", "signed", "NULL", "{}"),
            ("report", "initial", "'2026-03-31'", "{}"),
            ("report", "initial", "'2026-04-01'", "{}"),
            (
                "report", "initial", "'2026-03-20'",
                #"{"submitted":"2026-03-21","report_number":"1"}"#
            ),
            ("report", "initial", "'2026-03-20'", #"{"submitted":"2026-03-20"}"#),
        ]
        for (index, row) in rows.enumerated() {
            try insert(Int64(index + 1))
            try sign(Int64(index + 1), by: "jean")
            try fixture.connection.execute(
                """
                INSERT INTO companion(complaint_id, kind, version, created_at, created_by, updated_at,
                  updated_by, state, due, document) VALUES (\(index + 1), '\(row.kind)', 1, 0, 'm', 0,
                  'm', '\(row.state)', \(row.due), '\(row.document)')
                """)
        }
        #expect(
            try found() == [
                1: ["decision_unsigned"], 3: ["report_unsent"], 5: ["report_late"],
                6: ["report_unnumbered"],
            ])
    }

    @Test func `Nobody is told of files that they may not see`() throws {
        try insert(1, ["aware": nil, "site_id": .integer(3)])
        try insert(2, ["aware": nil, "site_id": .integer(4)])
        let mine = Visibility(sites: [3], seesComplainant: false, seesPatient: false)
        #expect(try Set(found(for: mine).keys) == [1])
        #expect(try counts(for: mine)["aware_missing"] == 1)
        #expect(try scan(for: mine).counts(after: 0).files == 1)
        let nobody = Visibility(sites: [], seesComplainant: false, seesPatient: false)
        #expect(try found(for: nobody).isEmpty)
    }

    @Test func `A span is one pass by the ids, and what stands elsewhere is found by its index`()
        throws
    {
        let mine = Visibility(sites: [3], seesComplainant: false, seesPatient: false)
        for visibility in [Visibility.everything, mine] {
            let scan = try scan(for: visibility)
            let span = FileCheckScan.span(0, 1)
            for query in [scan.countQuery(span), scan.listQuery(span)] {
                let lines = try fixture.explain(query.text, [])
                #expect(
                    lines.first
                        == "SEARCH complaint USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")
                #expect(!lines.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") })
                let companions = lines.filter { $0.contains("SEARCH companion") }
                #expect(companions.allSatisfy { $0.contains("companion_by_complaint") })
                #expect(
                    lines.contains(
                        "SEARCH signature USING INDEX signature_by_record (record=? AND record_id=?)"
                    ))
            }
        }
    }
}
