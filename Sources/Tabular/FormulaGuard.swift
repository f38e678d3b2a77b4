/// Keeps text in an exported file from being run as a formula by the program that opens it.
///
/// Guarded is what begins with `=`, `+`, `-` or `@`, also behind white space and in full width, and
/// what begins with a tab or a line end. The guard is an apostrophe in front. Plain numbers (`-5`,
/// `+33`, `-1,5e3`) pass as they are: they can do nothing. Apostrophes before such text are guarded too,
/// so that taking the guard off gives back exactly what was written.
public enum FormulaGuard {
    /// The text with a guard when it needs one.
    public static func guarded(_ text: String) -> String {
        needsGuard(text) ? "'" + text : text
    }

    /// The text without the guard that `guarded` gave it: an import of an own export changes
    /// nothing.
    public static func unguarded(_ text: String) -> String {
        guard text.utf8.first == 0x27 else { return text }
        // By bytes: an apostrophe and an accent behind it are one character.
        let rest = String(decoding: text.utf8.dropFirst(), as: UTF8.self)
        return needsGuard(rest) ? rest : text
    }

    /// Whether a program might take the text for a formula, or a reader a part of it for our guard.
    static func needsGuard(_ text: String) -> Bool {
        guard text.utf8.first == 0x27 else { return isFormula(text) }
        return isFormula(String(decoding: text.utf8.drop { $0 == 0x27 }, as: UTF8.self))
    }

    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        if first == "\t" || first == "\r" || first == "\n" { return true }
        let start = text.unicodeScalars.first { scalar in
            !scalar.properties.isWhitespace && scalar != "\u{FEFF}" && scalar != "\u{200B}"
        }
        switch start {
        case "=", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
        case "+", "-": return !isPlainNumber(text)
        default: return false
        }
    }

    /// A sign, digits with at most one point or comma among them, and perhaps an exponent.
    private static func isPlainNumber(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        func takeSign() {
            if bytes.first == 0x2B || bytes.first == 0x2D { bytes.removeFirst() }
        }
        func takeDigits() -> Bool {
            let count = bytes.prefix { $0 &- 0x30 < 10 }.count
            bytes = bytes.dropFirst(count)
            return count > 0
        }
        takeSign()
        guard takeDigits() else { return false }
        if bytes.first == 0x2E || bytes.first == 0x2C {
            bytes.removeFirst()
            guard takeDigits() else { return false }
        }
        if let letter = bytes.first, letter | 0x20 == 0x65 {
            bytes.removeFirst()
            takeSign()
            guard takeDigits() else { return false }
        }
        return bytes.isEmpty
    }
}
