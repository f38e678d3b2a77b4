import Complaints
import Testing

@testable import Storage

/// Pages that are had by looking at few records, and those for which all are looked at.
struct GridSieveTests {
    private static let both = Filter.and([
        .compare("status", .equal(.text("review"))), .compare("severity", .notEqual(.null)),
    ])

    /// 3,000 records: the oldest ten are in review, and every third of the others is.
    private func fixture(everyThird: Bool) throws -> QueryFixture {
        let fixture = try QueryFixture()
        try fixture.connection.execute("BEGIN")
        for id in Int64(1)...3000 {
            let isReviewed = id <= 10 || everyThird && id % 3 == 0
            try fixture.insert(
                id,
                [
                    "status": .text(isReviewed ? "review" : "closed"),
                    "severity": id % 7 == 0 ? .null : .text("minor"),
                    "received": .text(id <= 10 ? "2019-01-01" : "2020-01-02"),
                ])
        }
        try fixture.connection.execute("COMMIT")
        try fixture.buildColumns()
        return fixture
    }

    @Test(arguments: [false, true], [false, true])
    func everyPageIsTheOneOfSQL(everyThird: Bool, isDescending: Bool) throws {
        let fixture = try fixture(everyThird: everyThird)
        var query = ComplaintQuery()
        query.filter = Self.both
        query.sort = [SortTerm("received", isDescending: isDescending)]
        query.limit = 4
        var seen: [Int64] = []
        for _ in 0..<4 {
            let memory = try fixture.list(query, inMemory: true)
            let plain = try fixture.list(query)
            #expect(memory.ids == plain.ids)
            #expect(memory["total"] == plain["total"])
            seen += memory.ids
            guard let next = memory["next"]?.stringValue else { break }
            query.start = .cursor(next)
        }
        #expect(seen.count == (everyThird ? 16 : 9))
        #expect(Set(seen).count == seen.count)
    }

    @Test func tooManyLooksAreGivenUp() throws {
        let fixture = try fixture(everyThird: false)
        let state = try #require(
            try fixture.grid.snapshot(at: fixture.commit, on: fixture.connection))
        let filter = GridFilter(
            state: state, field: { FieldCatalogue.standard[$0] }, visibility: .everything,
            connection: fixture.connection)
        let sieve = try #require(try filter.sieve(Self.both))
        let newest = GridWalk(isDescending: true, after: nil, skipping: 0, limit: 4)
        #expect(state.ids(through: sieve, newest) == nil)
        let oldest = GridWalk(isDescending: false, after: nil, skipping: 2, limit: 4)
        #expect(state.ids(through: sieve, oldest) == [3, 4, 5, 6])
        #expect(try filter.selection(Self.both)?.count(in: state) == 9)
    }

    @Test func whatIsNoListOfComparisonsHasNoSieve() throws {
        let fixture = try fixture(everyThird: false)
        let state = try #require(
            try fixture.grid.snapshot(at: fixture.commit, on: fixture.connection))
        let filter = GridFilter(
            state: state, field: { FieldCatalogue.standard[$0] }, visibility: .everything,
            connection: fixture.connection)
        #expect(try filter.sieve(.everything) == nil)
        #expect(try filter.sieve(.not(Self.both)) == nil)
        #expect(try filter.sieve(.or([Self.both, Self.both])) == nil)
        #expect(try filter.sieve(.and([Self.both, .everything])) == nil)
        let moment = Filter.compare("updated", .isNotEmpty)
        #expect(try filter.sieve(.and([.compare("status", .isNotEmpty), moment])) == nil)
    }

    @Test func theSitesOfTheCallerAreSievedToo() throws {
        let fixture = try QueryFixture()
        for site in 1...2 {
            try fixture.connection.execute(
                "INSERT INTO site(id,code,name,version,created_at,updated_at)"
                    + " VALUES(\(site),'S\(site)','S\(site)',1,0,0)")
        }
        for id in Int64(1)...8 {
            try fixture.insert(id, ["site_id": .integer(1 + id % 2), "status": .text("review")])
        }
        var query = ComplaintQuery()
        query.filter = .compare("status", .isOneOf([.text("review"), .text("closed")]))
        let visibility = Visibility(sites: [2], seesComplainant: false, seesPatient: false)
        let memory = try fixture.list(query, for: visibility, inMemory: true)
        #expect(Set(memory.ids) == [1, 3, 5, 7])
        #expect(memory.ids == (try fixture.list(query, for: visibility).ids))
    }
}
