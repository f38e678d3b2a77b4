/// A civil date as a source gives it: a year, perhaps a month, perhaps a day.
public struct SourceDate: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int?
    public let day: Int?

    /// Nil for a day or month that the proleptic Gregorian calendar does not have.
    public init?(year: Int, month: Int? = nil, day: Int? = nil) {
        guard (1...9999).contains(year) else { return nil }
        if let month {
            guard (1...12).contains(month) else { return nil }
            if let day {
                guard (1...Self.daysInMonth(month, year: year)).contains(day) else { return nil }
            }
        } else if day != nil {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that a spreadsheet means by a count of days since 1899-12-30 (ECMA-376 part 1,
    /// 18.17.4.1); a fraction is the time of day. Nil outside 1900 to 9999. The day that Excel has
    /// and the calendar has not (60, 29 February 1900) is 28 February.
    public init?(spreadsheetSerial serial: Double) {
        guard serial >= 1, serial < 2_958_466 else { return nil }
        let whole = Int(serial)
        self.init(daysSince1970: (whole < 61 ? min(whole + 1, 60) : whole) - 25_569)
    }

    /// The day so many days after 1970-01-01: eras of 400 years, years that begin in March.
    public init?(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    public var isWhole: Bool { day != nil }

    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    public var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        func append(_ value: Int, width: Int) {
            var divisor = width == 4 ? 1000 : 10
            while divisor > 0 {
                bytes.append(UInt8(0x30 + value / divisor % 10))
                divisor /= 10
            }
        }
        append(year, width: 4)
        if let month {
            bytes.append(0x2D)
            append(month, width: 2)
        }
        if let day {
            bytes.append(0x2D)
            append(day, width: 2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month ?? 0, left.day ?? 0)
            < (right.year, right.month ?? 0, right.day ?? 0)
    }

    private static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
