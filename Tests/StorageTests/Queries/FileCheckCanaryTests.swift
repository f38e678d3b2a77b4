import Complaints
import Rules
import Testing

@testable import Storage

/// A file for each check that has it, and one beside it that nearly has: by SQL as from the columns.
@Suite struct FileCheckCanaryTests {
    /// A file with something wrong, made of one without a fault.
    private struct Canary {
        var columns: [String: SQLValue?] = [:]
        /// Members of its document that change; nil takes one away.
        var document: [String: String?] = [:]
        /// What stands beside it.
        var companions: [Beside] = []
        /// Who signed its closing.
        var signer: String? = "jean"
        var wasWorkedOnHere = true
    }

    private struct Beside {
        let kind: String
        let state: String
        var due: String?
        var other: Int64?
        var document = "{}"
    }

    private static let whole: [String: String] = [
        "acknowledged": "2026-03-04", "reply_date": "2026-03-20", "category": "hardware",
        "retention_until": "2036-03-02", "investigator": "marie", "reviewer": "jean",
    ]

    private static func working(_ more: [String: SQLValue?]) -> Canary {
        var columns: [String: SQLValue?] = ["status": .text("triage")]
        columns.merge(more) { $1 }
        return Canary(columns: columns, signer: nil)
    }

    private static func decision(
        _ state: String, due: String? = nil, decided: String = "2026-03-12",
        verdict: String = "not_reportable", proposal: String = "not_reportable"
    ) -> Canary {
        Canary(
            companions: [
                Beside(
                    kind: "decision", state: state, due: due,
                    document: """
                        {"decided":"\(decided)","verdict":"\(verdict)","proposal":"\(proposal)",
                        "jurisdiction":"US"}
                        """)
            ])
    }

    private static func report(_ due: String, _ document: String) -> Canary {
        Canary(
            companions: [
                Beside(kind: "report", state: "initial", due: due, document: document)
            ])
    }

    private static func noInvestigation(_ document: [String: String?]) -> Canary {
        Canary(document: ["investigation_needed": "no"].merging(document) { $1 })
    }

    private static func link(to other: Int64) -> Canary {
        Canary(
            columns: ["investigation_results": nil],
            companions: [Beside(kind: "link", state: "same_investigation", other: other)])
    }

    private static func reuse(_ number: String, _ why: String?) -> Canary {
        Canary(
            columns: ["investigation_results": nil],
            document: ["reused_investigation": number, "reuse_justification": why])
    }

    /// A file with results, and one without, for others to name.
    private static let source: Int64 = 1
    private static let empty: Int64 = 2

    /// Each finds what its key says, and nothing else unless it says so.
    private static let canaries: [(check: String, others: [String], canary: Canary)] =
        reporting + investigating + signing + answering

    private static let reporting: [(check: String, others: [String], canary: Canary)] = [
        (
            // House policy was due first.
            "report_overdue", ["overdue"],
            working([
                "due": .text("2026-03-03"), "due_rule": .text("POL-TRI"),
                "due_by_law": .text("2026-03-31"), "due_law_rule": .text("US-30"),
            ])
        ),
        ("decision_missing", [], working(["decision_required": .text("EU")])),
        ("decision_unsigned", [], decision("unsigned")),
        ("decision_late", [], decision("signed", due: "2026-03-11")),
        (
            "decision_against_answers", [], decision("signed", proposal: "reportable")
        ),
        ("decision_against_answers", [], afterReport(in: "EU")),
        (
            "ended_undecided", [],
            Canary(
                columns: ["status": .text("not_a_complaint"), "due_law_rule": .text("EU-10")],
                signer: nil)
        ),
        (
            "ended_undecided", [],
            Canary(
                columns: ["status": .text("withdrawn"), "due_law_rule": .text("EU-10")],
                signer: nil)
        ),
        ("report_unsent", [], report("2026-03-31", "{}")),
        (
            "report_late", [],
            report("2026-03-20", #"{"submitted":"2026-03-21","report_number":"1"}"#)
        ),
        ("report_unnumbered", [], report("2026-03-20", #"{"submitted":"2026-03-20"}"#)),
        ("aware_missing", [], Canary(columns: ["aware": nil])),
        ("aware_after_received", [], Canary(columns: ["aware": .text("2026-03-03")])),
    ]

    private static let investigating: [(check: String, others: [String], canary: Canary)] = [
        ("investigation_missing", [], Canary(columns: ["investigation_results": nil])),
        ("investigation_missing", [], link(to: empty)),
        ("investigation_missing", [], reuse("C-2026-\(empty)", "The same part.")),
        ("investigation_missing", [], reuse("C-2026-\(source)", nil)),
        ("no_investigation_unnamed", [], noInvestigation(["no_investigation_reason": "Known."])),
        ("no_investigation_unreasoned", [], noInvestigation(["no_investigation_by": "jean"])),
    ]

    private static let signing: [(check: String, others: [String], canary: Canary)] = [
        ("closing_unsigned", [], Canary(signer: nil)),
        ("closed_elsewhere", [], Canary(signer: nil, wasWorkedOnHere: false)),
        ("closed_by_investigator", [], Canary(signer: "marie")),
        (
            "closed_by_investigator", [],
            Canary(document: ["investigator": "MARIE"], signer: "Marie")
        ),
        ("reviewed_by_investigator", [], Canary(document: ["reviewer": "marie"])),
        ("reviewed_by_investigator", [], Canary(document: ["reviewer": "Marie"])),
    ]

    private static let answering: [(check: String, others: [String], canary: Canary)] = [
        ("acknowledged_late", [], Canary(document: ["acknowledged": "2026-03-05"])),
        ("acknowledgement_missing", [], Canary(document: ["acknowledged": nil])),
        ("reply_missing", [], Canary(document: ["reply_date": nil])),
        ("udi_missing", [], Canary(columns: ["udi": nil])),
        ("uncoded", [], Canary(document: ["category": nil])),
        ("retention_missing", [], Canary(document: ["retention_until": nil])),
        ("overdue", [], working(["due": .text("2026-03-31"), "due_rule": .text("POL-INV")])),
    ]

    /// What is as it should be, each a step beside a canary.
    private static let healthy: [Canary] = [
        Canary(),
        working([
            "due": .text("2026-04-01"), "due_by_law": .text("2026-04-01"),
            "due_law_rule": .text("US-30"),
        ]),
        decision("signed", due: "2026-03-12", verdict: "reportable", proposal: "reportable"),
        decision("superseded", due: "2026-03-11", proposal: "reportable"),
        decision("signed", due: "2026-03-11", verdict: "further_information"),
        decision("signed", verdict: "reportable", proposal: "not_reportable"),
        Canary(columns: ["status": .text("withdrawn")], signer: nil),
        link(to: source), reuse("C-2026-\(source)", "The same part."),
        Canary(document: ["reviewer": "mariel"], signer: "mari"),
        report("2026-04-01", "{}"),
        afterReport(in: "US"),
    ]

    /// Decided that no supplement is owed, the day after the report.
    private static func afterReport(in jurisdiction: String) -> Canary {
        let report = report(
            "2026-03-11",
            #"{"jurisdiction":"\#(jurisdiction)","submitted":"2026-03-11","report_number":"1"}"#)
        return Canary(
            companions: decision("signed", proposal: "reportable").companions + report.companions)
    }

    @Test func `Every rule finds its canary, and nothing where all is well`() throws {
        #expect(Set(Self.canaries.map(\.check)) == Set(FileCheck.all.map(\.id)))
        let fixture = try QueryFixture()
        try Self.insert(Self.source, Canary(), fixture)
        try Self.insert(
            Self.empty, Self.working(["investigation_results": nil]), fixture)
        var expected: [Int64: Set<String>] = [:]
        for (index, known) in Self.canaries.enumerated() {
            let id = Int64(index) + 10
            try Self.insert(id, known.canary, fixture)
            expected[id] = Set([known.check] + known.others)
        }
        for (index, canary) in Self.healthy.enumerated() {
            try Self.insert(Int64(index) + 100, canary, fixture)
        }
        let today = try #require(CivilDate("2026-04-01"))
        let scan = try FileCheckScan(
            FileCheck.all,
            FilterCompiler(field: { FieldCatalogue.standard[$0] }, visibility: .everything),
            today: today, rules: .shipped, on: fixture.connection)
        var looked: [Int64: Set<String>] = [:]
        for file in try scan.files(after: 0, limit: 1_000).files {
            looked[file.id] = Set(file.checks.map { FileCheck.all[$0].id })
        }
        #expect(looked == expected)
        let state = try #require(try fixture.columns())
        var masks = FileCheckMasks(
            GridFilter(
                state: state, field: { FieldCatalogue.standard[$0] }, visibility: .everything,
                connection: fixture.connection), today: today, rules: .shipped)
        var held: [Int64: Set<String>] = [:]
        for check in FileCheck.all {
            for slot in try #require(try masks.mask(check)).slots {
                held[Int64(slot), default: []].insert(check.id)
            }
        }
        #expect(held == expected)
    }

    @Test func `Who names another file's investigation is asked for by keys alone`() throws {
        let lines = try QueryFixture().explain(FileCheckMasks.reuse, [.integer(1)])
        #expect(!lines.contains { $0.hasPrefix("SCAN") })
        let byNumber = "SEARCH source USING INDEX sqlite_autoindex_complaint_1 (number=?)"
        #expect(lines.contains(byNumber))
    }

    private static func insert(_ id: Int64, _ canary: Canary, _ fixture: QueryFixture) throws {
        var members = Self.whole
        for (name, value) in canary.document { members[name] = value }
        let document = members.sorted { $0.key < $1.key }
            .map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
        var row: [String: SQLValue] = [
            "status": .text("closed"), "received": .text("2026-03-02"),
            "aware": .text("2026-03-02"), "udi": .text("04012345678901"),
            "investigation_results": .text("Worn."), "document": .text("{\(document)}"),
        ]
        for (name, value) in canary.columns { row[name] = value }
        try fixture.insert(id, row)
        try fixture.log(id, "create", by: "import")
        if canary.wasWorkedOnHere { try fixture.log(id, "update") }
        for companion in canary.companions {
            var statement = try fixture.connection.statement(
                """
                INSERT INTO companion(complaint_id, kind, version, created_at, created_by, updated_at,
                  updated_by, state, due, other_complaint_id, document)
                  VALUES (?, ?, 1, 0, 'm', 0, 'm', ?, ?, ?, ?)
                """)
            statement.bind([
                .integer(id), .text(companion.kind), .text(companion.state),
                companion.due.map(SQLValue.text) ?? .null,
                companion.other.map(SQLValue.integer) ?? .null, .text(companion.document),
            ])
            try statement.run()
        }
        guard let signer = canary.signer else { return }
        try fixture.connection.execute(
            """
            INSERT INTO signature(record, record_id, record_version, record_hash, account_id, signer,
              name, meaning, at) VALUES ('complaint', \(id), 1, x'00', 1, '\(signer)', 'N',
              'closure', 0)
            """)
    }
}
