import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct FilterTests {
    private static func compile(
        _ filter: Filter, _ visibility: Visibility = .everything
    ) throws -> Condition {
        try FilterCompiler(field: { FieldCatalogue.standard[$0] }, visibility: visibility)
            .compile(filter)
    }

    @Test(arguments: [
        ("2026-01-01", "2026"), ("2026-03-01", "2026-03"), ("2026-03", "2026-03"),
        ("2026-01", "2026"), ("2026", "2026"), ("2026-03-02", "2026-03-02"), ("0101", "0101"),
    ])
    func aPeriodBeginsWithItsShortestForm(date: String, beginning: String) {
        #expect(FilterCompiler.beginning(of: date) == beginning)
    }

    @Test func valuesAreBoundAndNeverPartOfTheText() throws {
        let nasty = "x' OR 1=1 --"
        let comparisons: [Comparison] = [
            .equal(.text(nasty)), .notEqual(.text(nasty)), .isOneOf([.text(nasty), .null]),
            .isNoneOf((0..<20).map { .text("\(nasty)\($0)") }), .less(.text(nasty)),
            .between(.text(nasty), .text(nasty)), .contains(nasty), .notContains(nasty),
            .startsWith(nasty), .endsWith(nasty),
        ]
        for name in ["status", "room", "site", "received", "site_name"] as [FieldName] {
            for comparison in comparisons {
                let condition = try Self.compile(.compare(name, comparison))
                #expect(!condition.text.contains("1=1"))
                #expect(
                    condition.text.filter { $0 == "?" }.count == condition.values.count,
                    "\(condition)")
            }
        }
    }

    @Test(arguments: ["patient_age", "complainant_name", "source_row"] as [FieldName])
    func whatIsSealedIsNeverCompared(name: FieldName) {
        #expect(throws: StorageFailure.self) {
            try Self.compile(.compare(name, .isNotEmpty))
        }
    }

    @Test func unknownFieldsAreRefused() {
        #expect(throws: StorageFailure.self) {
            try Self.compile(.compare("no_such_field", .isEmpty))
        }
        #expect(throws: StorageFailure.self) { try Self.compile(.compare("custom", .isEmpty)) }
    }

    /// Each comparison over the values nil, "Alpha", "beta", "50%", on columns and in the document.
    @Test(
        arguments: [
            (Comparison.equal(.text("beta")), [3]), (.notEqual(.text("beta")), [1, 2, 4]),
            (.isOneOf([.text("beta"), .null]), [1, 3]), (.isNoneOf([.text("beta")]), [1, 2, 4]),
            (.isOneOf([]), []), (.isEmpty, [1]), (.isNotEmpty, [2, 3, 4]),
            (.contains("ALPH"), [2]), (.notContains("alph"), [1, 3, 4]), (.contains("%"), [4]),
            (.contains("_"), []), (.startsWith("b"), [3]), (.endsWith("A"), [2, 3]),
            (.greaterOrEqual(.text("Alpha")), [2, 3]), (.less(.text("Alpha")), [4]),
            (.between(.text("5"), .text("B")), [2, 4]),
            (.isOneOf((0..<50).map { .text("v\($0)") } + [.text("Alpha")]), [2]),
        ] as [(Comparison, [Int64])])
    func comparisonsMeanWhatTheySay(comparison: Comparison, ids: [Int64]) throws {
        let fixture = try QueryFixture()
        for (index, value) in [nil, "Alpha", "beta", "50%"].enumerated() {
            let document = value.map { #"{"room":"\#($0)"}"# } ?? "{}"
            try fixture.insert(
                Int64(index + 1),
                [
                    "customer": value.map(SQLValue.text) ?? .null, "document": .text(document),
                ])
        }
        for name in ["customer", "room"] as [FieldName] {
            var query = ComplaintQuery()
            query.filter = .compare(name, comparison)
            query.sort = [SortTerm("id", isDescending: false)]
            #expect(try fixture.list(query).ids == ids)
            query.filter = .not(query.filter)
            #expect(try fixture.list(query).ids == [1, 2, 3, 4].filter { !ids.contains($0) })
        }
    }

    @Test(arguments: [
        (Comparison.greaterOrEqual(.text("2013-01-01")), [1, 2, 3, 4, 5] as [Int64]),
        (.greater(.text("2013")), [5]), (.lessOrEqual(.text("2013")), [1, 2, 3, 4, 6]),
        (.less(.text("2013-01-01")), [6]), (.less(.text("2013")), [6]),
        (.greaterOrEqual(.text("2013-07-01")), [2, 3, 4, 5]),
        (.lessOrEqual(.text("2013-07")), [1, 2, 3, 6]), (.equal(.text("2013")), [1]),
    ])
    func datesOfReducedPrecisionStandAtTheBeginningOfTheirPeriod(
        comparison: Comparison, ids: [Int64]
    ) throws {
        let fixture = try QueryFixture()
        let dates = ["2013", "2013-07", "2013-07-09", "2013-12-31", "2014-01-01", "2012-12-31"]
        for (index, date) in dates.enumerated() {
            try fixture.insert(Int64(index + 1), ["received": .text(date)])
        }
        var query = ComplaintQuery()
        query.filter = .compare("received", comparison)
        query.sort = [SortTerm("id", isDescending: false)]
        #expect(try fixture.list(query).ids == ids)
        #expect(try fixture.list(query, inMemory: true).ids == ids)
    }
}
