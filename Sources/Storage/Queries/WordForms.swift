/// Singular and plural of a word, as French and English make them. Made for searching: a form that is
/// no word is in no text and costs one look at the index.
enum WordForms {
    /// Shorter words are what they are.
    static let lettersMin = 3

    /// The word itself, then its other number.
    static func all(of word: String) -> [String] {
        let letters = word.lowercased()
        guard letters.unicodeScalars.count >= lettersMin,
            letters.unicodeScalars.allSatisfy(\.properties.isAlphabetic)
        else { return [word] }
        return [word] + others(letters)
    }

    private static func others(_ word: String) -> [String] {
        if word.hasSuffix("ss") { return [word + "es"] }
        if word.hasSuffix("us") || word.hasSuffix("is") { return [cut(word, 1), word + "es"] }
        if word.hasSuffix("aux") { return [cut(word, 1), cut(word, 2) + "l"] }
        if word.hasSuffix("x") { return [cut(word, 1), word + "es"] }
        if word.hasSuffix("ies") { return [cut(word, 1), cut(word, 3) + "y"] }
        for ending in ["xes", "ches", "shes", "sses", "zes"] where word.hasSuffix(ending) {
            return [cut(word, 1), cut(word, 2)]
        }
        if word.hasSuffix("s") { return [cut(word, 1)] }
        if word.hasSuffix("al") { return [word + "s", cut(word, 1) + "ux"] }
        if word.hasSuffix("au") || word.hasSuffix("eu") { return [word + "s", word + "x"] }
        if word.hasSuffix("y") { return [word + "s", cut(word, 1) + "ies"] }
        for ending in ["ch", "sh", "z"] where word.hasSuffix(ending) {
            return [word + "s", word + "es"]
        }
        return [word + "s"]
    }

    private static func cut(_ word: String, _ count: Int) -> String {
        String(word.dropLast(count))
    }
}
