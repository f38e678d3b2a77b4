import Complaints

/// The numbers and names that a date is made of, before anyone says which is the day.
struct DateShape {
    /// A run of digits, or a month's name.
    private enum Part: Equatable {
        case number(value: Int, digits: Int)
        case month(Int)
    }

    private var parts: [Part] = []
    private var isReadable = true
    private let serial: Double?

    /// Takes a text apart. A time behind the date is passed over, not judged.
    init(_ text: Substring) {
        serial = text.utf8.count <= 18 ? Double(text) : nil
        var utf8 = text.utf8[...]
        while let byte = utf8.first, isReadable {
            switch byte {
            case 0x30...0x39: takeNumber(&utf8)
            case 0x20, 0x2C, 0x2D, 0x2E, 0x2F, 0x5C, 0x5F: utf8.removeFirst()
            case 0x54 where parts.count == 3, 0x74 where parts.count == 3: return
            default: takeWord(&utf8)
            }
            if parts.count == 3, let next = utf8.first, next == 0x20 || next == 0x54 { return }
            if parts.count == 3, !utf8.isEmpty, utf8.first != 0x2E { isReadable = false }
        }
    }

    /// The date under a format, nil when there is none.
    func date(format: DateFormat, today: CivilDate) -> SourceDate? {
        if format == .serial, let serial, serial < 100_000 {
            return SourceDate(spreadsheetSerial: serial)
        }
        guard isReadable else { return nil }
        switch parts.count {
        case 1: return single(format: format)
        case 2: return pair()
        case 3: return triple(format: format, today: today)
        default: return nil
        }
    }

    /// The two numbers of `a/b/yyyy`, for the vote on which is the day; nil for other shapes.
    var ambiguousPair: (first: Int, second: Int)? {
        guard isReadable, parts.count == 3,
            case .number(let first, let firstDigits) = parts[0], firstDigits <= 2,
            case .number(let second, let secondDigits) = parts[1], secondDigits <= 2,
            case .number(_, let yearDigits) = parts[2], yearDigits == 4 || yearDigits == 2
        else { return nil }
        return (first, second)
    }

    /// Whether the text is one number that could count days since 1900 (1927 to 2064).
    var isPlausibleSerial: Bool {
        guard let serial else { return false }
        return (10_000...60_000).contains(serial)
    }

    /// Whether the text is four digits of a year.
    var isYear: Bool {
        guard isReadable, parts.count == 1, case .number(let value, 4) = parts[0] else {
            return false
        }
        return (1900...2100).contains(value)
    }

    /// Whether the text is eight digits that are a date.
    var isCompact: Bool {
        guard isReadable, parts.count == 1, case .number(let value, 8) = parts[0] else {
            return false
        }
        return Self.compact(value) != nil
    }

    /// Whether a month is written as a word.
    var isNamed: Bool {
        parts.contains { if case .month = $0 { true } else { false } }
    }

    /// Whether the year comes first, in four digits.
    var isYearFirst: Bool {
        guard isReadable, parts.count >= 2, case .number(_, 4) = parts[0] else { return false }
        return true
    }

    private func single(format: DateFormat) -> SourceDate? {
        guard case .number(let value, let digits) = parts[0] else { return nil }
        switch digits {
        case 4: return SourceDate(year: value)
        case 6: return SourceDate(year: value / 100, month: value % 100)
        case 8: return Self.compact(value)
        case 14: return Self.compact(value / 1_000_000)
        default: return nil
        }
    }

    private static func compact(_ value: Int) -> SourceDate? {
        SourceDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    }

    private func pair() -> SourceDate? {
        switch (parts[0], parts[1]) {
        case (.number(let year, 4), .number(let month, 1...2)):
            SourceDate(year: year, month: month)
        case (.number(let month, 1...2), .number(let year, 4)):
            SourceDate(year: year, month: month)
        case (.month(let month), .number(let year, 4)): SourceDate(year: year, month: month)
        default: nil
        }
    }

    private func triple(format: DateFormat, today: CivilDate) -> SourceDate? {
        switch (parts[0], parts[1], parts[2]) {
        case (.number(let year, 4), .number(let month, 1...2), .number(let day, 1...2)):
            return SourceDate(year: year, month: month, day: day)
        case (.number(let day, 1...2), .month(let month), .number(let year, let digits)),
            (.month(let month), .number(let day, 1...2), .number(let year, let digits)):
            return Self.dated(year, digits, month, day, today)
        case (.number(let first, 1...2), .number(let second, 1...2), .number(let year, let digits)):
            let isDayFirst = format != .monthFirst
            guard format == .monthFirst || format == .dayFirst else { return nil }
            return isDayFirst
                ? Self.dated(year, digits, second, first, today)
                : Self.dated(year, digits, first, second, today)
        default: return nil
        }
    }

    /// Places a two-digit year in this century unless the day would lie in the future.
    private static func dated(
        _ year: Int, _ digits: Int, _ month: Int, _ day: Int, _ today: CivilDate
    ) -> SourceDate? {
        if digits == 4 { return SourceDate(year: year, month: month, day: day) }
        guard digits == 2 else { return nil }
        let century = today.year / 100 * 100
        guard let near = SourceDate(year: century + year, month: month, day: day) else {
            return SourceDate(year: century - 100 + year, month: month, day: day)
        }
        return !near.isAfter(today)
            ? near : SourceDate(year: century - 100 + year, month: month, day: day)
    }
}

// MARK: - Taking a text apart

extension DateShape {
    private mutating func takeNumber(_ utf8: inout Substring.UTF8View) {
        var value = 0
        var digits = 0
        while let byte = utf8.first, (0x30...0x39).contains(byte) {
            guard digits < 17 else {
                isReadable = false
                return
            }
            value = value * 10 + Int(byte - 0x30)
            digits += 1
            utf8.removeFirst()
        }
        parts.append(.number(value: value, digits: digits))
    }

    private mutating func takeWord(_ utf8: inout Substring.UTF8View) {
        let word = utf8.prefix { !(0x20...0x39).contains($0) && $0 != 0x2F && $0 != 0x5C }
        utf8.removeFirst(max(word.count, 1))
        let folded = FoldedText(Substring(word)).text
        if folded == "er", parts.count == 1 { return }
        if let month = Self.month(named: folded) {
            parts.append(.month(month))
        } else if !Self.weekdays.contains(String(folded.prefix(3))) || !parts.isEmpty {
            isReadable = false
        }
    }

    private static func month(named word: String) -> Int? {
        guard word.utf8.count >= 3 else { return nil }
        for (month, names) in months.enumerated() where names.contains(where: word.hasPrefix) {
            return month + 1
        }
        return nil
    }

    private static let months: [[String]] = [
        ["jan"], ["feb", "fev"], ["mar"], ["apr", "avr"], ["may", "mai"], ["jun", "juin"],
        ["jul", "juil"], ["aug", "aou"], ["sep"], ["oct"], ["nov"], ["dec"],
    ]

    private static let weekdays: Set<String> = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam",
        "dim",
    ]
}
