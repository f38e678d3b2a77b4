import Complaints
import Rules
import Testing

@testable import Storage

/// What the columns and the tables beside the files say is what a look at each file says.
@Suite struct FileCheckMasksTests {
    private let fixture: QueryFixture
    private let today: CivilDate

    init() throws {
        fixture = try QueryFixture()
        today = try #require(CivilDate("2026-04-01"))
    }

    private func scan(_ checks: [FileCheck], for visibility: Visibility) throws -> FileCheckScan {
        try FileCheckScan(
            checks, FilterCompiler(field: { FieldCatalogue.standard[$0] }, visibility: visibility),
            today: today, rules: .shipped, on: fixture.connection)
    }

    private func masks(for visibility: Visibility) throws -> FileCheckMasks {
        try fixture.buildColumns()
        let state = try #require(
            try fixture.grid.snapshot(at: fixture.commit, on: fixture.connection))
        let filter = GridFilter(
            state: state, field: { FieldCatalogue.standard[$0] }, visibility: visibility,
            connection: fixture.connection)
        return FileCheckMasks(filter, today: today, rules: .shipped)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `Sets and a look at each file find the same files, also after changes`(seed: UInt64) throws
    {
        var generator = SeededGenerator(seed: seed)
        for id in Int64(1)...150 { try insert(id, &generator) }
        for round in 0..<6 {
            for _ in 0..<(round == 0 ? 0 : 12) {
                let id = Int64.random(in: 1...150, using: &generator)
                try fixture.update(id, Self.row(&generator))
            }
            let sites = Set(
                (1...3 as ClosedRange<Int64>).filter { _ in .random(using: &generator) })
            let visibility =
                round % 2 == 0
                ? Visibility.everything
                : Visibility(sites: sites, seesComplainant: false, seesPatient: false)
            try compare(visibility, "seed \(seed), round \(round)", byPages: round > 3)
        }
    }

    private func compare(_ visibility: Visibility, _ place: String, byPages: Bool) throws {
        let looked = try scan(FileCheck.all, for: visibility).counts(after: 0)
        var masks = try masks(for: visibility)
        #expect(try masks.fileCount() == looked.files, "\(place)")
        let listed = try scan(FileCheck.all, for: visibility).files(after: 0, limit: 1_000)
        for (index, check) in FileCheck.all.enumerated() {
            let mask = try #require(try masks.mask(check), "\(check.id) is not held")
            let ids = listed.files.filter { $0.checks.contains(index) }.map(\.id)
            #expect(mask.slots.map(Int64.init) == ids, "\(place): \(check.id)")
            #expect(Int64(mask.count) == looked.counts[index], "\(place): \(check.id)")
            guard byPages else { continue }
            // A page at a time, of the candidates alone.
            let scan = try scan([check], for: visibility)
            let candidates = try #require(try masks.candidates(check))
            var found: [Int64] = []
            var after: Int64 = 0
            while true {
                let page = try scan.files(after: after, of: candidates, limit: 7)
                found += page.files.map(\.id)
                if page.isEnd { break }
                try #require(page.last > after)
                after = page.last
            }
            #expect(found == ids, "\(place): \(check.id) by pages")
        }
    }

    @Test func `Whether there is a text is known of texts that are not held`() throws {
        try fixture.insert(1, ["investigation_results": .text("Worn.")])
        try fixture.insert(2, ["document": .text(#"{"no_reply_reason":"a \"b\""}"#)])
        try fixture.insert(3, ["document": .text(#"{"no_reply_reason":null}"#)])
        for (name, with) in [("investigation_results", [1]), ("no_reply_reason", [2])] {
            for (comparison, ids) in [
                (Comparison.isNotEmpty, with),
                (.isEmpty, [1, 2, 3].filter { !with.contains($0) }),
                (.isOneOf([.null]), [1, 2, 3].filter { !with.contains($0) }),
            ] {
                var query = ComplaintQuery()
                query.filter = .compare(FieldName(name), comparison)
                query.sort = [SortTerm("id", isDescending: false)]
                #expect(try fixture.list(query).ids == ids.map(Int64.init))
                #expect(try fixture.list(query, inMemory: true).ids == ids.map(Int64.init))
            }
        }
        try fixture.update(2, ["document": .text("{}")])
        var query = ComplaintQuery()
        query.filter = .compare("no_reply_reason", .isNotEmpty)
        #expect(try fixture.list(query, inMemory: true).ids == [])
        #expect(GridField.asked.count <= UInt16.bitWidth)
    }

    @Test
    func `What stands beside files is read in one pass each, comments and tasks by the index`()
        throws
    {
        let companions = try fixture.explain(FileNeighbours.companions, [])
        #expect(
            companions == [
                "SCAN companion USING INDEX companion_by_complaint",
                "CORRELATED SCALAR SUBQUERY 1", "SEARCH source USING INTEGER PRIMARY KEY (rowid=?)",
                "CORRELATED SCALAR SUBQUERY 2",
                "SEARCH report USING INDEX companion_by_complaint (complaint_id=? AND kind=?)",
            ])
        #expect(try fixture.explain(FileNeighbours.closings, []) == ["SCAN signature"])
        #expect(
            try fixture.explain(FileHistory.changedFiles, [])
                == ["SEARCH change USING COVERING INDEX change_by_entity (entity=?)"])
        #expect(
            try fixture.explain(FileHistory.ownChange, [])
                == ["SEARCH change USING INDEX change_by_entity (entity=? AND entity_id=?)"])
    }

    @Test func `A page looks at so many candidates and goes on behind them`() throws {
        // The SQL finds none of the candidates: each page is empty, and says where to go on.
        let count = FileCheckScan.candidatesMax + 3
        try fixture.connection.execute("BEGIN")
        for id in 1...Int64(count) { try fixture.insert(id, ["status": .text("closed")]) }
        try fixture.connection.execute("COMMIT")
        let check = try #require(FileCheck.named("closed_by_investigator"))
        let candidates = try #require(try masks(for: .everything).candidates(check))
        #expect(candidates.count == count)
        let scan = try scan([check], for: .everything)
        let first = try scan.files(after: 0, of: candidates, limit: 50)
        #expect(first.files.isEmpty && !first.isEnd)
        #expect(first.last == Int64(FileCheckScan.candidatesMax))
        let second = try scan.files(after: first.last, of: candidates, limit: 50)
        #expect(second.files.isEmpty && second.isEnd)
        #expect(try scan.files(after: .max, of: candidates, limit: 50).isEnd)
    }

    // MARK: Random files

    private func insert(_ id: Int64, _ generator: inout SeededGenerator) throws {
        try fixture.insert(id, Self.row(&generator))
        let origin = Bool.random(using: &generator) ? "import" : "web"
        try fixture.log(id, "create", by: origin)
        if Bool.random(using: &generator) { try fixture.log(id, "update", by: origin) }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            var statement = try fixture.connection.statement(
                """
                INSERT INTO companion(complaint_id, kind, version, created_at, created_by, updated_at,
                  updated_by, withdrawn_at, state, due, document, other_complaint_id)
                  VALUES (?, ?, 1, 0, 'm', 0, 'm', ?, ?, ?, ?, ?)
                """)
            let kinds = ["decision", "link", "report", "task", "comment"]
            statement.bind([
                .integer(id), Self.text(kinds, &generator),
                Int.random(in: 0..<4, using: &generator) == 0 ? .integer(1) : .null,
                Self.text(["unsigned", "signed", "same_investigation", "initial"], &generator),
                Self.text([nil, "2026-03-20", "2026-04-01", "2026-04-02"], &generator),
                Self.text(
                    [
                        "{}", #"{"submitted":"2026-03-21"}"#,
                        #"{"submitted":"2026-03-20","report_number":"1"}"#,
                        #"{"decided":"2026-04-01","verdict":"not_reportable"}"#,
                        #"{"decided":"2026-04-01","verdict":"further_information"}"#,
                        #"{"verdict":"not_reportable","proposal":"reportable"}"#,
                    ], &generator),
                .integer(.random(in: 1...160, using: &generator)),
            ])
            try statement.run()
        }
        guard Bool.random(using: &generator) else { return }
        let meaning = Bool.random(using: &generator) ? "closure" : "review"
        let signer = Bool.random(using: &generator) ? "marie" : "zoé"
        try fixture.connection.execute(
            """
            INSERT INTO signature(record, record_id, record_version, record_hash, account_id, signer,
              name, meaning, at) VALUES ('complaint', \(id), 1, x'00', 1, '\(signer)', 'N',
              '\(meaning)', 0)
            """)
    }

    private static func text(
        _ values: [String?], _ generator: inout SeededGenerator
    ) -> SQLValue {
        (values.randomElement(using: &generator) ?? nil).map(SQLValue.text) ?? .null
    }

    private static func row(_ generator: inout SeededGenerator) -> [String: SQLValue] {
        let dates = [nil, "2026", "2026-02-27", "2026-03", "2026-03-02", "2026-03-03"]
        let site = Int64.random(in: 0...3, using: &generator)
        return [
            "status": text(
                ["closed", "closed", "received", "triage", "review", "withdrawn"], &generator),
            "received": text(dates, &generator), "aware": text(dates, &generator),
            "udi": text([nil, "04012345678901"], &generator),
            "investigation_results": text([nil, "Worn."], &generator),
            "due": text([nil, "2026-03-31", "2026-04-01"], &generator),
            "due_by_law": text([nil, "2026-03-31", "2026-04-01"], &generator),
            "due_law_rule": text([nil, "US-30"], &generator),
            "decision_required": text([nil, "EU", "EU,US"], &generator),
            "site_id": site == 0 ? .null : .integer(site), "document": .text(document(&generator)),
        ]
    }

    private static func document(_ generator: inout SeededGenerator) -> String {
        let members = [
            #""acknowledged":"2026-03-04""#, #""acknowledged":"2026-03-05""#,
            #""investigator":"marie""#, #""reviewer":"marie""#, #""reviewer":"jean""#,
            #""investigator":"MARIE""#, #""reviewer":"Marie""#,
            #""reply_date":"2026-03-20""#, #""no_reply_reason":"a \"b\"""#,
            #""no_reply_reason":null"#, #""category":"hardware""#, #""imdrf_a":["A0101"]"#,
            #""retention_until":"2036-03-02""#, #""investigation_needed":"no""#,
            #""no_investigation_reason":"None.""#, #""no_investigation_by":"jean""#,
            #""reused_investigation":"C-2025-000001""#, #""reused_investigation":"C-2026-7""#,
            #""reused_investigation":"C-2026-8""#, #""reuse_justification":"So.""#,
            #""udi_unknown_reason":"Old.""#,
        ]
        var names: Set<Substring> = []
        let taken = members.shuffled(using: &generator).filter { member in
            Bool.random(using: &generator) && names.insert(member.prefix { $0 != ":" }).inserted
        }
        return "{" + taken.joined(separator: ",") + "}"
    }
}
