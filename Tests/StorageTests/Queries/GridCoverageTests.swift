import Complaints
import Testing

@testable import Storage

/// What the interface can filter and sort by without reading every record: each field is held in
/// memory, or has its index, or is named here with the reason.
@Suite struct GridCoverageTests {
    /// Compared by a pass over the table under the worker's deadline: long texts that are different
    /// in each record. The full text is the fast way to them.
    private static let scanned: Set<String> = [
        "summary", "description", "investigation_results", "late_entry_reason", "tests",
        "event_history", "evidence", "history",
    ]
    /// An index finds a value or a beginning; other comparisons are passes over the table.
    private static let indexed: Set<String> = ["id", "number", "source_id"]

    /// Sorted by reading all: a foreign number is different in every record and many have none.
    private static let sortedByReadingAll: Set<String> = ["source_id"]

    private static let fields = FieldCatalogue.standard.fields.filter {
        FieldColumn($0) != nil && $0.access == .open
    }

    @Test(
        arguments: fields.filter { $0.traits.contains(.sortable) }.map(\.name.text), [false, true])
    func everySortComesInOrder(field: String, isDescending: Bool) throws {
        let fixture = try QueryFixture()
        for id in Int64(1)...3 { try fixture.insert(id) }
        try fixture.buildColumns()
        var query = ComplaintQuery()
        query.sort = [SortTerm(FieldName(field), isDescending: isDescending)]
        let listing = fixture.listing(.everything, inMemory: true)
        let plan = try listing.plan(query)
        let page = Paging(digest: 0, limit: 50)
        var memory = try GridListing(query, plan, listing, page)
        if let ids = try memory?.ids(page) {
            #expect(ids.count == 3)
            return
        }
        for page in plan.pages(after: nil) {
            let lines = try fixture.explain(page.sql, page.values + [.integer(51), .integer(0)])
            if Self.sortedByReadingAll.contains(field) {
                #expect(lines == ["SCAN complaint", "USE TEMP B-TREE FOR ORDER BY"])
                continue
            }
            #expect(lines.count == 1, "\(lines)")
            #expect(lines.allSatisfy { $0.hasPrefix("SCAN complaint") }, "\(lines)")
            #expect(!lines.contains { $0.contains("TEMP B-TREE") }, "\(lines)")
        }
    }

    @Test(arguments: fields.map(\.name.text))
    func everyFilterIsAnsweredFromMemoryOrIsNamedHere(name: String) throws {
        let fixture = try QueryFixture()
        try fixture.insert(1)
        try fixture.buildColumns()
        let field = try #require(FieldCatalogue.standard[FieldName(name)])
        let state = try #require(
            try fixture.grid.snapshot(at: fixture.commit, on: fixture.connection))
        let filter = GridFilter(
            state: state, field: { FieldCatalogue.standard[$0] }, visibility: .everything,
            connection: fixture.connection)
        let isSlow = Self.scanned.contains(name) || GridField.proseMembers.contains(name)
        for comparison in Self.comparisons(field.type) {
            let selection = try filter.selection(.compare(FieldName(name), comparison))
            // Of some it is known whether they have a value.
            let isKnown =
                GridField.asked.contains(FieldName(name))
                && [.isEmpty, .isNotEmpty].contains(comparison)
            if (Self.indexed.contains(name) || isSlow) && !isKnown {
                #expect(selection == nil)
            } else {
                #expect(selection != nil, "\(comparison)")
            }
        }
    }

    @Test(arguments: [
        ("id", "SEARCH complaint USING INTEGER PRIMARY KEY (rowid=?)"),
        ("number", "SEARCH complaint USING INDEX sqlite_autoindex_complaint_1 (number=?)"),
        ("source_id", "SEARCH complaint USING INDEX complaint_by_source_id (source_id=?)"),
    ])
    func whatIsNotHeldIsFoundByItsIndex(name: String, wanted: String) throws {
        let fixture = try QueryFixture()
        var query = ComplaintQuery()
        query.filter = .compare(
            FieldName(name), .equal(name == "id" ? .integer(1) : .text("X")))
        let plan = try fixture.listing(.everything, inMemory: false).plan(query)
        let page = try #require(plan.pages(after: nil).first)
        let lines = try fixture.explain(page.sql, page.values + [.integer(51), .integer(0)])
        #expect(lines.first == wanted)
        let count = try fixture.explain(plan.count.sql, plan.count.values)
        #expect(count.count == 1)
        #expect(count.first?.hasPrefix("SEARCH complaint USING") == true, "\(count)")
    }

    /// The statements beside lists that grow with the records: each leads by a key.
    @Test(arguments: [
        """
        SELECT entity_id FROM change
        WHERE seq>? AND seq<=? AND +entity='complaint' LIMIT ?
        """,
        "SELECT \(GridField.columnList) FROM complaint WHERE id>=? AND id<?",
        "SELECT \(GridField.columnList) FROM complaint WHERE id=?",
        "SELECT max(id) FROM complaint",
        "SELECT max(seq) FROM change",
        """
        SELECT seq FROM change WHERE entity='complaint' AND entity_id=? AND seq<?
        ORDER BY seq DESC LIMIT ?
        """,
    ])
    func statementsBesideListsLeadByAKey(sql: String) throws {
        let fixture = try QueryFixture()
        let lines = try fixture.explain(sql, [])
        #expect(
            lines.allSatisfy { $0.hasPrefix("SEARCH") && !$0.contains("AUTOMATIC") }, "\(lines)")
        #expect(lines.count == 1, "\(lines)")
    }

    private static func comparisons(_ type: FieldType) -> [Comparison] {
        let (low, high): (FieldValue, FieldValue)
        var isText = false
        switch type {
        case .integer: (low, high) = (.integer(1), .integer(9))
        case .decimal: (low, high) = (.decimal(1.5), .decimal(9.5))
        case .boolean: (low, high) = (.boolean(false), .boolean(true))
        case .timestamp:
            (low, high) = (.text("2026-01-01T00:00:00Z"), .text("2026-02-01T00:00:00Z"))
        case .date, .partialDate: (low, high) = (.text("2026-01-01"), .text("2026-02-01"))
        default:
            (low, high) = (.text("a"), .text("b"))
            isText = true
        }
        let texts: [Comparison] = [
            .contains("a"), .notContains("a"), .startsWith("a"), .endsWith("a"),
        ]
        return [
            .equal(low), .notEqual(low), .isOneOf([low, high]), .isNoneOf([low]), .less(low),
            .lessOrEqual(low), .greater(low), .greaterOrEqual(low), .between(low, high), .isEmpty,
            .isNotEmpty,
        ] + (isText ? texts : [])
    }
}
