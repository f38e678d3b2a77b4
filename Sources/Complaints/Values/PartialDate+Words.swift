extension PartialDate {
    /// As people write it, at the precision it has, never broken at the end of a line: "2 March 2026",
    /// "1er mars 2026", "March 2026", "2026".
    public var words: Words {
        let (day, month, year) = (firstDay.day, firstDay.month, firstDay.year)
        let (english, french) = (Self.english[month - 1], Self.french[month - 1])
        switch precision {
        case .year: return Words("\(year)", "\(year)")
        case .month: return Words("\(english)\u{A0}\(year)", "\(french)\u{A0}\(year)")
        case .day:
            return Words(
                "\(day)\u{A0}\(english)\u{A0}\(year)",
                "\(day)\(day == 1 ? "er" : "")\u{A0}\(french)\u{A0}\(year)")
        }
    }

    private static let english = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let french = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ]
}

extension CivilDate {
    /// As people write it: "2 March 2026", "2 mars 2026".
    public var words: Words { PartialDate(self).words }
}

extension Instant {
    /// As people write it, in UTC, to the second: "2 March 2026, 10:12:44"; empty outside years 1 to 9999.
    public var words: Words {
        guard let day else { return Words("", "") }
        let time = description.dropFirst(11).dropLast()
        return Words("\(day.words.english), \(time)", "\(day.words.french), \(time)")
    }
}
