import Complaints
import Crypto
import JSON
import Testing

@testable import Storage

@Suite struct ListTests {
    @Test func theListIsNewestReceivedFirst() throws {
        let fixture = try QueryFixture()
        try fixture.insert(1, ["received": .text("2024-01-01")])
        try fixture.insert(2, ["received": .text("2025-01-01")])
        try fixture.insert(3, ["received": .text("2024-06")])
        let answer = try fixture.list(ComplaintQuery())
        #expect(answer.ids == [2, 3, 1])
        #expect(answer["total"]?.int64Value == 3)
        #expect(answer["next"]?.isNull == true)
        #expect(answer["ranked"]?.boolValue == false)
        #expect(answer["commit"]?.int64Value == 7)
    }

    @Test func aRecordHasItsCoreFieldsAndTheNamesOfItsSite() throws {
        let fixture = try QueryFixture()
        try fixture.connection.execute(
            """
            INSERT INTO site(id,code,version,name,created_at,updated_at)
            VALUES(5,'FR-LIL-01',1,'Lille',0,0)
            """)
        try fixture.insert(
            1,
            [
                "site_id": .integer(5), "received": .text("2024-01-01"),
                "summary": .text("a \"b\""),
                "document": .text(#"{"custom":{"ward":"3"},"room":"12"}"#),
                "created_at": .integer(1_772_442_764_000_000),
            ])
        let item = try #require(try fixture.list(ComplaintQuery())["items"]?.arrayValue?.first)
        #expect(item["site"]?.stringValue == "FR-LIL-01")
        #expect(item["site_name"]?.stringValue == "Lille")
        #expect(item["summary"]?.stringValue == "a \"b\"")
        #expect(item["severity"]?.isNull == true)
        #expect(item["created"]?.stringValue == "2026-03-02T09:12:44Z")
        #expect(item["custom"]?["ward"]?.stringValue == "3")
        #expect(item["room"] == nil)
    }

    @Test(
        arguments: [
            [SortTerm("received", isDescending: true)],
            [SortTerm("received", isDescending: false)],
            [SortTerm("severity", isDescending: false), SortTerm("received", isDescending: true)],
            [SortTerm("severity", isDescending: true), SortTerm("owner", isDescending: false)],
            [SortTerm("id", isDescending: true)],
            [SortTerm("updated", isDescending: false), SortTerm("customer", isDescending: false)],
        ])
    func pagesByCursorGiveTheSameAsOneLongPage(sort: [SortTerm]) throws {
        let fixture = try QueryFixture()
        var generator = SeededGenerator(seed: 42)
        for id in Int64(1)...60 {
            func some(_ values: [String?]) -> SQLValue {
                (values.randomElement(using: &generator) ?? nil).map(SQLValue.text) ?? .null
            }
            try fixture.insert(
                id,
                [
                    "received": some([nil, "2024", "2024-01-01", "2025-02-03"]),
                    "severity": some([nil, "minor", "serious"]),
                    "owner": some([nil, "anna", "marie"]), "customer": some([nil, "A", "B"]),
                    "updated_at": .integer(Int64.random(in: 0...3, using: &generator)),
                ])
        }
        var query = ComplaintQuery()
        query.sort = sort
        query.limit = 500
        let whole = try fixture.list(query).ids
        #expect(whole.count == 60)
        for limit in [1, 7, 59, 60] {
            query.limit = limit
            query.start = .beginning
            var paged: [Int64] = []
            while true {
                let answer = try fixture.list(query)
                #expect(answer["offset"]?.int64Value == Int64(paged.count))
                paged += answer.ids
                guard let next = answer["next"]?.stringValue else { break }
                query.start = .cursor(next)
            }
            #expect(paged == whole)
            query.start = .offset(13)
            #expect(try fixture.list(query).ids == Array(whole.dropFirst(13).prefix(limit)))
        }
    }

    @Test(arguments: ["", "x", "!!", "W10", "WzEsMCwxXQ"])
    func aCursorOfAnotherQueryIsRefused(text: String) throws {
        let fixture = try QueryFixture()
        var query = ComplaintQuery()
        query.start = .cursor(text)
        #expect(throws: StorageFailure.self) { try fixture.list(query) }
    }

    @Test(arguments: [Int.max, 1_000_000_001, -1])
    func aCursorWithAnOffsetOfNoListIsRefused(offset: Int) throws {
        let fixture = try QueryFixture()
        for id in Int64(1)...3 { try fixture.insert(id) }
        var query = ComplaintQuery()
        query.limit = 1
        let next = try #require(try fixture.list(query)["next"]?.stringValue)
        let bytes = try #require(Base64URL.decode(next))
        var parts = try #require(try JSONValue.parse(bytes).arrayValue)
        parts[1] = .number(JSONNumber(Int64(offset)))
        query.start = .cursor(Base64URL.encode(JSONValue.array(parts).serialized()))
        #expect(throws: StorageFailure.self) { try fixture.list(query) }
    }

    @Test func recordsOfOtherSitesAndOfNoneAreNotSeen() throws {
        let fixture = try QueryFixture()
        try fixture.insert(1, ["site_id": .integer(1)])
        try fixture.insert(2, ["site_id": .integer(2)])
        try fixture.insert(3)
        let narrow = Visibility(sites: [2], seesComplainant: false, seesPatient: false)
        let answer = try fixture.list(ComplaintQuery(), for: narrow)
        #expect(answer.ids == [2])
        #expect(answer["total"]?.int64Value == 1)
        let none = Visibility(sites: [], seesComplainant: false, seesPatient: false)
        #expect(try fixture.list(ComplaintQuery(), for: none).ids == [])
    }

    @Test func sealedFieldsAreNeitherFilteredNorSortedBy() throws {
        let fixture = try QueryFixture()
        var query = ComplaintQuery()
        query.filter = .compare("patient_age", .isNotEmpty)
        #expect(throws: StorageFailure.self) { try fixture.list(query) }
        query.filter = .everything
        query.sort = [SortTerm("complainant_name", isDescending: false)]
        #expect(throws: StorageFailure.self) { try fixture.list(query) }
    }
}
