public import Complaints

/// Which days are worked: not on the days of the weekend, not on the holidays of a law, not on the
/// operator's own closed days.
public struct WorkCalendar: Sendable, Equatable {
    /// Days that one may add or count; far more than any limit has.
    public static let daysMax = 3_650

    /// Its name in rule sets, e.g. `us_federal`.
    public let code: String
    public let name: Words
    /// 1 for Monday to 7 for Sunday.
    public let weekend: Set<Int>
    public let laws: [HolidayLaw]
    public let closedDays: Set<CivilDate>
    private let closed: ClosedDays

    public init(
        code: String, name: Words, weekend: Set<Int> = [6, 7], laws: [HolidayLaw] = [],
        closedDays: Set<CivilDate> = []
    ) {
        precondition(weekend.count < 7, "a calendar has days on which people work")
        self.code = code
        self.name = name
        self.weekend = weekend
        self.laws = laws
        self.closedDays = closedDays
        closed = ClosedDays(weekend: weekend, laws: laws, closedDays: closedDays)
    }

    /// Whether people work on that day.
    public func isWorked(_ day: CivilDate) -> Bool { isWorked(dayNumber: day.dayNumber) }

    private func isWorked(dayNumber: Int) -> Bool {
        if let isClosed = closed.isClosed(dayNumber) { return !isClosed }
        guard let day = CivilDate(dayNumber: dayNumber) else { return false }
        return !weekend.contains(day.weekday) && !closedDays.contains(day)
            && !laws.contains { $0.holidays(of: day.year).contains { $0.day == day } }
    }

    /// The day on which that many worked days have passed, the day after `day` being the first that
    /// may count; `day` itself for 0, whether it is worked or not. Nil beyond `daysMax` or the year
    /// 9999.
    public func adding(workDays count: Int, to day: CivilDate) -> CivilDate? {
        guard (0...Self.daysMax).contains(count) else { return nil }
        var number = day.dayNumber
        let last = number + Self.daysMax * 7
        var left = count
        while left > 0 {
            number += 1
            guard number <= last else { return nil }
            if isWorked(dayNumber: number) { left -= 1 }
        }
        return CivilDate(dayNumber: number)
    }

    /// How many worked days lie after `day`, up to and including `later`; 0 when it is not later.
    public func workDays(after day: CivilDate, through later: CivilDate) -> Int {
        var count = 0
        var number = day.dayNumber
        while number < later.dayNumber {
            number += 1
            if isWorked(dayNumber: number) { count += 1 }
        }
        return count
    }
}

/// The closed days of 1970 to 2100, a bit a day: a clock is worked out for every complaint that is
/// saved or imported.
private struct ClosedDays: Sendable, Equatable {
    private static let years = 1970...2100

    private let bits: [UInt64]
    private let count: Int

    init(weekend: Set<Int>, laws: [HolidayLaw], closedDays: Set<CivilDate>) {
        let count = DayNumber.of(Self.years.upperBound, 12, 31) + 1
        var bits = [UInt64](repeating: 0, count: count / 64 + 1)
        func close(_ day: Int) {
            if (0..<count).contains(day) { bits[day / 64] |= 1 << UInt64(day % 64) }
        }
        for day in 0..<count where weekend.contains(Weekday.of(day)) { close(day) }
        for law in laws {
            for year in Self.years {
                for holiday in law.holidays(of: year) { close(holiday.day.dayNumber) }
            }
        }
        for day in closedDays { close(day.dayNumber) }
        self.count = count
        self.bits = bits
    }

    /// Nil outside those years.
    func isClosed(_ day: Int) -> Bool? {
        guard (0..<count).contains(day) else { return nil }
        return bits[day / 64] >> UInt64(day % 64) & 1 == 1
    }
}
