import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct GridTests {
    /// `areKept`: before every few changes the columns go to their file, and what is asked afterwards is
    /// asked of what lies there, brought along by the log.
    @Test(arguments: [UInt64(1), 2, 3, 4, 5], [false, true])
    func answersFromMemoryAreThoseOfSQL(seed: UInt64, areKept: Bool) throws {
        let fixture = try QueryFixture()
        var generator = SeededGenerator(seed: seed)
        try fixture.connection.execute(
            """
            INSERT INTO site(id,code,name,version,created_at,updated_at)
            VALUES(1,'A','Beta',1,0,0),(2,'B','Alpha',1,0,0),(3,'C','Beta',1,0,0)
            """)
        for id in Int64(1)...80 { try fixture.insert(id, Self.row(&generator)) }
        try fixture.index()
        for round in 0..<60 {
            let isChanging = round % 3 == 2
            if isChanging, areKept, let state = try fixture.columns() {
                _ = try fixture.columnFile.keep(state)
            }
            if isChanging {
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
            if isChanging, areKept { try fixture.takeColumns() }
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
                [SortTerm("site", isDescending: false), SortTerm("received", isDescending: true)],
                [SortTerm("customer", isDescending: true), SortTerm("id", isDescending: false)],
                [
                    SortTerm("severity", isDescending: true),
                    SortTerm("owner", isDescending: false),
                    SortTerm("updated", isDescending: true),
                ],
                [
                    SortTerm("created", isDescending: false),
                    SortTerm("product", isDescending: true),
                ],
            ].randomElement(using: &generator) ?? []
        if Int.random(in: 0..<4, using: &generator) == 0 {
            query.search = .phrase(["leak"], isPrefix: false)
        }
        if Bool.random(using: &generator) {
            query.start = .offset(Int.random(in: 0...90, using: &generator))
        }
        var pages: [JSONValue] = []
        for _ in 0..<4 {
            let plain = try fixture.list(query, for: visibility)
            let memory = try fixture.list(query, for: visibility, inMemory: true)
            #expect(plain == memory, "seed \(seed): \(query)")
            pages.append(plain)
            guard let next = plain["next"]?.stringValue else { break }
            query.start = .cursor(next)
        }
        // Back again: the same pages, as far as they begin where one ended.
        while pages.count > 1, let last = pages.popLast() {
            query.start = .cursor(try #require(last["previous"]?.stringValue, "seed \(seed)"))
            let plain = try fixture.list(query, for: visibility)
            let memory = try fixture.list(query, for: visibility, inMemory: true)
            #expect(plain == memory, "seed \(seed), back: \(query)")
            #expect(plain.ids == pages[pages.count - 1].ids, "seed \(seed), back: \(query)")
            #expect(plain["offset"] == pages[pages.count - 1]["offset"])
        }
        let fields: [FieldName] = ["status", "severity", "site", "owner", "product", "markets"]
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
        let words = ["P", "p1", "ann", "A", "", "e%_"]
        switch Int.random(in: 0..<(depth > 0 ? 21 : 18), using: &generator) {
        case 0 where Bool.random(using: &generator):
            return [
                .compare("markets", .equal(text(["US", "CH"]))), .compare("markets", .isEmpty),
                .compare("markets", .isNoneOf([text(["EU", "US"]), .null])),
                .compare("markets", .isOneOf([text(["EU", "US"]), text(["US", "x"])])),
                .compare("imdrf_a", .startsWith("a0")), .compare("imdrf_a", .notContains("1")),
            ].randomElement(using: &generator) ?? .everything
        case 0:
            let fields: [FieldName] = ["room", "priority", "lot"]
            let name = fields.randomElement(using: &generator) ?? "room"
            return [
                .everything, .compare(name, .isEmpty), .compare(name, .equal(text(["1", "high"]))),
                .compare(name, .notContains("i")), .compare(name, .greater(text(["", "2"]))),
            ].randomElement(using: &generator) ?? .everything
        case 1: return .compare("status", .equal(text(["received", "closed", "nowhere"])))
        case 2: return .compare("severity", .isOneOf([text(["minor", "none"]), .null]))
        case 3: return .compare("severity", .notEqual(text(["minor", "none"])))
        case 4: return .compare("owner", Bool.random(using: &generator) ? .isEmpty : .isNotEmpty)
        case 5: return .compare("site", .isOneOf([text(["A", "B"]), text(["C", "no such"])]))
        case 6: return .compare("received", .greaterOrEqual(text(dates)))
        case 7: return .compare("received", .between(text(dates), text(dates)))
        case 8: return .compare("received", .lessOrEqual(text(dates)))
        case 9: return .compare("product", .contains(words.randomElement(using: &generator) ?? ""))
        case 10:
            return .compare("owner", .notContains(words.randomElement(using: &generator) ?? ""))
        case 11: return .compare("site", .startsWith(words.randomElement(using: &generator) ?? ""))
        case 12:
            return .compare("site_name", .endsWith(words.randomElement(using: &generator) ?? ""))
        case 13: return .compare("site", .greater(text(["A", "B"])))
        case 14: return .compare("product", .between(text(["P1", "P2"]), text(["P2", "Q"])))
        case 15: return .compare("received", .less(text(dates)))
        case 16:
            return .compare(
                "updated",
                .greaterOrEqual(
                    .text("1970-01-01T00:00:00.0000\(Int.random(in: 10..<99, using: &generator))Z"))
            )
        case 17: return .compare("site_name", .isOneOf([text(["Alpha", "Beta"]), .null]))
        case 18:
            return .and([
                filter(&generator, depth: depth - 1), filter(&generator, depth: depth - 1),
            ])
        case 19:
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
            "document": text([
                "{}", #"{"markets":["US","EU"]}"#, #"{"markets":["US"],"room":"é"}"#,
                #"{"imdrf_a":["A01","A0201"],"markets":["CH"],"lot":"a \"b\""}"#,
                #"{"priority":"high","room":"1"}"#, #"{"lot":"e\u0301","room":"é"}"#,
                #"{"custom":{"size":7},"room":"2"}"#, #"{"lot":null,"room":"say \"no\""}"#,
            ]),
            "updated_at": .integer(Int64.random(in: 0...99, using: &generator)),
            "created_at": .integer(Int64.random(in: 0...9, using: &generator)),
            "site_id": site == 0 ? .null : .integer(site), "summary": text(["leak", "noise"]),
        ]
    }

    @Test(arguments: [
        (#"{}"#, []), (#"{"a":"x","b":-12,"c":true}"#, ["a=x", "b=-12", "c=true"]),
        (#"{"a":null,"é":"ü"}"#, ["a=null", "é=ü"]), (#"{"a":""}"#, ["a="]),
        (#"{"a":"x\n"}"#, nil), (#"{"a":1.5}"#, nil), (#"{"a":{}}"#, nil), (#"{"a":[1]}"#, nil),
        (#"{"a":"x""#, nil), (#"{"a":"x"}}"#, nil), (#"{"a"}"#, nil), (#"[]"#, nil), ("", nil),
        (#"{"a":["x","ü"],"b":1}"#, [#"a=["x","ü"]"#, "b=1"]), (#"{"a":[]}"#, nil),
        (#"{"a":["x",1]}"#, nil), (#"{"a":["x"}"#, nil), (#"{"a":["x\n"]}"#, nil),
        (#"{"a":1234567890123456789}"#, nil), (#"{"a":tru}"#, nil), (#"{"a":-}"#, nil),
    ])
    func aFlatDocumentIsReadWithoutTheParser(document: String, members: [String]?) {
        var found: [String] = []
        let bytes = Array(document.utf8)
        var flat = GridFlatJSON(bytes.span)
        let isFlat = flat.visit { name, _, value in
            found.append(
                "\(String(decoding: Self.array(name), as: UTF8.self))="
                    + String(decoding: Self.array(value), as: UTF8.self))
        }
        #expect((isFlat ? found : nil) == members)
    }

    private static func array(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }

    @Test func textsThatOnlyLookEqualAreTwoValues() throws {
        let fixture = try QueryFixture()
        try fixture.insert(1, ["customer": .text("e\u{301}")])
        try fixture.insert(2, ["customer": .text("\u{E9}")])
        let plain = try fixture.facets(by: ["customer"])
        #expect(plain == (try fixture.facets(by: ["customer"], inMemory: true)))
        #expect(plain["facets"]?["customer"]?.arrayValue?.count == 2)
        var query = ComplaintQuery()
        query.filter = .compare("customer", .isOneOf([.text("\u{E9}")]))
        #expect(try fixture.list(query, inMemory: true).ids == [2])
    }

    @Test func wholeNumbersAreEqualWithAndWithoutAFraction() {
        var column = GridColumn(isCounted: true)
        column.grow(toHold: 3)
        let codes = [column.encode(integer: 5), column.encode(real: 5), column.encode(real: 5.5)]
        for (slot, code) in codes.enumerated() { column.set(slot, code: code, was: nil, site: 0) }
        for wanted in [SQLValue.integer(5), .real(5)] {
            #expect(column.codes(equalTo: wanted).count == 2)
            #expect(column.marks(of: [wanted]).mask.slots == [0, 1])
        }
        #expect(column.codes(equalTo: .real(5.5)).count == 1)
        for comparison in [Comparison.equal(.decimal(5)), .isOneOf([.decimal(5)])] {
            let predicate = GridPredicate(comparison, .plain)
            #expect(predicate.matches(.integer(5)) && predicate.matches(.real(5)))
            #expect(!predicate.matches(.real(5.5)))
        }
    }

    /// Two states that went different ways from one hold other values under the same code.
    @Test func statesThatPartedDoNotShareTheOrderOfTheirValues() {
        var first = GridColumn(isCounted: false)
        first.grow(toHold: 2)
        _ = first.encode(integer: 5)
        var second = first
        for number in [Int64(1), 9] { _ = first.encode(integer: number) }
        for number in [Int64(9), 1] { _ = second.encode(integer: number) }
        #expect(first.ranks == [0, 2, 1, 3])
        #expect(second.ranks == [0, 2, 3, 1])
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
        var column = GridColumn(isCounted: false)
        column.grow(toHold: 70_000)
        for slot in 0..<65_536 {
            let code = column.encode(integer: Int64(slot))
            column.set(slot, code: code, was: nil, site: 0)
        }
        #expect(!column.isComplete)
    }
}
