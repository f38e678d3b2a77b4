import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct GridTests {
    @Test(arguments: [UInt64(1), 2, 3, 4, 5])
    func answersFromMemoryAreThoseOfSQL(seed: UInt64) throws {
        let fixture = try QueryFixture()
        var generator = SeededGenerator(seed: seed)
        try fixture.connection.execute(
            """
            INSERT INTO site(id,code,version,created_at,updated_at)
            VALUES(1,'A',1,0,0),(2,'B',1,0,0),(3,'C',1,0,0)
            """)
        for id in Int64(1)...80 { try fixture.insert(id, Self.row(&generator)) }
        try fixture.index()
        for round in 0..<60 {
            if round % 3 == 2 {
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let id = Int64.random(in: 1...80, using: &generator)
                    try fixture.update(id, Self.row(&generator))
                }
                if Bool.random(using: &generator) {
                    let id = Int64(100 + round)
                    try fixture.insert(id, Self.row(&generator))
                    try fixture.log(id, "create")
                }
                try fixture.index()
            }
            try Self.compare(fixture, &generator, seed)
        }
    }

    private static func compare(
        _ fixture: QueryFixture, _ generator: inout SeededGenerator, _ seed: UInt64
    ) throws {
        let visibility =
            Bool.random(using: &generator)
            ? Visibility.everything
            : Visibility(
                sites: Set((1...3).filter { _ in Bool.random(using: &generator) }),
                seesComplainant: false, seesPatient: false)
        var query = ComplaintQuery()
        query.filter = filter(&generator, depth: 2)
        query.limit = Int.random(in: 1...30, using: &generator)
        query.sort =
            [
                [], [SortTerm("received", isDescending: false)],
                [SortTerm("received", isDescending: true)], [SortTerm("owner", isDescending: true)],
            ].randomElement(using: &generator) ?? []
        if Int.random(in: 0..<4, using: &generator) == 0 {
            query.search = .phrase(["leak"], isPrefix: false)
        }
        if Bool.random(using: &generator) {
            query.start = .offset(Int.random(in: 0...90, using: &generator))
        }
        for _ in 0..<4 {
            let plain = try fixture.list(query, for: visibility)
            let memory = try fixture.list(query, for: visibility, inMemory: true)
            #expect(plain == memory, "seed \(seed): \(query)")
            guard let next = plain["next"]?.stringValue else { break }
            query.start = .cursor(next)
        }
        let fields: [FieldName] = ["status", "severity", "site", "owner", "product"]
        let plain = try fixture.facets(
            by: fields, query.filter, search: query.search, for: visibility)
        let memory = try fixture.facets(
            by: fields, query.filter, search: query.search, for: visibility, inMemory: true)
        #expect(plain == memory, "seed \(seed): \(query.filter)")
    }

    private static func filter(_ generator: inout SeededGenerator, depth: Int) -> Filter {
        func text(_ values: [String]) -> FieldValue {
            .text(values.randomElement(using: &generator) ?? "")
        }
        let dates = ["2020", "2021-01-01", "2021-02", "2021-02-01", "2022-01-01", "2023-12-31"]
        switch Int.random(in: 0..<(depth > 0 ? 12 : 9), using: &generator) {
        case 0: return .everything
        case 1: return .compare("status", .equal(text(["received", "closed", "nowhere"])))
        case 2: return .compare("severity", .isOneOf([text(["minor", "none"]), .null]))
        case 3: return .compare("severity", .notEqual(text(["minor", "none"])))
        case 4: return .compare("owner", Bool.random(using: &generator) ? .isEmpty : .isNotEmpty)
        case 5: return .compare("site", .isOneOf([text(["A", "B"]), text(["C", "no such"])]))
        case 6: return .compare("received", .greaterOrEqual(text(dates)))
        case 7: return .compare("received", .between(text(dates), text(dates)))
        case 8: return .compare("received", .lessOrEqual(text(dates)))
        case 9:
            return .and([
                filter(&generator, depth: depth - 1), filter(&generator, depth: depth - 1),
            ])
        case 10:
            return .or([
                filter(&generator, depth: depth - 1), filter(&generator, depth: depth - 1),
            ])
        default: return .not(filter(&generator, depth: depth - 1))
        }
    }

    private static func row(_ generator: inout SeededGenerator) -> [String: SQLValue] {
        func text(_ values: [String?]) -> SQLValue {
            (values.randomElement(using: &generator) ?? nil).map(SQLValue.text) ?? .null
        }
        let site = Int64.random(in: 0...3, using: &generator)
        return [
            "status": text(["received", "closed", "review"]),
            "severity": text([nil, "minor", "none", "serious"]),
            "received": text([nil, "2020", "2021", "2021-02", "2021-02-01", "2022-05-06"]),
            "owner": text([nil, "anna", "marie"]), "product": text([nil, "P1", "P2", "P3"]),
            "site_id": site == 0 ? .null : .integer(site), "summary": text(["leak", "noise"]),
        ]
    }

    @Test(arguments: ["2013", "2013-07", "2013-07-09", "0001-01-01", "9999-12-31"])
    func datesAsNumbersComeBackAsTheyWere(text: String) {
        let key = DateKey.key(text.utf8.span)
        #expect(key.flatMap(DateKey.text) == text)
    }

    @Test(arguments: ["", "13", "2013-7", "2013/07", "2013-07-0x", "abcd"])
    func otherTextsAreNoDates(text: String) {
        #expect(DateKey.key(text.utf8.span) == nil)
    }

    @Test func aColumnWithTooManyValuesIsGivenUp() {
        var column = GridColumn(count: 70_000)
        for slot in 0..<65_536 { column.set(slot, .integer(Int64(slot))) }
        #expect(!column.isComplete)
    }
}
