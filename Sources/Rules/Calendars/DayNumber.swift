import Complaints

/// Days as their numbers, counted from 1970-01-01.
enum DayNumber {
    /// The number of a day that does exist; a mistake in the program when it does not.
    static func of(_ year: Int, _ month: Int, _ day: Int) -> Int {
        guard let date = CivilDate(year: year, month: month, day: day) else {
            preconditionFailure("there is no \(year)-\(month)-\(day)")
        }
        return date.dayNumber
    }

    /// The number of the n-th such weekday (1 Monday to 7 Sunday) of a month.
    static func of(the ordinal: Int, _ weekday: Int, in month: Int, of year: Int) -> Int {
        let first = of(year, month, 1)
        return first + (weekday - Weekday.of(first) + 7) % 7 + 7 * (ordinal - 1)
    }

    /// The number of the last such weekday of a month.
    static func of(last weekday: Int, in month: Int, of year: Int) -> Int {
        let last = of(year, month, CivilDate.days(in: month, of: year))
        return last - (Weekday.of(last) - weekday + 7) % 7
    }
}

/// Days of the week by their ISO 8601 numbers.
enum Weekday {
    static let monday = 1
    static let thursday = 4
    static let friday = 5
    static let saturday = 6
    static let sunday = 7

    /// The weekday of a day number.
    static func of(_ dayNumber: Int) -> Int {
        let remainder = (dayNumber + 3) % 7
        return (remainder < 0 ? remainder + 7 : remainder) + 1
    }
}
