import Complaints
import Testing

@Suite("Dates")
struct DateTests {
    @Test(
        "Only days that exist are read",
        arguments: [
            ("2026-03-02", true), ("2024-02-29", true), ("2023-02-29", false),
            ("1900-02-29", false), ("2000-02-29", true), ("2026-04-31", false),
            ("2026-12-31", true), ("2026-13-01", false), ("2026-00-10", false),
            ("2026-01-00", false), ("0000-01-01", false), ("0001-01-01", true),
            ("9999-12-31", true), ("2026-3-2", false), ("2026-03-02 ", false), ("", false),
            ("2026/03/02", false), ("２０２６-03-02", false), ("2026-03", false),
            ("+026-03-02", false), ("2026-03-02T00:00:00Z", false),
        ])
    func reading(text: String, exists: Bool) {
        let date = CivilDate(text)
        #expect((date != nil) == exists)
        if let date { #expect(date.text == text) }
    }

    @Test("Day numbers follow the calendar over four centuries")
    func dayNumbers() throws {
        var number = try #require(CivilDate("1799-12-31")).dayNumber
        for year in 1800...2200 {
            for month in 1...12 {
                for day in 1...CivilDate.days(in: month, of: year) {
                    number += 1
                    let date = try #require(CivilDate(year: year, month: month, day: day))
                    if date.dayNumber != number || CivilDate(dayNumber: number) != date {
                        Issue.record("\(date)")
                        return
                    }
                }
            }
        }
    }

    @Test(
        "Days are added over the ends of months and years",
        arguments: [
            ("2026-03-02", 30, "2026-04-01"), ("2023-12-31", 1, "2024-01-01"),
            ("2024-02-28", 1, "2024-02-29"), ("2023-02-28", 1, "2023-03-01"),
            ("1970-01-01", -1, "1969-12-31"), ("2000-03-01", -1, "2000-02-29"),
            ("1900-03-01", -1, "1900-02-28"), ("2026-06-30", -1826, "2021-06-30"),
        ])
    func adding(from: String, days: Int, to: String) throws {
        let date = try #require(CivilDate(from))
        let sum = try #require(date.adding(days: days))
        #expect(sum.text == to)
        #expect(date.days(until: sum) == days)
    }

    @Test("Beyond the years 1 and 9999 there are no days")
    func ends() throws {
        let first = try #require(CivilDate("0001-01-01"))
        let last = try #require(CivilDate("9999-12-31"))
        #expect(first.adding(days: -1) == nil)
        #expect(last.adding(days: 1) == nil)
        #expect(last.adding(days: Int.max) == nil)
        #expect(CivilDate(dayNumber: first.dayNumber) == first)
        #expect(CivilDate(dayNumber: last.dayNumber) == last)
    }

    @Test(
        "Weekdays are those of the calendar",
        arguments: [
            ("1970-01-01", 4), ("2026-06-30", 2), ("2000-01-01", 6), ("1969-12-28", 7),
            ("2024-02-29", 4),
        ])
    func weekdays(text: String, weekday: Int) throws {
        #expect(try #require(CivilDate(text)).weekday == weekday)
    }

    @Test(
        "Partial dates span what they may mean",
        arguments: [
            ("2013", "2013-01-01", "2013-12-31"), ("2013-02", "2013-02-01", "2013-02-28"),
            ("2012-02", "2012-02-01", "2012-02-29"), ("2013-07-04", "2013-07-04", "2013-07-04"),
            ("2013-12", "2013-12-01", "2013-12-31"),
        ])
    func partial(text: String, first: String, last: String) throws {
        let date = try #require(PartialDate(text))
        #expect(date.text == text)
        #expect(date.firstDay.text == first)
        #expect(date.lastDay.text == last)
    }

    @Test(
        "What is no partial date is not read",
        arguments: ["", "20", "2013-", "2013-13", "2013-7", "2013-02-30", "13-07-04", "2013-07-"])
    func notPartial(text: String) {
        #expect(PartialDate(text) == nil)
    }

    @Test(
        "Instants are read with any offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T23:59:59Z", -1_000_000), ("1970-01-01T00:00:00.5Z", 500_000),
            ("1970-01-01t00:00:00.0000019z", 1), ("2026-03-02T09:12:44Z", 1_772_442_764_000_000),
            ("1970-01-01T00:00:00-00:30", 1_800_000_000),
        ] as [(String, Int64)])
    func instants(text: String, microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
    }

    @Test(
        "What is no instant is not read",
        arguments: [
            "", "2026-03-02", "2026-03-02T09:12:44", "2026-03-02T24:00:00Z",
            "2026-03-02T09:60:00Z", "2026-03-02T09:12:60Z", "2026-03-02T09:12:44.Z",
            "2026-03-02T09:12:44+1:00", "2026-02-30T09:12:44Z", "2026-03-02T09:12:44ZZ",
            "2026-03-02 09:12:44Z", "2026-03-02T09:12:4",
        ])
    func notInstants(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("An instant says its day and second in UTC, before 1970 too")
    func instantText() {
        #expect(
            Instant(microseconds: 1_772_442_764_999_999).description == "2026-03-02T09:12:44Z")
        #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59Z")
        #expect(Instant(microseconds: Int64.max).description == "")
        #expect(Instant(microseconds: Int64.min).description == "")
    }

    @Test("Countries are taken in any case, and only assigned ones")
    func countries() {
        #expect(CountryCode.all.count == 249)
        #expect(CountryCode.all == CountryCode.all.sorted())
        #expect(CountryCode.canonical("fr") == "FR")
        for text in ["", "F", "FRA", "UK", "XX", "é"] {
            #expect(CountryCode.canonical(text) == nil)
        }
    }
}
