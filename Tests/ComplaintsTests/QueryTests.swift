import Complaints
import JSON
import Testing

@Suite("The filter grammar")
struct FilterTests {
    static let parser = FilterParser(catalogue: .standard, visibility: .open)

    @Test(
        "Comparisons become typed",
        arguments: [
            ("severity eq \"minor\"", .compare("severity", .equal(.text("minor")))),
            ("severity eq null", .compare("severity", .isEmpty)),
            ("severity ne null", .compare("severity", .isNotEmpty)),
            (
                "severity in [\"minor\",\"none\"]",
                .compare("severity", .isOneOf([.text("minor"), .text("none")]))
            ),
            ("severity in [\"minor\",\"minor\"]", .compare("severity", .equal(.text("minor")))),
            ("severity in []", .not(.everything)),
            ("severity not_in []", .everything),
            (
                "severity in [\"minor\",null]",
                .or([
                    .compare("severity", .equal(.text("minor"))), .compare("severity", .isEmpty),
                ])
            ),
            ("severity not_in [\"minor\"]", .compare("severity", .isNoneOf([.text("minor")]))),
            ("received ge \"2026-03\"", .compare("received", .greaterOrEqual(.text("2026-03")))),
            ("received le \"2026-02\"", .compare("received", .lessOrEqual(.text("2026-02-28")))),
            ("received gt \"2026\"", .compare("received", .greater(.text("2026-12-31")))),
            ("received lt \"2026-03-02\"", .compare("received", .less(.text("2026-03-02")))),
            (
                "received eq \"2026-03\"",
                .compare("received", .between(.text("2026-03"), .text("2026-03-31")))
            ),
            (
                "received ne \"2026-03\"",
                .not(.compare("received", .between(.text("2026-03"), .text("2026-03-31"))))
            ),
            (
                "received between [\"2026-01\",\"2026-02\"]",
                .compare("received", .between(.text("2026-01"), .text("2026-02-28")))
            ),
            (
                "updated ge \"1970-01-02\"",
                .compare("updated", .greaterOrEqual(.integer(86_400_000_000)))
            ),
            (
                "updated le \"1970-01-02\"",
                .compare("updated", .lessOrEqual(.integer(172_799_999_999)))
            ),
            (
                "updated gt \"1970-01-01T00:00:01Z\"",
                .compare("updated", .greater(.integer(1_000_000)))
            ),
            ("id gt 7", .compare("id", .greater(.integer(7)))),
            ("country eq \"fr\"", .compare("country", .equal(.text("FR")))),
            ("summary contains \" arc\"", .compare("summary", .contains(" arc"))),
            ("description not_contains \"x\"", .compare("description", .notContains("x"))),
            ("serial starts_with \"MR\"", .compare("serial", .startsWith("MR"))),
            ("serial ends_with \"9\"", .compare("serial", .endsWith("9"))),
            ("team empty null", .compare("team", .isEmpty)),
            ("team not_empty null", .compare("team", .isNotEmpty)),
        ] as [(String, Filter)])
    func comparisons(text: String, wanted: Filter) throws {
        let parts = text.split(separator: " ", maxSplits: 2)
        let filter = try json(#"{"field":"\#(parts[0])","op":"\#(parts[1])","value":\#(parts[2])}"#)
        #expect(try Self.parser.parse(filter) == wanted)
    }

    @Test(
        "What is wrong is told with its place",
        arguments: [
            (#"7"#, ["/filter wrong_type"]),
            (#"{"field":"nope","op":"eq","value":1}"#, ["/filter/field unknown_field"]),
            (#"{"field":"severity","op":"near","value":1}"#, ["/filter/op unknown_operator"]),
            (
                #"{"field":"severity","op":"lt","value":"minor"}"#,
                ["/filter/op operator_not_for_type"]
            ),
            (#"{"field":"severity","op":"eq","value":"bad"}"#, ["/filter/value not_a_choice"]),
            (#"{"field":"severity","op":"eq"}"#, ["/filter/value required"]),
            (#"{"field":"severity","value":"minor"}"#, ["/filter/op required"]),
            (
                #"{"field":"severity","op":"in","value":["minor","bad"]}"#,
                ["/filter/value/1 not_a_choice"]
            ),
            (#"{"field":"received","op":"between","value":["2026"]}"#, ["/filter/value required"]),
            (
                #"{"field":"received","op":"eq","value":"yesterday"}"#,
                ["/filter/value invalid_date"]
            ),
            (
                #"{"field":"received","op":"eq","value":"1066-10-14"}"#,
                ["/filter/value date_out_of_range"]
            ),
            (#"{"field":"summary","op":"contains","value":""}"#, ["/filter/value required"]),
            (#"{"field":"source_row","op":"empty"}"#, ["/filter/field not_filterable"]),
            (
                #"{"field":"complainant_name","op":"eq","value":"x"}"#,
                ["restricted complainant_name"]
            ),
            (#"{"field":"patient_age","op":"gt","value":1}"#, ["restricted patient_age"]),
            (#"{"and":{}}"#, ["/filter/and wrong_type"]),
            (#"{"xor":[]}"#, ["/filter/xor unknown_field"]),
            (#"{"and":[],"or":[]}"#, ["/filter/or unknown_field"]),
            (
                #"{"and":[{"field":"a~/b","op":"eq","value":1},{"or":[{"a/~":1}]}]}"#,
                ["/filter/and/0/field unknown_field", "/filter/and/1/or/0/a~1~0 unknown_field"]
            ),
        ])
    func problems(text: String, wanted: [String]) throws {
        let filter = try json(text)
        #expect(refusal { () throws(Refusal) in try Self.parser.parse(filter) } == wanted)
    }

    @Test("Depth, comparisons and list values have limits, and one more is refused")
    func limits() throws {
        let leaf = #"{"field":"severity","op":"empty"}"#
        func nested(_ depth: Int) -> String {
            (1..<depth).reduce(leaf) { text, _ in #"{"not":\#(text)}"# }
        }
        func wide(_ count: Int) -> String {
            #"{"or":[\#(Array(repeating: leaf, count: count).joined(separator: ","))]}"#
        }
        func long(_ count: Int) -> String {
            let values = (1...count).map(String.init).joined(separator: ",")
            return #"{"field":"id","op":"in","value":[\#(values)]}"#
        }
        for text in [nested(8), wide(200), long(1_000)] {
            let filter = try json(text)
            #expect(refusal { () throws(Refusal) in try Self.parser.parse(filter) } == [])
        }
        let deep = try json(nested(9))
        #expect(
            refusal { () throws(Refusal) in try Self.parser.parse(deep) }
                == ["/filter" + String(repeating: "/not", count: 8) + " too_deep"])
        let broad = try json(wide(201))
        #expect(
            refusal { () throws(Refusal) in try Self.parser.parse(broad) }
                == ["/filter/or/200 too_many"])
        let list = try json(long(1_001))
        #expect(
            refusal { () throws(Refusal) in try Self.parser.parse(list) }
                == ["/filter/value too_many"])
    }

    @Test("Sealed fields are not filtered by, even with the right to see them")
    func sealed() throws {
        let parser = FilterParser(catalogue: .standard, visibility: .full)
        let filter = try json(#"{"field":"patient_age","op":"gt","value":1}"#)
        #expect(
            refusal { () throws(Refusal) in try parser.parse(filter) }
                == ["/filter/field not_filterable"])
    }

    @Test("No JSON brings it down")
    func anyJSON() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let value = Self.randomJSON(depth: 0, &generator)
            _ = refusal { () throws(Refusal) in try Self.parser.parse(value) }
        }
    }

    static func randomJSON(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
        let names = ["and", "or", "not", "field", "op", "value", "x"]
        let texts =
            ["severity", "received", "id", "patient_age", "minor", "2026-02", "", "\u{0}"]
            + Operator.allCases.map(\.rawValue)
        switch Int.random(in: 0...(depth > 10 ? 3 : 7), using: &generator) {
        case 0: return .null
        case 1: return .number(JSONNumber(Int64.random(in: -3...3, using: &generator)))
        case 2, 3: return .string(texts.randomElement(using: &generator) ?? "")
        case 4:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in randomJSON(depth: depth + 1, &generator) })
        default:
            var members: [(String, JSONValue)] = []
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let name = names.randomElement(using: &generator) ?? ""
                members.append((name, randomJSON(depth: depth + 1, &generator)))
            }
            return .object(JSONObject(members))
        }
    }
}

@Suite("Query parameters")
struct QueryParameterTests {
    static let parser = QueryParser(catalogue: .standard, visibility: .open)

    static func query(_ text: String) throws(Refusal) -> ComplaintQuery {
        let items = text.split(separator: "&").map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(pair[0]), value: pair.count > 1 ? String(pair[1]) : "")
        }
        return try parser.query(from: items)
    }

    @Test(
        "Parameters become a filter",
        arguments: [
            ("", .everything),
            ("status=received", .compare("status", .equal(.text("received")))),
            (
                "status=received,closed",
                .compare("status", .isOneOf([.text("received"), .text("closed")]))
            ),
            (
                "status=received&status=closed",
                .compare("status", .isOneOf([.text("received"), .text("closed")]))
            ),
            ("product=a,b", .compare("product", .equal(.text("a,b")))),
            ("severity=", .compare("severity", .isEmpty)),
            (
                "severity=&severity=minor",
                .or([
                    .compare("severity", .equal(.text("minor"))), .compare("severity", .isEmpty),
                ])
            ),
            (
                "received_from=2026-01-01&received_to=2026-02",
                .and([
                    .compare("received", .greaterOrEqual(.text("2026-01-01"))),
                    .compare("received", .lessOrEqual(.text("2026-02-28"))),
                ])
            ),
            ("event_from=2026", .compare("event_date", .greaterOrEqual(.text("2026")))),
            ("updated_to=1970-01-01", .compare("updated", .lessOrEqual(.integer(86_399_999_999)))),
            ("received_from=", .everything),
            ("team_set=true", .compare("team", .isNotEmpty)),
            ("due_set=false", .compare("due", .isEmpty)), ("due_set=", .everything),
            (
                #"filter={"field":"team","op":"empty"}&country=fr"#,
                .and([
                    .compare("country", .equal(.text("FR"))), .compare("team", .isEmpty),
                ])
            ),
        ] as [(String, Filter)])
    func filters(text: String, wanted: Filter) throws {
        #expect(try Self.query(text).filter == wanted)
    }

    @Test("The other parameters are read")
    func others() throws {
        let query = try Self.query(
            "q=coil&sort=-received,number&limit=500&offset=40&total=none&fields=id,number")
        #expect(query.search == .phrase(["coil"], isPrefix: false))
        #expect(
            query.sort == [
                SortTerm("received", isDescending: true), SortTerm("number", isDescending: false),
            ])
        #expect(query.limit == 500)
        #expect(query.start == .offset(40))
        #expect(!query.wantsTotal)
        #expect(try Self.query("total=bounded").totalMax == QueryParser.boundedTotalMax)
        #expect(try Self.query("total=exact").totalMax == nil)
        #expect(query.fields == ["id", "number"])
        #expect(try Self.query("cursor=abc&offset=4").start == .cursor("abc"))
        #expect(try Self.query("offset=4&cursor=abc").start == .cursor("abc"))
        #expect(try Self.query("cursor=").start == .beginning)
    }

    @Test(
        "What is wrong is told with the parameter's name",
        arguments: [
            ("nope=1", ["?nope unknown_field"]), ("nope_from=2026", ["?nope_from unknown_field"]),
            ("status_from=2026", ["?status_from unknown_field"]),
            ("status=bad,received", ["?status not_a_choice"]),
            ("received_from=never", ["?received_from invalid_date"]),
            ("limit=0", ["?limit out_of_range"]), ("limit=501", ["?limit out_of_range"]),
            ("limit=x", ["?limit wrong_type"]), ("offset=-1", ["?offset out_of_range"]),
            ("total=all", ["?total not_a_choice"]), ("sort=nope", ["?sort unknown_field"]),
            ("sort=description", ["?sort not_sortable"]),
            ("sort=-patient_age", ["restricted patient_age"]),
            ("fields=patient_age", ["restricted patient_age"]),
            ("complainant_name=x", ["restricted complainant_name"]),
            ("q=\"open", ["malformed ?q search_syntax"]),
            ("cursor=a b", ["malformed ?cursor cursor"]),
            ("source_row=x", ["?source_row not_filterable"]), ("filter={", ["?filter wrong_type"]),
            ("filter=[]", ["?filter wrong_type"]),
            ("limit=0&nope=1", ["?limit out_of_range", "?nope unknown_field"]),
        ])
    func problems(text: String, wanted: [String]) {
        #expect(refusal { () throws(Refusal) in try Self.query(text) } == wanted)
    }

    @Test("Parameters of the endpoint are passed over")
    func endpoint() throws {
        let query = try Self.parser.query(from: [("by", "status"), ("q", "x")], others: ["by"])
        #expect(query.filter == .everything)
    }

    @Test("Facets are asked for by name")
    func facets() throws {
        #expect(
            try Self.parser.facetFields(from: "status, severity,status") == ["status", "severity"])
        let parse = { (text: String) in
            refusal { () throws(Refusal) in try Self.parser.facetFields(from: text) }
        }
        #expect(parse("description,nope") == ["?by not_a_facet", "?by unknown_field"])
        #expect(parse("") == ["?by required"])
    }

    @Test("A body says the same as parameters")
    func body() throws {
        let body = try object(
            #"{"filter":{"field":"status","op":"eq","value":"received"},"q":"coil","#
                + #""sort":["-received"],"limit":20,"cursor":null,"offset":40,"fields":["id"],"total":"none"}"#
        )
        let query = try Self.parser.query(from: body)
        let same = try Self.query(
            "status=received&q=coil&sort=-received&limit=20&offset=40&fields=id&total=none")
        #expect(query.canonicalKey == same.canonicalKey)
    }

    @Test(
        "A wrong body is told with pointers",
        arguments: [
            (#"{"x":1}"#, ["/x unknown_field"]), (#"{"limit":"5"}"#, ["/limit wrong_type"]),
            (#"{"sort":["number","nope"]}"#, ["/sort/1 unknown_field"]),
            (#"{"sort":[1]}"#, ["/sort/0 wrong_type"]), (#"{"fields":{}}"#, ["/fields wrong_type"]),
            (#"{"q":1,"filter":{"and":1}}"#, ["/q wrong_type", "/filter/and wrong_type"]),
        ])
    func bodyProblems(text: String, wanted: [String]) throws {
        let body = try object(text)
        #expect(refusal { () throws(Refusal) in try Self.parser.query(from: body) } == wanted)
    }

    @Test("No parameters bring it down")
    func anyParameters() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let names =
            FieldCatalogue.standard.fields.map(\.name.text)
            + ["q", "sort", "limit", "offset", "cursor", "fields", "total", "filter", "x_from", ""]
            + ["received_from", "received_to", "updated_to", "event_from", "_from", "_to"]
        let values = [
            "", ",", "-", "--received", "received", "2026-13", "\"", "\u{0}", "٣", "1e9", "{}",
        ]
        for _ in 0..<5_000 {
            let items = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                (
                    name: names.randomElement(using: &generator) ?? "",
                    value: values.randomElement(using: &generator) ?? ""
                )
            }
            _ = refusal { () throws(Refusal) in
                try Self.parser.query(from: items).canonicalKey
            }
        }
    }

    @Test("Keys are equal for the same question and differ for different ones")
    func keys() throws {
        let key = { (text: String) in try Self.query(text).canonicalKey }
        #expect(try key("status=received,closed") == key("status=closed&status=received"))
        #expect(try key("status=received&country=FR") == key("country=fr&status=received"))
        let different = [
            "", "status=received", "country=FR", "q=coil", "q=coil*", "q=-coil x", "limit=7",
            "offset=7", "cursor=7", "total=none", "sort=received", "sort=-received", "fields=id",
            "product=a&brand=b", "product=b&brand=a", "product=", "received_from=2026",
            "received_to=2026",
        ]
        #expect(Set(try different.map(key)).count == different.count)
    }
}
