import Complaints

/// A civil date as a source gives it: a year, perhaps a month, perhaps a day.
struct SourceDate: Sendable, Hashable {
    let year: Int
    let month: Int?
    let day: Int?

    /// Nil for a day or month that the calendar does not have.
    init?(year: Int, month: Int? = nil, day: Int? = nil) {
        guard CivilDate(year: year, month: month ?? 1, day: day ?? 1) != nil,
            month != nil || day == nil
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that a spreadsheet means by a count of days since 1899-12-30 (ECMA-376 part 1,
    /// 18.17.4.1); a fraction is the time of day. Nil outside 1900 to 9999. The day that Excel has
    /// and the calendar has not (60, 29 February 1900) is 28 February.
    init?(spreadsheetSerial serial: Double) {
        guard serial >= 1, serial < 2_958_466 else { return nil }
        let whole = Int(serial)
        let counted = whole < 61 ? min(whole + 1, 60) : whole
        guard let date = CivilDate(dayNumber: counted - 25_569) else { return nil }
        self.init(year: date.year, month: date.month, day: date.day)
    }

    var isWhole: Bool { day != nil }

    /// Whether the first day it may be lies after that one.
    func isAfter(_ other: CivilDate) -> Bool {
        (year, month ?? 1, day ?? 1) > (other.year, other.month, other.day)
    }

    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    var text: String {
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
}
