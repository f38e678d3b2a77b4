import Complaints
import JSON
import Testing

@testable import Storage

/// What SQLite makes of each shape of query: an index where one is meant to serve, and the scans
/// that are known and accepted.
@Suite struct PlanTests {
    private struct Shape: Sendable, CustomStringConvertible {
        let description: String
        var filter: Filter = .everything
        var sort: [SortTerm] = []
        var cursor: [SQLValue]?
        var visibility: Visibility = .everything
        let plan: [String]
    }

    private static let shapes = [
        Shape(
            description: "default",
            plan: ["SCAN complaint USING COVERING INDEX complaint_by_received"]),
        Shape(
            description: "default, oldest first", sort: [SortTerm("received", isDescending: false)],
            plan: ["SCAN complaint USING COVERING INDEX complaint_by_received"]),
        Shape(
            description: "second page", cursor: [.text("2026-01-01")],
            plan: [
                "SEARCH complaint USING COVERING INDEX complaint_by_received (received<?)",
                "SEARCH complaint USING COVERING INDEX complaint_by_received (received=?)",
            ]),
        Shape(
            description: "status", filter: .compare("status", .equal(.text("closed"))),
            plan: ["SEARCH complaint USING COVERING INDEX complaint_by_status (status=?)"]),
        Shape(
            description: "severity", filter: .compare("severity", .equal(.text("minor"))),
            plan: ["SEARCH complaint USING COVERING INDEX complaint_by_severity (severity=?)"]),
        Shape(
            description: "product", filter: .compare("product", .equal(.text("P"))),
            plan: ["SEARCH complaint USING COVERING INDEX complaint_by_product (product=?)"]),
        Shape(
            description: "outcome", filter: .compare("outcome", .equal(.text("death"))),
            plan: ["SEARCH complaint USING COVERING INDEX complaint_by_outcome (outcome=?)"]),
        Shape(
            description: "owner", filter: .compare("owner", .equal(.text("marie"))),
            plan: ["SEARCH complaint USING COVERING INDEX complaint_by_owner (owner=?)"]),
        Shape(
            description: "site", filter: .compare("site", .equal(.text("FR-LIL-01"))),
            plan: [
                "SEARCH complaint USING COVERING INDEX complaint_by_site (site_id=?)",
                "SCALAR SUBQUERY 1",
                "SEARCH site USING COVERING INDEX sqlite_autoindex_site_1 (code=?)",
            ]),
        Shape(
            description: "one site seen",
            visibility: Visibility(sites: [3], seesComplainant: false, seesPatient: false),
            plan: ["SEARCH complaint USING COVERING INDEX complaint_by_site (site_id=?)"]),
        Shape(
            description: "status, received from, second page",
            filter: .and([
                .compare("status", .equal(.text("closed"))),
                .compare("received", .greaterOrEqual(.text("2026-01-01"))),
            ]), cursor: [.text("2026-02-01")],
            plan: [
                "SEARCH complaint USING COVERING INDEX complaint_by_status"
                    + " (status=? AND received>? AND received<?)",
                // For records without a date, of which this filter has none; run on the last page.
                "SEARCH complaint USING COVERING INDEX complaint_by_status"
                    + " (status=? AND received>?)", "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
            ]),
        Shape(
            description: "last changed first", sort: [SortTerm("updated", isDescending: true)],
            plan: ["SCAN complaint USING COVERING INDEX complaint_by_updated"]),
        Shape(
            description: "due soon by law",
            filter: .and([
                .compare("due_by_law", .greaterOrEqual(.text("2026-01-01"))),
                .compare("due_by_law", .lessOrEqual(.text("2026-01-08"))),
            ]),
            plan: [
                "SEARCH complaint USING INDEX complaint_by_law_due (due_by_law>? AND due_by_law<?)",
                "USE TEMP B-TREE FOR ORDER BY",
            ]),
        Shape(
            description: "serial", filter: .compare("serial", .equal(.text("SN1"))),
            plan: [
                "SEARCH complaint USING INDEX complaint_by_serial (serial=?)",
                "USE TEMP B-TREE FOR ORDER BY",
            ]),
        // Accepted scans: no index can serve these, and the worker's deadline bounds them.
        Shape(
            description: "overdue by law, whose count has its index",
            filter: .compare("due_by_law", .lessOrEqual(.text("2026-01-01"))),
            plan: ["SCAN complaint USING INDEX complaint_by_received"]),
        Shape(
            description: "words in a text", filter: .compare("summary", .contains("leak")),
            plan: ["SCAN complaint USING INDEX complaint_by_received"]),
        Shape(
            description: "a field of the document",
            filter: .compare("room", .equal(.text("B12"))),
            plan: ["SCAN complaint USING INDEX complaint_by_received"]),
        Shape(
            description: "sorted by customer", sort: [SortTerm("customer", isDescending: false)],
            plan: ["SCAN complaint", "USE TEMP B-TREE FOR ORDER BY"]),
    ]

    @Test(arguments: shapes)
    private func aShapeOfQueryHasItsPlan(shape: Shape) throws {
        let fixture = try QueryFixture()
        var query = ComplaintQuery()
        query.filter = shape.filter
        query.sort = shape.sort
        let plan = try fixture.listing(shape.visibility, inMemory: false).plan(query)
        let cursor = shape.cursor.map { PageCursor(digest: 0, offset: 0, id: 9, values: $0) }
        var lines: [String] = []
        for page in plan.pages(after: cursor) {
            lines += try fixture.explain(page.sql, page.values + [.integer(51), .integer(0)])
        }
        #expect(lines == shape.plan)
    }

    @Test(
        arguments: [
            ("id", "SEARCH complaint USING INTEGER PRIMARY KEY (rowid=?)"),
            ("number", "SEARCH complaint USING INDEX sqlite_autoindex_complaint_1 (number=?)"),
        ])
    func oneRecordIsReadByItsKey(column: String, plan: String) throws {
        let fixture = try QueryFixture()
        let lines = try fixture.explain(
            "SELECT id,number,version,site_id,import_id,sealed FROM complaint WHERE \(column)=?",
            [.integer(1)])
        #expect(lines == [plan])
        let record = try fixture.explain(RecordLayout.whole.sql.text, [.integer(1)])
        #expect(record.allSatisfy { $0.contains("USING INTEGER PRIMARY KEY (rowid=?)") })
    }

    @Test func whatALawAsksForIsCountedByItsIndex() throws {
        let fixture = try QueryFixture()
        let today = try #require(CivilDate("2026-04-01"))
        let queues = WorkQueue.all(from: .init(account: "ada", teams: [], today: today))
            .filter { $0.name.hasPrefix("law_") }
        #expect(queues.map(\.name) == ["law_overdue", "law_due_soon"])
        for queue in queues {
            let query = try QueryParser(catalogue: .standard, visibility: .everything)
                .query(from: queue.parameters)
            let plan = try fixture.listing(.everything, inMemory: false).plan(query)
            let lines = try fixture.explain(plan.count.sql, plan.count.values)
            let index = "SEARCH complaint USING COVERING INDEX complaint_by_law_due "
            #expect(lines.count == 1 && lines[0].hasPrefix(index), "\(lines)")
        }
    }

    @Test func theFullTextLeadsWhereItOrders() throws {
        let fixture = try QueryFixture()
        var query = ComplaintQuery()
        query.search = .phrase(["leak"], isPrefix: false)
        query.filter = .compare("status", .equal(.text("closed")))
        let ranked = try fixture.listing(.everything, inMemory: false).plan(query)
        let page = try #require(ranked.pages(after: nil).first)
        let lines = try fixture.explain(page.sql, page.values + [.integer(51), .integer(0)])
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("SCAN complaint_text VIRTUAL TABLE"))
        #expect(lines[1] == "SEARCH complaint USING INTEGER PRIMARY KEY (rowid=?)")
    }
}
