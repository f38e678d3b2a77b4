import Complaints
import Foundation
import JSON
import Testing

@testable import Storage

/// Prints what queries cost; asserts nothing. Runs when IBTOOL_MEASURE gives a number of rows, and
/// means something in a release build only.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["IBTOOL_MEASURE"] != nil))
struct QueryMeasurements {
    private static let rows =
        Int64(ProcessInfo.processInfo.environment["IBTOOL_MEASURE"] ?? "") ?? 0

    /// Nanoseconds for each measurement.
    private static let span =
        Int(ProcessInfo.processInfo.environment["IBTOOL_MEASURE_SPAN"] ?? "") ?? 300_000_000

    @Test func queries() throws {
        // A folder to keep the rows in, from one run to the next.
        let kept = ProcessInfo.processInfo.environment["IBTOOL_MEASURE_KEPT"]
        let fixture = try QueryFixture(kept: kept)
        if try fixture.connection.count("SELECT count(*) FROM complaint", []) == 0 {
            try Self.fill(fixture)
        }
        // As in a store's read: one snapshot, not one a statement.
        try fixture.connection.execute("BEGIN")
        try measure("read one") { index in
            let reading = ComplaintReading(
                connection: fixture.connection, keys: fixture.keys, catalogue: .standard,
                visibility: .everything)
            var writer = JSONWriter(reserving: 4096)
            let key = RecordKey.id(1 + Int64(index) * 7919 % Self.rows)
            _ = try reading.write(key, fields: nil, into: &writer)
            return writer.bytes.count
        }
        for inMemory in [false, true] { try lists(fixture, inMemory: inMemory) }
        for inMemory in [false, true] {
            for (name, filter) in Self.facetFilters {
                try measure("facets \(name)" + (inMemory ? ", in memory" : "")) { _ in
                    _ = try fixture.facets(by: Self.facetFields, filter, inMemory: inMemory)
                    return 0
                }
            }
        }
    }

    private func lists(_ fixture: QueryFixture, inMemory: Bool) throws {
        let narrow = Visibility(
            sites: Set(Int64(1)...20), seesComplainant: false, seesPatient: false)
        func list(
            _ name: String, _ visibility: Visibility = .everything,
            _ change: (inout ComplaintQuery, Int) -> Void
        ) throws {
            for total in [false, true] {
                let label = name + (total ? " + total" : "") + (inMemory ? ", in memory" : "")
                try measure("list \(label)") { index in
                    var query = ComplaintQuery()
                    query.wantsTotal = total
                    change(&query, index)
                    let listing = fixture.listing(visibility, inMemory: inMemory)
                    var writer = JSONWriter(reserving: 65_536)
                    try listing.write(query, into: &writer)
                    return writer.bytes.count
                }
            }
        }
        try list("default") { _, _ in }
        try list("status") { query, index in
            query.filter = .compare("status", .equal(.text(Self.statuses[index % 11])))
        }
        try list("status+severity, page 0…20") { query, index in
            query.filter = .and([
                .compare("status", .equal(.text(Self.statuses[index % 11]))),
                .compare("severity", .equal(.text(Self.severities[index % 5]))),
            ])
            query.start = .offset(index % 20 * 50)
        }
        try list("status in 3, site in 10") { query, index in
            query.filter = .and([
                .compare("status", .isOneOf([.text("closed"), .text("review"), .text("reply")])),
                .compare("site", .isOneOf((1...10).map { .text("S-\($0 * 3 + index % 5)") })),
            ])
        }
        try list("20 sites seen", narrow) { _, _ in }
        try list("offset 90 %") { query, _ in query.start = .offset(Int(Self.rows) * 9 / 10) }
        try list("status=closed, offset 40 %") { query, _ in
            query.filter = .compare("status", .equal(.text("closed")))
            query.start = .offset(Int(Self.rows) * 4 / 10)
        }
        try list("sorted by customer, received") { query, _ in
            query.sort = [
                SortTerm("customer", isDescending: false), SortTerm("received", isDescending: true),
            ]
        }
        for (name, word) in [("rare", "w3500"), ("2 %", "w300"), ("common", "w0")] {
            try list("search \(name)") { query, _ in
                query.search = .phrase([word], isPrefix: false)
            }
            try list("search \(name), status=review") { query, _ in
                query.search = .phrase([word], isPrefix: false)
                query.filter = .compare("status", .equal(.text("review")))
            }
        }
        try list("search prefix") { query, _ in query.search = .phrase(["w35"], isPrefix: true) }
    }

    private static let facetFields: [FieldName] = [
        "status", "severity", "outcome", "product", "site", "modality", "country", "owner",
    ]
    private static let facetFilters: [(String, Filter)] = [
        ("all", .everything),
        ("status=closed", .compare("status", .equal(.text("closed")))),
        (
            "status=review and severity=minor",
            .and([
                .compare("status", .equal(.text("review"))),
                .compare("severity", .equal(.text("minor"))),
            ])
        ),
        ("received 2020", .compare("received", .between(.text("2020-01-01"), .text("2020-12-31")))),
    ]
    private static let statuses = Choices.status.map(\.value)
    private static let severities = Choices.severity.map(\.value)

    /// Runs for a third of a second of processor time; prints the mean.
    private func measure(_ name: String, _ body: (Int) throws -> Int) throws {
        if let only = ProcessInfo.processInfo.environment["IBTOOL_MEASURE_ONLY"],
            !name.contains(only)
        {
            return
        }
        _ = try body(0)
        let start = Self.processorTime()
        var count = 0
        var bytes = 0
        while Self.processorTime() - start < Self.span || count < 3 {
            bytes += try body(count)
            count += 1
        }
        let micro = Double(Self.processorTime() - start) / Double(count) / 1000
        let padded = name.padding(toLength: 44, withPad: " ", startingAt: 0)
        print("\(padded) \(Int(micro * 10) / 10) µs  \(bytes / count) bytes")
    }

    /// Nanoseconds this thread has run.
    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static func fill(_ fixture: QueryFixture) throws {
        var generator = SeededGenerator(seed: 7)
        try fixture.connection.execute("BEGIN")
        for site in 1...200 {
            try fixture.connection.execute(
                """
                INSERT INTO site(id,code,version,name,created_at,updated_at)
                VALUES(\(site),'S-\(site)',1,'Hospital \(site)',0,0)
                """)
        }
        for id in 1...rows { try fixture.insert(id, row(id, &generator)) }
        try fixture.connection.execute("COMMIT")
        try fixture.index()
        try fixture.connection.execute(
            "INSERT INTO complaint_text(complaint_text) VALUES('optimize')")
    }

    private static func row(_ id: Int64, _ generator: inout SeededGenerator) -> [String: SQLValue] {
        func any(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
        func skewed(_ count: Int) -> Int { min(any(count), any(count), any(count)) }
        var words: [String] = []
        for _ in 0..<(40 + any(160)) { words.append("w\(skewed(skewed(4000) + 1))") }
        let month = 1 + any(12)
        let day = 1 + any(28)
        let date =
            "\(2015 + any(11))-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        return [
            "status": .text(statuses.reversed()[skewed(11)]), "severity": .text(severities[any(5)]),
            "received": .text(date), "aware": .text(date), "channel": .text("phone"),
            "country": .text(["FR", "DE", "US", "BE", "IT"][any(5)]), "language": .text("fr"),
            "customer": .text("Customer \(any(300))"), "site_id": .integer(Int64(1 + any(200))),
            "modality": .text(["MR", "CT", "XA"][any(3)]), "brand": .text("Brand \(any(4))"),
            "product": .text("Product \(any(30))"), "model": .text("M\(any(9))"),
            "serial": .text("SN\(any(2000))"), "outcome": .text(Choices.outcome[any(6)].value),
            "owner": any(4) == 0 ? .null : .text(["marie", "paul", "anna"][any(3)]),
            "summary": .text(words.prefix(9).joined(separator: " ")),
            "description": .text(words.joined(separator: " ")),
            "document": .text(#"{"lot":"L\#(id)","room":"12","priority":"normal"}"#),
        ]
    }
}
