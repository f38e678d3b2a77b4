import Complaints

/// The legal public holidays of 5 U.S.C. 6103(a) as the law stood in each year, on the days on which
/// offices are closed.
///
/// A holiday on a Saturday is observed on the Friday before (6103(b)(1)), one on a Sunday on the
/// Monday after (Executive Order 11582, section 3). Inauguration Day is none outside the capital
/// (6103(c)), and days that a president gives off by order are not in the law: they are the
/// operator's own closed days.
enum USFederalHolidays {
    /// The days off within a year, in order.
    static func observed(in year: Int) -> [Holiday] {
        var days = legal(of: year).map { Holiday(observed($0.day), $0.name) }
        // New Year's Day of the next year, a Saturday, closes this year's last day.
        let next = observed(DayNumber.of(year + 1, 1, 1))
        days.append(Holiday(next, newYear))
        return days.filter { $0.day.year == year }
    }

    private static func observed(_ day: Int) -> Int {
        switch Weekday.of(day) {
        case Weekday.saturday: day - 1
        case Weekday.sunday: day + 1
        default: day
        }
    }

    private static let newYear = Words("New Year’s Day", "Jour de l’an")

    /// The days themselves, in order.
    private static func legal(of year: Int) -> [(day: Int, name: Words)] {
        var days: [(Int, Words)] = [(DayNumber.of(year, 1, 1), newYear)]
        // Pub. L. 98-144, first observed in 1986.
        if year >= 1986 {
            days.append(
                (
                    DayNumber.of(the: 3, Weekday.monday, in: 1, of: year),
                    Words(
                        "Birthday of Martin Luther King, Jr.", "Anniversaire de Martin Luther King")
                ))
        }
        days += spring(of: year)
        // Pub. L. 117-17, in force since 17 June 2021.
        if year >= 2021 {
            days.append((DayNumber.of(year, 6, 19), Words("Juneteenth", "Juneteenth")))
        }
        days.append(
            (
                DayNumber.of(year, 7, 4), Words("Independence Day", "Fête de l’Indépendance")
            ))
        days.append(
            (
                DayNumber.of(the: 1, Weekday.monday, in: 9, of: year),
                Words("Labor Day", "Fête du travail (Labor Day)")
            ))
        days += autumn(of: year)
        days.append((DayNumber.of(year, 12, 25), Words("Christmas Day", "Noël")))
        return days
    }

    /// Moved to Mondays by Pub. L. 90-363 from 1971 on.
    private static func spring(of year: Int) -> [(Int, Words)] {
        let isMoved = year >= 1971
        return [
            (
                isMoved
                    ? DayNumber.of(the: 3, Weekday.monday, in: 2, of: year)
                    : DayNumber.of(year, 2, 22),
                Words("Washington’s Birthday", "Anniversaire de Washington")
            ),
            (
                isMoved
                    ? DayNumber.of(last: Weekday.monday, in: 5, of: year)
                    : DayNumber.of(year, 5, 30),
                Words("Memorial Day", "Memorial Day")
            ),
        ]
    }

    private static func autumn(of year: Int) -> [(Int, Words)] {
        var days: [(Int, Words)] = []
        if year >= 1971 {
            days.append(
                (
                    DayNumber.of(the: 2, Weekday.monday, in: 10, of: year),
                    Words("Columbus Day", "Columbus Day")
                ))
        }
        // Pub. L. 90-363 had moved it to October; Pub. L. 94-97 moved it back from 1978 on.
        let isInOctober = (1971...1977).contains(year)
        days.append(
            (
                isInOctober
                    ? DayNumber.of(the: 4, Weekday.monday, in: 10, of: year)
                    : DayNumber.of(year, 11, 11),
                Words("Veterans Day", "Veterans Day")
            ))
        days.append(
            (
                DayNumber.of(the: 4, Weekday.thursday, in: 11, of: year),
                Words("Thanksgiving Day", "Thanksgiving")
            ))
        return days
    }
}
