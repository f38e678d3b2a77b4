import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct SearchTests {
    @Test(arguments: [
        (SearchText.phrase(["leak"], isPrefix: false), #""leak""#),
        (.phrase(["tube", "head"], isPrefix: false), #""tube head""#),
        (.phrase(["conn"], isPrefix: true), #""conn" *"#),
        (.phrase(["l'écran"], isPrefix: false), #""écran""#),
        (.phrase(["Jusqu’ici"], isPrefix: false), #""ici""#),
        (.phrase(["aujourd'hui"], isPrefix: false), #""aujourd'hui""#),
        (.phrase(["l'"], isPrefix: false), #""l'""#),
        (.phrase(["a\"b OR c"], isPrefix: false), #""a""b OR c""#),
        (
            .or([.phrase(["a"], isPrefix: false), .phrase(["b"], isPrefix: false)]),
            #"("a" OR "b")"#
        ),
        (
            .without(.phrase(["a"], isPrefix: false), .phrase(["b"], isPrefix: false)),
            #"("a" NOT "b")"#
        ),
        (.and([.phrase(["a"], isPrefix: false), .phrase(["!"], isPrefix: false)]), #""a""#),
    ])
    func wordsBecomeQuotedStrings(search: SearchText, match: String) throws {
        #expect(try SearchCompiler.match(search) == match)
    }

    @Test func nothingToSearchForIsRefused() {
        #expect(throws: StorageFailure.self) {
            try SearchCompiler.match(.phrase(["?!"], isPrefix: false))
        }
        let many = SearchText.and(
            (0..<65).map { .phrase(["w\($0)"], isPrefix: false) })
        #expect(throws: StorageFailure.self) { try SearchCompiler.match(many) }
    }

    @Test func relevanceOrdersAndHighlightsShowTheMatches() throws {
        let fixture = try QueryFixture()
        try fixture.insert(
            1, ["summary": .text("Nothing"), "description": .text("the écran is dark, very dark")])
        try fixture.insert(
            2,
            [
                "summary": .text("Ecran noir"), "description": .text("dark"),
                "status": .text("closed"),
            ])
        try fixture.insert(3, ["summary": .text("Other")])
        try fixture.index()
        var query = ComplaintQuery()
        query.search = .phrase(["l'ecran"], isPrefix: false)
        let answer = try fixture.list(query)
        #expect(answer.ids == [2, 1])
        #expect(answer["ranked"]?.boolValue == true)
        #expect(answer["total"]?.int64Value == 2)
        let first = answer["items"]?.arrayValue?.first?["highlights"]?["summary"]
        #expect(first?.arrayValue?.compactMap(\.stringValue) == ["", "Ecran", " noir"])
        query.limit = 1
        let page = try fixture.list(query)
        #expect(page.ids == [2])
        query.start = .cursor(try #require(page["next"]?.stringValue))
        let second = try fixture.list(query)
        #expect(second.ids == [1])
        #expect(second["next"]?.isNull == true)
        query.start = .beginning
        query.filter = .compare("status", .equal(.text("received")))
        #expect(try fixture.list(query).ids == [1])
        query.sort = [SortTerm("received", isDescending: true)]
        let sorted = try fixture.list(query)
        #expect(sorted.ids == [1])
        #expect(sorted["ranked"]?.boolValue == false)
        #expect(sorted["items"]?.arrayValue?.first?["highlights"] != nil)
    }

    @Test func beyondTheRankedMatchesTheNewestComeFirst() throws {
        let fixture = try QueryFixture()
        try fixture.connection.execute("BEGIN")
        for id in Int64(1)...2001 { try fixture.insert(id, ["summary": .text("leak \(id)")]) }
        try fixture.connection.execute("COMMIT")
        try fixture.index()
        var query = ComplaintQuery()
        query.search = .phrase(["leak"], isPrefix: false)
        query.limit = 2
        let answer = try fixture.list(query)
        #expect(answer["ranked"]?.boolValue == false)
        #expect(answer.ids == [2001, 2000])
        #expect(answer["total"]?.int64Value == 2001)
        query.start = .cursor(try #require(answer["next"]?.stringValue))
        #expect(try fixture.list(query).ids == [1999, 1998])
        query.start = .offset(100)
        #expect(try fixture.list(query).ids == [1901, 1900])
    }
}
