import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct AuditTests {
    private let directory: StoreDirectory
    private let clock = ManualClock(Timestamp(microseconds: 1_772_442_764_000_000))

    init() throws { directory = try StoreDirectory() }

    private func query(_ change: (inout AuditQuery) -> Void) -> AuditQuery {
        var query = AuditQuery()
        change(&query)
        return query
    }

    private func changes(
        _ store: Store, _ query: AuditQuery, for visibility: Visibility? = nil
    ) throws -> (seqs: [Int64], next: AuditQuery.Position?) {
        var writer = JSONWriter()
        try store.read { (reader) throws(StorageFailure) in
            try reader.changes(query, for: visibility ?? everything, into: &writer)
        }
        let json = try #require(try JSONValue.parse(writer.take()).objectValue)
        let parts = json["next"]?.stringValue?.split(separator: ".").compactMap { Int64($0) }
        return (
            (json["items"]?.arrayValue ?? []).compactMap { $0.objectValue?["seq"]?.int64Value },
            parts.map { AuditQuery.Position(at: $0[0], seq: $0[1]) }
        )
    }

    /// Rows 1 to 3 make complaints, 4 is an account, 5 changes, 6 is Ada's signature, 7 an erasure.
    private func open() throws -> Store {
        let store = try directory.open { $0.clock = clock.wallClock }
        for index in 0..<3 {
            try store.create(["summary": .text("\(index)")])
            clock.advance(by: .seconds(60))
        }
        let ada = try store.makeAccount("ada", display: "Ada")
        try store.update(2, 1, ["severity": "minor"])
        clock.advance(by: .seconds(60))
        try store.sign(2, 2, as: ada)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(1), expected: 1, for: everything)
        }
        return store
    }

    @Test("The log is found by person, kind, record, act and time, newest first")
    func filters() throws {
        let store = try open()
        defer { store.close() }
        let start: Int64 = 1_772_442_764_000_000
        let minute: Int64 = 60_000_000
        let cases: [(AuditQuery, [Int64])] = [
            (AuditQuery(), [7, 6, 5, 4, 3, 2, 1]),
            (query { $0.actor = "ada" }, [6]),
            (query { $0.entity = .complaint }, [7, 5, 3, 2, 1]),
            (query { $0.entity = .signature }, [6]),
            (query { ($0.entity, $0.recordID) = (.complaint, 2) }, [5, 2]),
            (query { $0.operation = .erase }, [7]),
            (query { $0.operation = .create }, [6, 4, 3, 2, 1]),
            (query { ($0.actor, $0.operation) = ("marie", .erase) }, [7]),
            (query { ($0.entity, $0.operation) = (.user, .create) }, [4]),
            (query { $0.from = start + 3 * minute }, [7, 6, 5, 4]),
            (query { $0.to = start + minute }, [1]),
            (query { ($0.from, $0.to) = (start + minute, start + 3 * minute) }, [3, 2]),
            (query { $0.actor = "nobody" }, []),
        ]
        for (query, expected) in cases {
            #expect(try changes(store, query).seqs == expected, "\(query)")
        }
    }

    @Test("Pages follow each other without a gap, whatever is written meanwhile")
    func pages() throws {
        let store = try open()
        defer { store.close() }
        var query = AuditQuery()
        query.limit = 3
        var seen: [Int64] = []
        for _ in 0..<4 {
            let page = try changes(store, query)
            seen += page.seqs
            guard let next = page.next else { break }
            query.after = next
            try store.create(["summary": "meanwhile"])
        }
        #expect(seen == [7, 6, 5, 4, 3, 2, 1])
    }

    @Test("Who is bound to sites reads what happened there")
    func bound() throws {
        let store = try open()
        defer { store.close() }
        let bound = Visibility(sites: [1], seesComplainant: true, seesPatient: true)
        #expect(try changes(store, AuditQuery(), for: bound).seqs == [])
    }

    @Test("Every shape of query walks an index in the order of the answer")
    func plans() throws {
        let store = try open()
        defer { store.close() }
        let shapes: [(AuditQuery, String)] = [
            (AuditQuery(), "SCAN change USING INDEX change_by_time"),
            (query { $0.from = 5 }, "SEARCH change USING INDEX change_by_time (at>?)"),
            (
                query { $0.after = .init(at: 5, seq: 3) },
                "SEARCH change USING INDEX change_by_time (at<?)"
            ),
            (query { $0.actor = "a" }, "SEARCH change USING INDEX change_by_actor (actor=?)"),
            (
                query { ($0.actor, $0.from, $0.to) = ("a", 1, 2) },
                "SEARCH change USING INDEX change_by_actor (actor=? AND at>? AND at<?)"
            ),
            (
                query { $0.operation = .erase },
                "SEARCH change USING INDEX change_by_rare_operation (operation=?)"
            ),
            (
                query { $0.entity = .token },
                "SEARCH change USING INDEX change_by_rare_entity (entity=?)"
            ),
            (query { $0.entity = .complaint }, "SCAN change USING INDEX change_by_time"),
            (query { $0.operation = .update }, "SCAN change USING INDEX change_by_time"),
        ]
        for (query, expected) in shapes {
            let plan = try store.read { (reader) throws(StorageFailure) in
                let sql = query.sql("seq, body", sites: nil)
                var statement = try reader.connection.statement(
                    made: "EXPLAIN QUERY PLAN " + sql)
                var plan: [String] = []
                while try statement.step() { plan.append(statement.text(3)) }
                return plan
            }
            #expect(plan == [expected], "\(query)")
        }
        // One record's rows are few: they are put in order when they are known.
        let record = query { ($0.entity, $0.recordID) = (.complaint, 2) }
        let plan = try store.rows("EXPLAIN QUERY PLAN " + record.sql("seq, body", sites: nil))
        #expect(plan.first?[3].hasPrefix("SEARCH change USING INDEX change_by_entity") == true)
    }
}
