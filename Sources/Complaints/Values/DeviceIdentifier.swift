/// The device identifier of a UDI, in the form of one of the issuing agencies (21 CFR 830.20;
/// Commission Implementing Decision (EU) 2019/939): which device it is, without lot and serial number.
public struct DeviceIdentifier: Sendable, Equatable {
    /// The issuing agencies.
    public enum Agency: Sendable { case gs1, hibcc, iccbba }

    /// An identifier of the usual form.
    static let example = "09521234543213"

    public let agency: Agency
    /// As it is kept: a GTIN without "(01)", others as on the label.
    public let text: String

    /// Nil when no agency gives out such identifiers, or the check digit is wrong.
    public init?(_ text: String) {
        if let gtin = Self.gtin(text) {
            (agency, self.text) = (.gs1, gtin)
        } else if Self.isBloodProduct(text) {
            (agency, self.text) = (.iccbba, text)
        } else if Self.isHealthIndustry(text) {
            (agency, self.text) = (.hibcc, text)
        } else {
            return nil
        }
    }

    /// A GTIN of 8, 12, 13 or 14 digits, the last of which checks the others (GS1 General
    /// Specifications section 7.9.1); with or without "(01)" before it.
    private static func gtin(_ text: String) -> String? {
        let digits = text.hasPrefix("(01)") ? text.dropFirst(4) : text[...]
        guard [8, 12, 13, 14].contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        var sum = 0
        for (place, digit) in digits.utf8.reversed().enumerated() {
            sum += Int(digit - 0x30) * (place.isMultiple(of: 2) ? 1 : 3)
        }
        return sum.isMultiple(of: 10) ? String(digits) : nil
    }

    /// HIBCC's (ANSI/HIBC 2.6): a labeler of four characters that begins with a letter, a product of
    /// up to 18 and a figure for the unit of measure. On a label "+" comes before it and a character
    /// behind it that checks the others.
    private static func isHealthIndustry(_ text: String) -> Bool {
        var body = text[...]
        if text.hasPrefix("+") {
            guard let check = text.last, let sum = checkCharacter(of: text.dropLast()),
                sum == check
            else { return false }
            body = text.dropFirst().dropLast()
        }
        let bytes = Array(body.utf8)
        guard (6...23).contains(bytes.count), let first = bytes.first, let last = bytes.last,
            (0x41...0x5A).contains(first), (0x30...0x39).contains(last)
        else { return false }
        return bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }

    /// The characters of HIBC and Code 39 in the order of their values.
    private static let characters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%")

    /// The character whose value is the sum of the values modulo 43; nil for a foreign character.
    static func checkCharacter(of text: Substring) -> Character? {
        var sum = 0
        for character in text {
            guard let value = characters.firstIndex(of: character) else { return nil }
            sum += value
        }
        return characters[sum % characters.count]
    }

    /// ICCBBA's (ISBT 128): "=/" and sixteen characters for processor, facility and product.
    private static func isBloodProduct(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 18 && text.hasPrefix("=/")
            && bytes.dropFirst(2).allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
            }
    }
}

/// The production identifier of a UDI: lot, serial number and dates, in the form of the label.
public struct ProductionIdentifier: Sendable, Equatable {
    /// An identifier of the usual form.
    static let example = "(11)240131(21)V15-0042"

    public let text: String

    /// Nil for a form that no agency has. Of GS1: application identifiers in parentheses, each with
    /// its value; dates are YYMMDD, where day 00 leaves the day open.
    public init?(_ text: String) {
        let isKnown =
            switch text.first {
            case "(": Self.isGS1(text)
            case "$", "/": text.dropFirst().allSatisfy { $0.isASCII && !$0.isWhitespace }
            case "=", "&":
                text.utf8.count > 2 && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            default: false
            }
        guard isKnown else { return nil }
        self.text = text
    }

    /// The longest value of each application identifier that is no date: lot, variant, serial number,
    /// additional identification, customer part number (GS1 General Specifications section 3.2).
    private static let lengths: [Substring: Int] = [
        "10": 20, "20": 2, "21": 20, "240": 30, "241": 30,
    ]

    private static let dates: Set<Substring> = ["11", "12", "13", "15", "16", "17"]

    private static func isGS1(_ text: String) -> Bool {
        for part in text.dropFirst().split(separator: "(", omittingEmptySubsequences: false) {
            let halves = part.split(separator: ")", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[1].isEmpty else { return false }
            let value = halves[1]
            if dates.contains(halves[0]) {
                guard isDate(value) else { return false }
            } else {
                guard let length = lengths[halves[0]], value.utf8.count <= length,
                    value.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
                else { return false }
            }
        }
        return true
    }

    /// YYMMDD, with day 00 for the whole month.
    private static func isDate(_ text: Substring) -> Bool {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let year = Int(text.prefix(2)), let month = Int(text.dropFirst(2).prefix(2)),
            let day = Int(text.suffix(2))
        else { return false }
        return CivilDate(year: 2000 + year, month: month, day: max(day, 1)) != nil
    }
}

extension FieldSyntax {
    /// The text as it is kept.
    func canonical(_ text: String) throws(ValueProblem) -> String {
        switch self {
        case .deviceIdentifier:
            guard let identifier = DeviceIdentifier(text) else {
                throw ValueProblem(.invalidIdentifier, argument: DeviceIdentifier.example)
            }
            return identifier.text
        case .productionIdentifier:
            guard let identifier = ProductionIdentifier(text) else {
                throw ValueProblem(.invalidIdentifier, argument: ProductionIdentifier.example)
            }
            return identifier.text
        }
    }
}
