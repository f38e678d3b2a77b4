/// A civil date of which perhaps only the month or the year is known: `2013`, `2013-07`,
/// `2013-07-04`. As text, such dates sort by their first days.
public struct PartialDate: Hashable, Sendable, CustomStringConvertible {
    /// How much of the date is known.
    public enum Precision: Sendable {
        case year, month, day
    }

    public let precision: Precision
    /// The first day it may be.
    public let firstDay: CivilDate

    /// A date that is known to the day.
    public init(_ day: CivilDate) {
        precision = .day
        firstDay = day
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD` and nothing else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let year = Self.number(bytes, 0, 4) else { return nil }
        var month = 1
        var day = 1
        switch bytes.count {
        case 4: precision = .year
        case 7: precision = .month
        case 10: precision = .day
        default: return nil
        }
        if bytes.count >= 7 {
            guard bytes[4] == 0x2D, let value = Self.number(bytes, 5, 2) else { return nil }
            month = value
        }
        if bytes.count == 10 {
            guard bytes[7] == 0x2D, let value = Self.number(bytes, 8, 2) else { return nil }
            day = value
        }
        guard let first = CivilDate(year: year, month: month, day: day) else { return nil }
        firstDay = first
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ length: Int) -> Int? {
        guard bytes.count >= start + length else { return nil }
        var value = 0
        for byte in bytes[start..<start + length] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// The last day it may be.
    public var lastDay: CivilDate {
        let month = precision == .year ? 12 : firstDay.month
        let day =
            precision == .day
            ? firstDay.day : CivilDate.days(in: month, of: firstDay.year)
        // The month and day exist, by the line above.
        return CivilDate(year: firstDay.year, month: month, day: day) ?? firstDay
    }

    /// As much of `YYYY-MM-DD` as is known.
    public var text: String {
        switch precision {
        case .year: String(firstDay.text.prefix(4))
        case .month: String(firstDay.text.prefix(7))
        case .day: firstDay.text
        }
    }

    public var description: String { text }
}
