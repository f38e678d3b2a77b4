import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct SearchTests {
    @Test(arguments: [
        (SearchText.phrase(["leak"], isPrefix: false), #"("leak" OR "leaks")"#),
        (.phrase(["tube", "head"], isPrefix: false), #""tube head""#),
        (.phrase(["conn"], isPrefix: true), #""conn" *"#),
        (.phrase(["l'écran"], isPrefix: false), #"("écran" OR "écrans")"#),
        (.phrase(["Jusqu’ici"], isPrefix: false), #"("ici" OR "icis")"#),
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
        (.phrase(["Niveaux"], isPrefix: false), #"("Niveaux" OR "niveau" OR "niveal")"#),
        (.phrase(["battery"], isPrefix: false), #"("battery" OR "batterys" OR "batteries")"#),
        (.phrase(["SN12"], isPrefix: false), #""SN12""#),
        (
            .within(.summary, .phrase(["leak"], isPrefix: false)),
            #"{summary} : (("leak" OR "leaks"))"#
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

    @Test func aLongBeginningOfAWordIsAskedOnceAndAnswersTheSame() throws {
        let fixture = try QueryFixture()
        try fixture.connection.execute("BEGIN")
        for id in Int64(1)...2100 {
            let word = ["system", "systems", "système"][Int(id % 3)]
            try fixture.insert(
                id,
                [
                    "summary": .text("The \(word) \(id)"),
                    "description": .text("One more \(word), as restarted by its user"),
                    "status": .text(id % 2 == 0 ? "closed" : "received"),
                ])
        }
        try fixture.connection.execute("COMMIT")
        try fixture.index()
        var long = ComplaintQuery()
        long.limit = 20
        long.search = .phrase(["syst"], isPrefix: true)
        var short = long
        short.search = .phrase(["sys"], isPrefix: true)
        #expect(try fixture.listing(.everything, inMemory: false).plan(long).gathered != nil)
        #expect(try fixture.listing(.everything, inMemory: false).plan(short).gathered == nil)
        for start in [ComplaintQuery.Start.beginning, .offset(700), .offset(2090)] {
            (long.start, short.start) = (start, start)
            let (found, wanted) = (try fixture.list(long), try fixture.list(short))
            #expect(found["items"] == wanted["items"])
            #expect(found["total"]?.int64Value == 2100)
            guard let next = found["next"]?.stringValue else { continue }
            long.start = .cursor(next)
            short.start = .cursor(try #require(wanted["next"]?.stringValue))
            let (second, other) = (try fixture.list(long), try fixture.list(short))
            #expect(second["items"] == other["items"])
            long.start = .cursor(try #require(second["previous"]?.stringValue))
            short.start = .cursor(try #require(other["previous"]?.stringValue))
            #expect(try fixture.list(long)["items"] == found["items"])
            #expect(try fixture.list(short)["items"] == found["items"])
        }
        (long.start, short.start) = (.beginning, .beginning)
        long.filter = .compare("status", .equal(.text("closed")))
        short.filter = long.filter
        #expect(try fixture.list(long)["items"] == fixture.list(short)["items"])
        for query in [long, short] {
            var query = query
            for start in [ComplaintQuery.Start.beginning, .offset(500), .offset(1045)] {
                query.start = start
                let plain = try fixture.list(query)
                #expect(plain == (try fixture.list(query, inMemory: true)))
                guard let previous = plain["previous"]?.stringValue else { continue }
                query.start = .cursor(previous)
                let before = try fixture.list(query)
                #expect(before == (try fixture.list(query, inMemory: true)))
            }
        }
    }

    @Test func aBoundedTotalSaysThatItIsOne() throws {
        let fixture = try QueryFixture()
        for id in Int64(1)...9 { try fixture.insert(id, ["summary": .text("leak \(id)")]) }
        try fixture.index()
        var query = ComplaintQuery()
        query.search = .phrase(["leak"], isPrefix: false)
        for (limit, total, isLeast) in [(8, 8, true), (9, 9, nil), (10, 9, nil)]
            as [(Int, Int64, Bool?)]
        {
            query.totalMax = limit
            for inMemory in [false, true] {
                for filter in [Filter.everything, .compare("status", .equal(.text("received")))] {
                    query.filter = filter
                    let answer = try fixture.list(query, inMemory: inMemory)
                    #expect(answer["total"]?.int64Value == total)
                    #expect(answer["total_is_least"]?.boolValue == isLeast)
                }
            }
        }
        query.search = nil
        query.totalMax = 3
        #expect(try fixture.list(query)["total"]?.int64Value == 9)
    }

    @Test(arguments: [("s", 3), ("z", 1), ("q", 0)])
    func aSingleLetterFindsWhatBeginsWithIt(letter: String, count: Int64) throws {
        let fixture = try QueryFixture()
        try fixture.insert(1, ["summary": .text("s'arrête")])
        try fixture.insert(2, ["summary": .text("Sonde")])
        try fixture.insert(3, ["summary": .text("s2 zone")])
        try fixture.index()
        var query = ComplaintQuery()
        query.search = .phrase([letter], isPrefix: true)
        #expect(try fixture.list(query)["total"]?.int64Value == count)
    }

    @Test(arguments: [
        ("leaks", "leak"), ("leak", "leaks"), ("signal", "signaux"), ("signaux", "signal"),
        ("niveau", "niveaux"), ("essais", "essai"), ("batteries", "battery"), ("boxes", "box"),
        ("switch", "switches"), ("Fuite", "fuites"), ("tuyaux", "tuyau"), ("bobines", "bobine"),
    ])
    func singularAndPluralFindEachOther(asked: String, written: String) throws {
        let fixture = try QueryFixture()
        try fixture.insert(1, ["summary": .text(written)])
        try fixture.index()
        var query = ComplaintQuery()
        query.search = .phrase([asked], isPrefix: false)
        #expect(try fixture.list(query).ids == [1])
    }

    @Test func aFieldNarrowsAWord() throws {
        let fixture = try QueryFixture()
        try fixture.insert(1, ["summary": .text("leak"), "description": .text("SN7 again")])
        try fixture.insert(2, ["description": .text("a leak"), "serial": .text("SN7")])
        try fixture.index()
        func ids(_ text: String) throws -> [Int64] {
            var query = ComplaintQuery()
            query.search = try SearchText.parse(text)
            return try fixture.list(query).ids
        }
        #expect(try ids("leak").sorted() == [1, 2])
        #expect(try ids("summary:leak") == [1])
        #expect(try ids("leak série:SN7") == [2])
        #expect(try ids("leak -serial:SN7") == [1])
        #expect(try ids("description:\"a leak\" OR summary:lea*").sorted() == [1, 2])
    }
}
