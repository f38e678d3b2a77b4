/// Dates of HTTP fields: seconds since 1970-01-01T00:00:00Z (RFC 9110 section 5.6.7).
public enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// An IMF-fixdate: "Sun, 06 Nov 1994 08:49:37 GMT".
    public static func format(seconds: Int64) -> String {
        let day = floorDivide(seconds, 86_400)
        let (year, month, dayOfMonth) = civil(daysSinceEpoch: day.quotient)
        let weekday = days[Int(floorDivide(day.quotient, 7).remainder)]
        let time = [day.remainder / 3600, day.remainder / 60 % 60, day.remainder % 60]
        let clock = time.map { padded($0, 2) }.joined(separator: ":")
        return "\(weekday), \(padded(dayOfMonth, 2)) \(months[Int(month) - 1]) \(padded(year, 4)) "
            + "\(clock) GMT"
    }

    /// Reads IMF-fixdate and the two obsolete forms; nil for anything else. `now` decides the century
    /// of a two-digit year.
    public static func parse(_ text: String, nowSeconds: Int64) -> Int64? {
        let words = text.split(separator: " ")
        if words.count == 6, words[0].hasSuffix(","), words[5] == "GMT" {
            return instant(
                year: number(words[3], 4), month: words[2], day: number(words[1], 2),
                clock: words[4])
        }
        if words.count == 4, words[0].hasSuffix(","), words[3] == "GMT" {
            let date = words[1].split(separator: "-", omittingEmptySubsequences: false)
            guard date.count == 3, let short = number(date[2], 2) else { return nil }
            return instant(
                year: century(short, nowSeconds), month: date[1], day: number(date[0], 2),
                clock: words[2])
        }
        if words.count == 5 {
            let day = number(words[2], words[2].utf8.count == 1 ? 1 : 2)
            return instant(year: number(words[4], 4), month: words[1], day: day, clock: words[3])
        }
        return nil
    }

    private static func instant(
        year: Int64?, month: Substring, day: Int64?, clock: Substring
    ) -> Int64? {
        guard let year, let day, let index = months.firstIndex(of: String(month)) else {
            return nil
        }
        let time = clock.split(separator: ":", omittingEmptySubsequences: false).map {
            number($0, 2)
        }
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = daysSinceEpoch(year: year, month: Int64(index) + 1, day: day)
        guard day >= 1, civil(daysSinceEpoch: days) == (year, Int64(index) + 1, day) else {
            return nil
        }
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// A year that seems more than 50 years ahead is in the past (RFC 9110 section 5.6.7).
    private static func century(_ short: Int64, _ nowSeconds: Int64) -> Int64 {
        let thisYear = civil(daysSinceEpoch: floorDivide(nowSeconds, 86_400).quotient).year
        let year = thisYear - thisYear % 100 + short
        return year > thisYear + 50 ? year - 100 : year
    }

    private static func number(_ text: Substring, _ width: Int) -> Int64? {
        guard text.utf8.count == width, text.utf8.allSatisfy(Bytes.isDigit) else { return nil }
        return Int64(text)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    // Days to dates and back: eras of 400 years, years that begin in March.

    private static func civil(
        daysSinceEpoch: Int64
    ) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(daysSinceEpoch + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(shifted, 400)
        let fromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * fromMarch + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func floorDivide(
        _ value: Int64, _ divisor: Int64
    ) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
