/// Days and times as workbooks count them (ECMA-376 part 1 section 18.17.4.1).
enum ExcelDate {
    /// The serial number of 1970-01-01 in the 1900 system.
    private static let unixEpoch = 25_569
    /// How many days the 1904 system begins after the 1900 system.
    private static let offset1904 = 1_462
    /// 9999-12-31, the last day a workbook can hold.
    private static let serialMax = 2_958_465.999_999

    /// The date, with its time when it has one; nil when the number is no day a workbook knows.
    static func text(serial: Double, is1904: Bool) -> String? {
        var serial = serial
        if is1904 { serial += Double(offset1904) }
        guard serial >= 1, serial <= serialMax else { return nil }
        var day = Int(serial.rounded(.down))
        var seconds = Int(((serial - Double(day)) * 86_400).rounded())
        if seconds == 86_400 {
            day += 1
            seconds = 0
        }
        // The 1900 system has a 29 February 1900, which never was; days before it count from one
        // day later.
        if day == 60 { return "1900-02-29" }
        let date = civilText(day - unixEpoch + (day < 60 ? 1 : 0))
        return seconds == 0 ? date : date + "T" + timeText(seconds)
    }

    /// The time of day of a fraction of a day.
    static func timeText(fraction: Double) -> String? {
        guard fraction >= 0, fraction < 1 else { return nil }
        return timeText(min(Int((fraction * 86_400).rounded()), 86_399))
    }

    /// The serial number in the 1900 system of an ISO date, with or without a time; nil for text
    /// that is none and for days before 1900-03-01, which programs disagree about.
    static func serial(_ text: String) -> (value: Double, hasTime: Bool)? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 || bytes.count >= 19, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]),
            let day = digits(bytes[8..<10]), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = daysFromCivil(year, month, day) + unixEpoch
        guard days >= 61, days <= 2_958_465 else { return nil }
        if bytes.count == 10 { return (Double(days), false) }
        guard bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]),
            let second = digits(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = hour * 3_600 + minute * 60 + second
        return (Double(days) + Double(seconds) / 86_400, true)
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private static func timeText(_ seconds: Int) -> String {
        twoDigits(seconds / 3_600) + ":" + twoDigits(seconds / 60 % 60) + ":"
            + twoDigits(seconds % 60)
    }
}

/// The date that lies that many days after 1970-01-01, as `yyyy-MM-dd`.
func civilText(_ days: Int) -> String {
    // Counted in eras of 400 years that begin on 1 March, so that leap days come last.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
        (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let text = String(year)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text + "-" + twoDigits(month)
        + "-" + twoDigits(day)
}

/// How many days a date lies after 1970-01-01.
func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

/// A number below 100 with two digits.
func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
}
