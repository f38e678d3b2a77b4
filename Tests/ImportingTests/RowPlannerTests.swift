import Complaints
import JSON
import Testing

@testable import Importing

@Suite("Planning rows")
struct RowPlannerTests {
    @Test("a bad value rejects its row with row, column, value and reason; the others go on")
    func rejects() throws {
        let planning = try Planning(
            """
            id,received,severity,patient_age,summary
            1,31/01/2020,minor,62,one
            2,31/31/2020,minor,62,two
            3,30/01/2020,enormous,62,three
            4,29/01/2020,minor,old,four
            5,28/01/1820,minor,62,five
            """
        ) { mapping in
            mapping.columns[1].field = "received"
            mapping.columns[1].dateFormat = .dayFirst
            mapping.columns[2].field = "severity"
            mapping.columns[3].field = "patient_age"
        }
        #expect(planning.rows.map(\.row) == [2])
        #expect(
            planning.rejections.map { "\($0.row) \($0.column) \($0.value) \($0.reason.rawValue)" }
                == [
                    "3 received 31/31/2020 invalid_date", "4 severity enormous not_a_choice",
                    "5 patient_age ••• invalid_number", "6 received 28/01/1820 date_out_of_range",
                ])
    }

    @Test("a row that says nothing is rejected")
    func saysNothing() throws {
        let planning = try Planning("summary,other\nsomething,1\nN/A,2\n")
        #expect(planning.rejections.map(\.reason) == [.missingRequired])
    }

    @Test("a row with more cells than columns is rejected, a shorter one is not")
    func cellCounts() throws {
        let planning = try Planning("id,summary,model\n1,a,m\n2,b\n3,c,m,too much\n4,d,m\n")
        #expect(planning.rows.map(\.sourceID) == ["1", "2", "4"])
        #expect(planning.rejections.map(\.reason) == [.tooManyColumns])
        // Nobody knows about whom a cell without a column is.
        #expect(planning.rejections.first?.value == "•••")
    }

    /// Beyond it the log's entry and the record could not be read again (JSONLimits).
    @Test("a row that is longer than what can be kept is rejected")
    func rowTooLong() throws {
        let frame = #"{"id":"1","summary":"s","a":"","b":"","c":"","d":""}"#
        let rest = RowPlanner.sourceRowBytesMax - frame.utf8.count - 3_600_000
        // Each backslash is two bytes in JSON, so no cell is longer than a cell may be.
        let cell = String(repeating: "\\", count: 600_000)
        for (extra, count) in [(0, 1), (1, 0)] {
            let last = String(repeating: "x", count: rest + extra)
            let planning = try Planning(
                "id,summary,a,b,c,d\n1,s,\(cell),\(cell),\(cell),\(last)\n"
            ) { mapping in
                for index in 2...5 { mapping.columns[index].field = nil }
            }
            #expect(planning.rows.count == count)
            #expect(planning.rejections.map(\.reason) == (count == 0 ? [.rowTooLong] : []))
        }
    }

    @Test("the source row keeps every column as it stood")
    func sourceRow() throws {
        let planning = try Planning("id,event type,unmapped\n1,\"I, n, j, u, r, y\", N/A \n")
        let row = try #require(planning.rows.first)
        #expect(row.values["outcome"] == .text("serious_injury"))
        #expect(
            try JSONValue.parse(row.sourceRow).objectValue?["event type"]?.stringValue
                == "I, n, j, u, r, y")
        #expect(try JSONValue.parse(row.sourceRow).objectValue?["unmapped"]?.stringValue == " N/A ")
    }

    @Test("ages and weights are brought to years and kilograms")
    func measures() throws {
        let planning = try Planning(
            "id,patient age,patient weight\n1,62 YR,75 KG\n2,18 MO,\"100,5\"\n3,NA,10 LBS\n")
        #expect(planning.rows.map { $0.values["patient_age"] } == [.integer(62), .integer(1), nil])
        #expect(
            planning.rows.map { $0.values["patient_weight"] } == [
                .decimal(75), .decimal(100.5), .decimal(4.536),
            ])
    }

    @Test("where no column names the product, the generic name does")
    func product() throws {
        let planning = try Planning("id,generic name\n1,MESH\n2,PUMP\n")
        #expect(planning.rows.map { $0.values["product"] } == [.text("MESH"), .text("PUMP")])
        #expect(planning.rows.map { $0.values["generic_name"] } == [.text("MESH"), .text("PUMP")])
    }

    @Test("every row ends as one plan, whatever the table holds; the same table plans the same")
    func randomTables() throws {
        for seed in UInt64(1)...40 {
            var random = SplitMix(state: seed)
            let text = random.table()
            let planning = try Planning(text)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            let rows = lines.count { !$0.isEmpty && !$0.allSatisfy { $0 == "," } }
            #expect(planning.plans.count == rows, "seed \(seed)")
            let identities = planning.rows.map(\.identity)
            #expect(try Planning(text).rows.map(\.identity) == identities, "seed \(seed)")
            for rejection in planning.rejections {
                #expect(rejection.row >= 2 && !rejection.detail.isEmpty, "seed \(seed)")
            }
        }
    }
}

/// Random numbers that a seed repeats (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A small table of dates, words, numbers and nothing.
    mutating func table() -> String {
        let columns = ["id", "received", "event type", "severity", "summary", "patient age", "x"]
        var lines = [columns.joined(separator: ",")]
        for _ in 0..<Int.random(in: 1...30, using: &self) {
            let cells = columns.map { _ in Self.words.randomElement(using: &self) ?? "" }
            lines.append(cells.joined(separator: ","))
        }
        return lines.joined(separator: "\n")
    }

    private static let words = [
        "", "N/A", "7", "8", "2020-01-31", "31/01/2020", "01/31/20", "Injury", "minor", "é", "*",
        "I\u{A0}n", "99999999", "a b c", "IN", "unknown", "0", "-1", "2013",
    ]
}
