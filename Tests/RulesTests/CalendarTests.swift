import Complaints
import Rules
import Testing

@Suite("Calendars")
struct CalendarTests {
    private static let us = WorkCalendar(code: "us", name: Words("", ""), laws: [.usFederal])
    private static let france = WorkCalendar(code: "fr", name: Words("", ""), laws: [.france])
    private static let alsace = WorkCalendar(
        code: "al", name: Words("", ""), laws: [.alsaceMoselle],
        closedDays: [CivilDate(year: 2026, month: 8, day: 3)!])
    private static let all = [us, france, alsace]

    @Test("US federal holidays are observed as published", arguments: PublishedHolidays.usFederal)
    func usFederal(year: Int, days: String) {
        let computed = HolidayLaw.usFederal.holidays(of: year).map { $0.day.text.dropFirst(5) }
        #expect(computed.joined(separator: " ") == days)
    }

    @Test("French holidays are those of the printed calendars", arguments: PublishedHolidays.france)
    func french(year: Int, days: String) {
        let computed = HolidayLaw.france.holidays(of: year).map { $0.day.text.dropFirst(5) }
        #expect(computed.joined(separator: " ") == days)
    }

    @Test(
        "The law of earlier years is that of those years",
        arguments: [
            // Juneteenth since 2021, Martin Luther King since 1986.
            ("2020-06-19", true), ("2021-06-18", false), ("1985-01-21", true),
            ("1986-01-20", false),
            // Veterans Day in October from 1971 to 1977.
            ("1975-10-27", false), ("1975-11-11", true), ("1978-11-10", false),
            ("1978-10-23", true),
            // Washington’s Birthday and Memorial Day moved to Mondays in 1971.
            ("1972-02-21", false), ("1972-02-22", true), ("1972-05-29", false),
            ("1972-05-30", true),
            // Inauguration Day is none outside the capital, and days given off by order are not law.
            ("2021-01-20", true), ("2018-12-05", true), ("2025-01-09", true),
        ])
    func earlierYears(day: String, isWorked: Bool) throws {
        #expect(Self.us.isWorked(try #require(CivilDate(day))) == isWorked)
    }

    @Test(
        "Easter falls where the tables say",
        arguments: [
            ("1954", "04-19"), ("1961", "04-03"), ("1981", "04-20"), ("2000", "04-24"),
            ("2008", "03-24"), ("2011", "04-25"), ("2019", "04-22"), ("2038", "04-26"),
            ("2049", "04-19"), ("2076", "04-20"), ("2100", "03-29"),
        ])
    func easterMonday(year: String, day: String) throws {
        let holidays = HolidayLaw.france.holidays(of: try #require(Int(year)))
        let monday = holidays.first { $0.name.french == "Lundi de Pâques" }
        #expect(monday?.day.text == "\(year)-\(day)")
    }

    @Test("Alsace-Moselle has Good Friday and 26 December, and 8 May was a working day in 1974")
    func alsaceMoselle() throws {
        #expect(!Self.alsace.isWorked(try #require(CivilDate("2026-04-03"))))
        #expect(Self.france.isWorked(try #require(CivilDate("2026-04-03"))))
        #expect(!Self.alsace.isWorked(try #require(CivilDate("2025-12-26"))))
        #expect(Self.france.isWorked(try #require(CivilDate("2025-12-26"))))
        #expect(Self.france.isWorked(try #require(CivilDate("1974-05-08"))))
        #expect(!Self.france.isWorked(try #require(CivilDate("1985-05-08"))))
        // The operator's own.
        #expect(!Self.alsace.isWorked(try #require(CivilDate("2026-08-03"))))
    }

    // MARK: Properties over random dates

    @Test(
        "Adding work days equals a count day by day, and never lands on a closed day",
        arguments: all)
    func addition(calendar: WorkCalendar) throws {
        var random = SeededRandom(seed: 20_260_302)
        for _ in 0..<2_000 {
            let start = random.day()
            let count = random.number(0...40)
            let sum = try #require(calendar.adding(workDays: count, to: start))
            var day = start
            var left = count
            while left > 0 {
                day = try #require(day.adding(days: 1))
                if calendar.isWorked(day) { left -= 1 }
            }
            #expect(sum == day)
            #expect(count == 0 || calendar.isWorked(sum))
        }
    }

    @Test("Adding is monotone and is undone by counting", arguments: all)
    func inversion(calendar: WorkCalendar) throws {
        var random = SeededRandom(seed: 20_240_229)
        for _ in 0..<2_000 {
            let start = random.day()
            let count = random.number(0...30)
            let sum = try #require(calendar.adding(workDays: count, to: start))
            let more = try #require(calendar.adding(workDays: count + 1, to: start))
            let tomorrow = try #require(start.adding(days: 1))
            let later = try #require(calendar.adding(workDays: count, to: tomorrow))
            #expect(sum < more)
            #expect(sum <= later || count == 0)
            #expect(calendar.workDays(after: start, through: sum) == count)
            let split = random.number(0...count)
            let middle = try #require(calendar.adding(workDays: split, to: start))
            #expect(calendar.adding(workDays: count - split, to: middle) == sum)
        }
    }

    @Test("Within the years kept as bits and beyond them the same law holds")
    func beyondTheBits() throws {
        for text in ["1969-07-04", "1960-12-26", "2101-12-26", "2102-07-04", "2103-01-01"] {
            let day = try #require(CivilDate(text))
            #expect(!Self.us.isWorked(day), "\(text)")
        }
        for text in ["1969-07-07", "2102-07-05"] {
            let day = try #require(CivilDate(text))
            #expect(Self.us.isWorked(day) == (day.weekday < 6), "\(text)")
        }
    }

    @Test("No year has a holiday twice, and each observed one is a weekday")
    func everyYear() {
        for year in 1971...2200 {
            let days = HolidayLaw.usFederal.holidays(of: year).map(\.day)
            #expect(Set(days).count == days.count, "\(year)")
            #expect(days.allSatisfy { $0.weekday < 6 && $0.year == year }, "\(year)")
            #expect(days == days.sorted(), "\(year)")
        }
    }

    @Test("Nobody waits for ever: too many days give no day")
    func limit() throws {
        let start = try #require(CivilDate("2026-03-02"))
        #expect(Self.us.adding(workDays: WorkCalendar.daysMax, to: start) != nil)
        #expect(Self.us.adding(workDays: WorkCalendar.daysMax + 1, to: start) == nil)
        #expect(Self.us.adding(workDays: -1, to: start) == nil)
    }
}

/// Random days from a fixed seed (SplitMix64).
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// A day of 1970 to 2099; one in four near a year's end or a leap day.
    mutating func day() -> CivilDate {
        let number = number(0...47_480)
        let day = CivilDate(dayNumber: number) ?? CivilDate(dayNumber: 0)!
        switch next() % 8 {
        case 0: return CivilDate(year: day.year, month: 12, day: 22 + day.day % 10) ?? day
        case 1: return CivilDate(year: day.year, month: 2, day: 20 + day.day % 9) ?? day
        default: return day
        }
    }
}
