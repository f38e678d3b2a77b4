/// What a cell says once the habits of spreadsheets are taken off: white space and no-break spaces
/// around it, letters joined by ", ", a label glued before it, words that mean "nothing".
enum CellText {
    /// Without white space, no-break spaces and byte-order marks at both ends.
    static func trimmed(_ text: String) -> Substring {
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var end = scalars.endIndex
        while start < end, isSpace(scalars[start]) { start = scalars.index(after: start) }
        while start < end {
            let last = scalars.index(before: end)
            guard isSpace(scalars[last]) else { break }
            end = last
        }
        return text[start..<end]
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0xA0, 0x202F, 0x2007, 0x200B, 0xFEFF: true
        default: false
        }
    }

    /// Unicode's general category Cc.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// Whether the text is one of the words people write for "no value".
    static func isNull(_ text: Substring) -> Bool {
        let utf8 = text.utf8
        guard let first = utf8.first else { return true }
        if utf8.count > 14 { return false }
        if utf8.allSatisfy({ $0 == 0x2A || $0 == 0x2D || $0 == 0x2E || $0 == 0x3F || $0 == 0x5F }) {
            return true
        }
        switch first {
        case 0x23, 0x28, 0x3C, 0x4E, 0x55, 0x6E, 0x75: return nullWords.contains(text.lowercased())
        default: return false
        }
    }

    /// Words that name something unknown: no value for an identifier or a name, while a choice may
    /// have a member for them.
    static func isUnknown(_ text: Substring) -> Bool {
        text.utf8.count <= 14 && unknownWords.contains(text.lowercased())
    }

    private static let nullWords: Set<String> = [
        "n/a", "na", "n.a.", "n.a", "#n/a", "unk", "null", "nil", "nan", "ni", "nd", "(null)",
        "<null>", "(blank)", "n/d", "n.d.", "#null!", "#value!", "#ref!", "(none)",
    ]

    private static let unknownWords: Set<String> = [
        "unknown", "inconnu", "inconnue", "none", "aucun", "aucune", "not available",
        "not provided",
        "non renseigné", "non renseigne", "néant", "unspecified", "asku",
    ]

    /// Joins letters that were pulled apart: "I, n, j, u, r, y" is "Injury". Nil when the text does
    /// not have that form from end to end.
    static func unglued(_ text: Substring) -> String? {
        // Most texts are told by their second letter.
        guard text.unicodeScalars.dropFirst().first == "," else { return nil }
        let letters = Array(text.unicodeScalars)
        guard letters.count >= 7, letters.count % 3 == 1 else { return nil }
        var joined = String.UnicodeScalarView()
        for (index, scalar) in letters.enumerated() {
            switch index % 3 {
            case 0: joined.append(scalar)
            case 1: if scalar != "," { return nil }
            default: if scalar != " " { return nil }
            }
        }
        return String(joined)
    }

    /// The text behind `label` when it begins with it (case aside), a plural "s" and ":" included;
    /// nil when it does not.
    static func behind(label: String, in text: Substring) -> Substring? {
        var rest = text.unicodeScalars[...]
        for wanted in label.unicodeScalars {
            guard let scalar = rest.first, isSameLetter(scalar, wanted) else { return nil }
            rest.removeFirst()
        }
        if let plural = rest.first, plural == "s" || plural == "S" { rest.removeFirst() }
        guard let next = rest.first else { return text[rest.startIndex...] }
        guard isSpace(next) || next == ":" || next == "=" else { return nil }
        while let scalar = rest.first, isSpace(scalar) || scalar == ":" || scalar == "=" {
            rest.removeFirst()
        }
        return text[rest.startIndex...]
    }

    private static func isSameLetter(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        if left == right || (isSpace(left) && isSpace(right)) { return true }
        guard left.isASCII, right.isASCII else { return false }
        let bit: UInt32 = left.properties.isAlphabetic && right.properties.isAlphabetic ? 0x20 : 0
        return left.value | bit == right.value | bit
    }

    /// One line: every run of white space and control characters one space.
    static func singleLine(_ text: Substring) -> String {
        if isPlainLine(text) { return String(text) }
        var line = String.UnicodeScalarView()
        var isSeparated = false
        for scalar in text.unicodeScalars {
            if isSpace(scalar) || isControl(scalar) {
                isSeparated = true
            } else {
                if isSeparated, !line.isEmpty { line.append(" ") }
                isSeparated = false
                line.append(scalar)
            }
        }
        return String(line)
    }

    /// ASCII without control characters and without two spaces together.
    private static func isPlainLine(_ text: Substring) -> Bool {
        var previous: UInt8 = 0x20
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || previous != 0x20 else { return false }
            previous = byte
        }
        return true
    }
}
