/// A day of the proleptic Gregorian calendar, without a time or a zone. Years 1 to 9999.
public struct CivilDate: Hashable, Sendable, Comparable {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// Years that a date of the complaint file may lie in; beyond them it is a typing error.
    public static let plausibleYears = 1900...2100

    /// The first and the last day of those years.
    static let firstPlausible = CivilDate(constant: plausibleYears.lowerBound, 1, 1)
    static let lastPlausible = CivilDate(constant: plausibleYears.upperBound, 12, 31)

    /// Nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// A day that stands in the source and does exist.
    init(constant year: Int, _ month: Int, _ day: Int) {
        precondition((1...12).contains(month) && day <= Self.days(in: month, of: year))
        self.init(unchecked: year, month, day)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD` and nothing else (ISO 8601-1 section 5.2.2.1, extended format).
    public init?(_ text: some StringProtocol) {
        guard let date = PartialDate(text), case .day = date.precision else { return nil }
        self = date.firstDay
    }

    /// The day that many days after 1970-01-01; nil outside years 1 to 9999.
    public init?(dayNumber: Int) {
        guard (-719_162...2_932_896).contains(dayNumber) else { return nil }
        // Counted in cycles of 400 years that begin on a 1 March, so that the leap day comes last.
        let shifted = dayNumber + 719_468
        let cycle = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
        self.init(unchecked: year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Days since 1970-01-01, negative before.
    public var dayNumber: Int {
        let fromMarch = month > 2 ? year : year - 1
        let cycle = (fromMarch >= 0 ? fromMarch : fromMarch - 399) / 400
        let yearOfCycle = fromMarch - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * 146_097 + dayOfCycle - 719_468
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        let remainder = (dayNumber + 3) % 7
        return (remainder < 0 ? remainder + 7 : remainder) + 1
    }

    /// The day that many days later; nil outside years 1 to 9999.
    public func adding(days: Int) -> CivilDate? {
        let (sum, overflows) = dayNumber.addingReportingOverflow(days)
        return overflows ? nil : CivilDate(dayNumber: sum)
    }

    /// How many days lie between, negative when `later` is earlier.
    public func days(until later: CivilDate) -> Int {
        later.dayNumber - dayNumber
    }

    /// Whether the year is one that a complaint file may hold.
    public var isPlausible: Bool { Self.plausibleYears.contains(year) }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// How many days the month has.
    public static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether the year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

extension CivilDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var text: String {
        let bytes = [
            digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), 0x2D,
            digit(month / 10), digit(month), 0x2D, digit(day / 10), digit(day),
        ]
        return String(decoding: bytes, as: UTF8.self)
    }

    public var description: String { text }

    private func digit(_ value: Int) -> UInt8 {
        0x30 + UInt8(value % 10)
    }
}
