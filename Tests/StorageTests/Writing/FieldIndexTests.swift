import Complaints
import JSON
import Platform
import Testing

@testable import Storage

/// The indexes of the operator's own fields: filled beside the traffic, kept by every write, used by
/// filters and sorting.
@Suite struct FieldIndexTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private static func field(isIndexed: Bool) throws -> Field {
        Field(
            try #require(FieldName(custom: "hours")), .integer(0...100_000), .custom, in: .document,
            traits: isIndexed ? [.sortable, .indexed] : [.sortable],
            label: Words("Tube hours", "Heures de tube"))
    }

    private func define(_ store: Store, isIndexed: Bool, isNew: Bool) throws {
        let field = try Self.field(isIndexed: isIndexed)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            if isNew {
                try transaction.createCustomField(field)
            } else {
                try transaction.changeCustomField(field)
            }
        }
    }

    /// Each write does a slice; this many fill or drop anything in these tests.
    private func work(_ store: Store) throws {
        for _ in 0..<8 { try store.create(["summary": "later", "custom.hours": .integer(9)]) }
    }

    /// What the index should hold, by its definition.
    private static let wanted = """
        SELECT id, json_extract(document,'$.custom.hours') FROM complaint ORDER BY id
        """
    private static let held = """
        SELECT complaint_id, value FROM field_value ORDER BY complaint_id
        """

    @Test("What was there, what is written meanwhile and what changes later are all in it")
    func filled() throws {
        let store = try directory.open()
        defer { store.close() }
        try define(store, isIndexed: false, isNew: true)
        for hours in 0..<600 {
            if hours.isMultiple(of: 3) {
                try store.create(["summary": "x"])
            } else {
                try store.create(["summary": "x", "custom.hours": .integer(Int64(hours))])
            }
        }
        #expect(try store.rows("SELECT 1 FROM field_value").isEmpty)
        try define(store, isIndexed: true, isNew: false)
        #expect(try store.value("SELECT state FROM field_index") == "filling")
        try store.update(2, 1, ["custom.hours": .integer(77_777)])
        try store.update(3, 1, ["custom.hours": .null])
        try work(store)
        #expect(try store.value("SELECT state FROM field_index") == "ready")
        try store.update(5, 1, ["custom.hours": .integer(88_888)])
        #expect(try store.rows(Self.held) == (try store.rows(Self.wanted)))
        #expect(try store.rows(Self.held).count == 608)
        #expect(try store.verify().ok)
    }

    @Test("It goes on after a restart, and what is no longer wanted goes a slice at a time")
    func restarted() throws {
        var store = try directory.open()
        for _ in 0..<600 { try store.create(["summary": "x"]) }
        try define(store, isIndexed: true, isNew: true)
        store.close()
        store = try directory.open()
        #expect(try store.value("SELECT state FROM field_index") == "filling")
        try work(store)
        #expect(try store.value("SELECT state FROM field_index") == "ready")
        try define(store, isIndexed: false, isNew: false)
        #expect(try store.value("SELECT state FROM field_index") == "dropping")
        try work(store)
        #expect(try store.rows("SELECT 1 FROM field_index").isEmpty)
        #expect(try store.rows("SELECT 1 FROM field_value").isEmpty)
        store.close()
    }

    @Test("A definition that is taken back leaves nothing behind")
    func rolledBack() throws {
        let store = try directory.open()
        defer { store.close() }
        let field = try Self.field(isIndexed: true)
        #expect(throws: StorageFailure.self) {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.createCustomField(field)
                throw StorageFailure.refused(.notFound(.field, key: "x"))
            }
        }
        try store.create(["summary": "x"])
        #expect(try store.rows("SELECT 1 FROM field_index").isEmpty)
        #expect(try store.rows("SELECT 1 FROM field_value").isEmpty)
    }

    @Test("Upkeep fills it while nobody writes")
    func idle() throws {
        let store = try directory.open()
        for _ in 0..<600 { try store.create(["summary": "x", "custom.hours": .integer(5)]) }
        try define(store, isIndexed: true, isNew: true)
        store.close()
        let path = "\(directory.path)/\(StoreOpening.databaseName)"
        let connection = try Connection(path: path, role: .writing)
        let journal = UpkeepJournal()
        var upkeep = Upkeep(
            Checkpointer(LogLimits(), readers: ReaderPool(path: path, readersMax: 1)),
            journal: journal)
        for _ in 0..<100 where upkeep.hasWork {
            try upkeep.step(connection, commit: 0, mayGrow: true)
        }
        #expect(journal.count(.index).amount >= 600 - FieldIndexTable.idsInSlice)
        var count = try connection.statement("SELECT count(value) FROM field_value")
        #expect(try count.step() && count.int64(0) == 600)
    }

    // MARK: Queries

    /// A fixture with a ready index, and its listing.
    private func listing(_ fixture: QueryFixture) throws -> ComplaintListing {
        let definition = CustomFieldTable.definition(of: try Self.field(isIndexed: true))
        var insert = try fixture.connection.statement(
            "INSERT INTO custom_field(name, definition, created_at) VALUES ('hours', ?, 0)")
        insert.bind(1, text: JSONValue.object(definition).serialized())
        try insert.run()
        for id in Int64(1)...9 {
            let document = id == 4 ? "{}" : #"{"custom":{"hours":\#(id % 4)}}"#
            try fixture.insert(id, ["document": .text(document)])
        }
        try FieldIndexTable(connection: fixture.connection).set("hours", isIndexed: true)
        while try FieldIndexTable(connection: fixture.connection).work() != nil {}
        return ComplaintListing(
            connection: fixture.connection,
            catalogue: try CustomFieldTable.catalogue(fixture.connection), visibility: .everything,
            commit: fixture.commit, grid: nil)
    }

    private func ids(_ query: ComplaintQuery, _ listing: ComplaintListing) throws -> [Int64] {
        var ids: [Int64] = []
        var query = query
        query.limit = 4
        for _ in 0..<5 {
            var writer = JSONWriter()
            try listing.write(query, into: &writer)
            let answer = try JSONValue.parse(writer.bytes)
            ids += answer.ids
            guard let next = answer["next"]?.stringValue else { break }
            query.start = .cursor(next)
        }
        return ids
    }

    @Test("A filter by value reads the index and finds what a scan finds")
    func filters() throws {
        let fixture = try QueryFixture()
        let listing = try listing(fixture)
        for (comparison, wanted) in [
            (Comparison.equal(.integer(2)), [6, 2] as [Int64]),
            (.isOneOf([.integer(1), .integer(3)]), [9, 7, 5, 3, 1]),
            (.greaterOrEqual(.integer(2)), [7, 6, 3, 2]),
            (.between(.integer(0), .integer(0)), [8]),
            (.isOneOf([.integer(2), .null]), [6, 4, 2]), (.isEmpty, [4]),
            (.notEqual(.integer(1)), [8, 7, 6, 4, 3, 2]),
        ] {
            var query = ComplaintQuery()
            query.filter = .compare("custom.hours", comparison)
            query.sort = [SortTerm("id", isDescending: true)]
            #expect(try ids(query, listing) == wanted, "\(comparison)")
        }
        var query = ComplaintQuery()
        query.filter = .compare("custom.hours", .equal(.integer(2)))
        let page = try #require(try listing.plan(query).pages(after: nil).first)
        let lines = try fixture.explain(page.sql, page.values + [.integer(51), .integer(0)])
        #expect(lines.first == "SEARCH complaint USING INTEGER PRIMARY KEY (rowid=?)", "\(lines)")
        #expect(
            lines.contains {
                $0.hasPrefix("SEARCH field_value USING COVERING INDEX field_value_by_value")
            }, "\(lines)")
        #expect(!lines.contains { $0.hasPrefix("SCAN complaint") }, "\(lines)")
    }

    @Test(
        "A list in its order reads the index, in both directions, page by page",
        arguments: [false, true])
    func sorts(isDescending: Bool) throws {
        let fixture = try QueryFixture()
        let listing = try listing(fixture)
        var query = ComplaintQuery()
        query.sort = [SortTerm("custom.hours", isDescending: isDescending)]
        let ascending: [Int64] = [4, 8, 1, 5, 9, 2, 6, 3, 7]
        #expect(try ids(query, listing) == (isDescending ? ascending.reversed() : ascending))
        let plan = try listing.plan(query)
        let cursor = PageCursor(digest: 0, offset: 0, id: 2, values: [.integer(2)])
        for page in plan.pages(after: nil) + plan.pages(after: cursor) {
            let lines = try fixture.explain(page.sql, page.values + [.integer(51), .integer(0)])
            #expect(
                lines.first?.hasPrefix(
                    "SEARCH field_value USING COVERING INDEX field_value_by_value (field_id=?")
                    == true, "\(lines)")
            #expect(!lines.contains { $0.contains("TEMP B-TREE") }, "\(lines)")
        }
    }
}
