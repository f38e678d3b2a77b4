import Complaints
import Tabular

/// Decides how a column writes its dates, from the values of its first rows.
///
/// A first number over 12 can only be a day, a second one over 12 can only be a day too; the greater
/// number of such values wins. Where none speaks, the file's own habit decides (a French file has the
/// day first).
struct DateVote: Sendable {
    private var counts: [DateFormat: Int] = [:]
    private(set) var dates = 0
    private(set) var others = 0
    private var ambiguous = 0
    private var dayFirst = 0
    private var monthFirst = 0

    mutating func count(_ cell: Cell, _ text: Substring) {
        let shape = DateShape(text)
        if case .date = cell {
            add(.iso)
        } else if shape.isCompact {
            add(.compact)
        } else if let pair = shape.ambiguousPair {
            countPair(pair)
        } else if shape.isNamed, parses(shape, .named) {
            add(.named)
        } else if shape.isYearFirst, parses(shape, .iso) {
            add(.iso)
        } else if shape.isYear {
            add(.year)
        } else if shape.isPlausibleSerial {
            add(.serial)
        } else {
            others += 1
        }
    }

    /// Whether values speak for one order of day and month, and for which.
    var decidedOrder: DateFormat? {
        if dayFirst == monthFirst { return nil }
        return dayFirst > monthFirst ? .dayFirst : .monthFirst
    }

    /// The column's format, with `order` for numbers that could be read both ways; nil when the
    /// column holds no dates.
    func format(order: DateFormat) -> DateFormat? {
        guard dates > 0 else { return nil }
        var counts = counts
        counts[decidedOrder ?? order, default: 0] += ambiguous + dayFirst + monthFirst
        // Forms that are read under every format do not need to win against those that need one.
        if ambiguous + dayFirst + monthFirst > 0 { return decidedOrder ?? order }
        if let serials = counts[.serial], serials > 0 { return .serial }
        return counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
    }

    /// The part of the values that are dates, years alone and counts of days included.
    var share: Double {
        dates + others == 0 ? 0 : Double(dates) / Double(dates + others)
    }

    /// The part of the values that no other column than one of dates would hold.
    var certainShare: Double {
        let weak = (counts[.serial] ?? 0) + (counts[.year] ?? 0)
        return dates + others == 0 ? 0 : Double(dates - weak) / Double(dates + others)
    }

    private mutating func add(_ format: DateFormat) {
        dates += 1
        counts[format, default: 0] += 1
    }

    private mutating func countPair(_ pair: (first: Int, second: Int)) {
        switch (pair.first, pair.second) {
        case (1...12, 1...12): ambiguous += 1
        case (13...31, 1...12): dayFirst += 1
        case (1...12, 13...31): monthFirst += 1
        default:
            others += 1
            return
        }
        dates += 1
    }

    private func parses(_ shape: DateShape, _ format: DateFormat) -> Bool {
        guard let anyDay = CivilDate(year: 2100, month: 12, day: 31) else { return false }
        return shape.date(format: format, today: anyDay) != nil
    }
}
