import Complaints

/// How far clocks stand from UTC by a rule of POSIX (the TZ environment variable, RFC 8536 section
/// 3.3.1): `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixRule: Sendable, Equatable {
    /// When clocks change in every year.
    struct Change: Sendable, Equatable {
        enum Day: Sendable, Equatable {
            /// Month, week (5 is the last), weekday (0 is Sunday).
            case weekday(month: Int, week: Int, weekday: Int)
            /// 1 to 365, the 29 February never counted.
            case withoutLeapDay(Int)
            /// 0 to 365.
            case dayOfYear(Int)
        }

        let day: Day
        /// Seconds after midnight, -167 to 167 hours.
        let time: Int
    }

    /// Seconds east of UTC.
    let standard: Int
    /// Nil where clocks never change.
    let summer: Summer?

    struct Summer: Sendable, Equatable {
        let offset: Int
        let start: Change
        let end: Change
    }

    /// Seconds east of UTC at that second since 1970.
    func offset(at second: Int) -> Int {
        guard let summer else { return standard }
        let year = CivilDate(dayNumber: Zone.day(of: second + standard))?.year ?? 1970
        let start = summer.start.second(in: year) - standard
        let end = summer.end.second(in: year) - summer.offset
        // South of the equator summer ends before it begins.
        let isSummer =
            start < end ? (start..<end).contains(second) : !(end..<start).contains(second)
        return isSummer ? summer.offset : standard
    }
}

extension PosixRule.Change {
    /// The second since 1970 at which it would be in UTC.
    func second(in year: Int) -> Int {
        let number: Int
        switch day {
        case .weekday(let month, let week, let weekday):
            let iso = weekday == 0 ? 7 : weekday
            number =
                week == 5
                ? DayNumber.of(last: iso, in: month, of: year)
                : DayNumber.of(the: week, iso, in: month, of: year)
        case .withoutLeapDay(let day):
            let skips = CivilDate.isLeap(year) && day >= 60
            number = DayNumber.of(year, 1, 1) + day - (skips ? 0 : 1)
        case .dayOfYear(let day):
            number = DayNumber.of(year, 1, 1) + day
        }
        return number * 86_400 + time
    }
}

extension PosixRule {
    /// Nil for what is no such rule.
    init?(_ text: some StringProtocol) {
        var reading = Reading(bytes: Array(text.utf8))
        guard reading.skipName(), let west = reading.time(hoursMax: 24) else { return nil }
        standard = -west
        if reading.isAtEnd {
            summer = nil
            return
        }
        guard reading.skipName() else { return nil }
        var offset = standard + 3_600
        if !reading.isAt(0x2C) {
            guard let west = reading.time(hoursMax: 24) else { return nil }
            offset = -west
        }
        guard let start = reading.change(), let end = reading.change(), reading.isAtEnd else {
            return nil
        }
        summer = Summer(offset: offset, start: start, end: end)
    }

    private struct Reading {
        let bytes: [UInt8]
        private var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }

        func isAt(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard isAt(byte) else { return false }
            position += 1
            return true
        }

        /// Three letters or more, or anything between "<" and ">".
        mutating func skipName() -> Bool {
            if take(0x3C) {
                while position < bytes.count, bytes[position] != 0x3E { position += 1 }
                return take(0x3E)
            }
            let start = position
            while position < bytes.count, (0x41...0x5A).contains(bytes[position] & 0xDF) {
                position += 1
            }
            return position - start >= 3
        }

        private mutating func number(max: Int) -> Int? {
            let start = position
            var value = 0
            while position < bytes.count, position - start < 4,
                (0x30...0x39).contains(bytes[position])
            {
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            return position > start && value <= max ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func time(hoursMax: Int) -> Int? {
            let isNegative = take(0x2D)
            if !isNegative { _ = take(0x2B) }
            guard let hours = number(max: hoursMax) else { return nil }
            var seconds = hours * 3_600
            for unit in [60, 1] where take(0x3A) {
                guard let value = number(max: 59) else { return nil }
                seconds += value * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `,M3.5.0/3`, `,J60` or `,59`.
        mutating func change() -> Change? {
            guard take(0x2C), let day = day() else { return nil }
            guard take(0x2F) else { return Change(day: day, time: 7_200) }
            return time(hoursMax: 167).map { Change(day: day, time: $0) }
        }

        private mutating func day() -> Change.Day? {
            if take(0x4A) { return number(max: 365).flatMap { $0 > 0 ? .withoutLeapDay($0) : nil } }
            guard take(0x4D) else { return number(max: 365).map { .dayOfYear($0) } }
            guard let month = number(max: 12), month > 0, take(0x2E), let week = number(max: 5),
                week > 0, take(0x2E), let weekday = number(max: 6)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
    }
}
