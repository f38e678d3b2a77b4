/// The one line that stands for a long description.
public enum Summary {
    /// Longest summary that is derived, in characters.
    public static let charactersMax = 160
    /// A sentence ends here only after this many characters: "Dr. Martin" is not one.
    private static let charactersMin = 24

    /// The first sentence of the text on one line, cut between words and ended with "…" when it is
    /// too long; empty for an empty text.
    public static func derived(from text: String) -> String {
        derivedFromASCII(text) ?? derivedFromCharacters(text)
    }

    /// The same byte by byte; nil where a character beyond ASCII has a say.
    private static func derivedFromASCII(_ text: String) -> String? {
        var line: [UInt8] = []
        line.reserveCapacity(charactersMax + 1)
        var isAfterSpace = false
        for byte in text.utf8 {
            if byte >= 0x80 { return nil }
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                if line.count >= charactersMin, let last = line.last, sentenceEnds.contains(last) {
                    return String(decoding: line, as: UTF8.self)
                }
                isAfterSpace = !line.isEmpty
                continue
            }
            if line.count + (isAfterSpace ? 2 : 1) > charactersMax {
                return cut(String(decoding: line, as: UTF8.self), isBetweenWords: isAfterSpace)
            }
            if isAfterSpace { line.append(0x20) }
            line.append(byte)
            isAfterSpace = false
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static let sentenceEnds = Array(".!?".utf8)

    /// The same character by character, of any text.
    static func derivedFromCharacters(_ text: String) -> String {
        var line = ""
        var count = 0
        var isAfterSpace = false
        for character in text {
            if character.isWhitespace {
                if endsSentence(line, count) { return line }
                isAfterSpace = !line.isEmpty
                continue
            }
            let addition = isAfterSpace ? 2 : 1
            if count + addition > charactersMax { return cut(line, isBetweenWords: isAfterSpace) }
            if isAfterSpace { line.append(" ") }
            line.append(character)
            count += addition
            isAfterSpace = false
        }
        return line
    }

    private static func endsSentence(_ line: String, _ count: Int) -> Bool {
        guard count >= charactersMin, let last = line.last else { return false }
        return last == "." || last == "!" || last == "?"
    }

    private static func cut(_ line: String, isBetweenWords: Bool) -> String {
        if isBetweenWords { return line + "…" }
        guard let space = line.lastIndex(of: " ") else { return line + "…" }
        return String(line[..<space]) + "…"
    }
}
