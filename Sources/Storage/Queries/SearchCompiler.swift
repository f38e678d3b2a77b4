import Complaints

/// Turns parsed search words into an FTS5 query (https://www.sqlite.org/fts5.html section 3).
///
/// Every word goes in as a quoted string, so that nothing a person types is FTS5 syntax; FTS5 folds
/// case and accents. French elisions are dropped from single words, so that `l'écran` finds
/// "écran"; in a phrase they are words of their own, as in the index. A single word finds its
/// singular and its plural.
enum SearchCompiler {
    static let depthMax = 16
    static let wordsMax = 64

    /// The MATCH string.
    static func match(_ search: SearchText) throws(StorageFailure) -> String {
        var words = 0
        guard let text = try expression(search, depth: 0, &words) else {
            throw malformed(.nothingToFind)
        }
        return text
    }

    /// Whether a beginning of a word is longer than those the index knows: then FTS5 gathers the
    /// matches of all such words before it gives the first.
    static func gathers(_ search: SearchText) -> Bool {
        switch search {
        case .phrase(let words, let isPrefix):
            isPrefix && (words.last?.unicodeScalars.count ?? 0) > 3
        case .and(let parts), .or(let parts): parts.contains(where: gathers)
        case .without(let wanted, let unwanted): gathers(wanted) || gathers(unwanted)
        case .within(_, let part): gathers(part)
        }
    }

    /// Nil when nothing of it can be searched for: only punctuation.
    private static func expression(
        _ search: SearchText, depth: Int, _ words: inout Int
    ) throws(StorageFailure) -> String? {
        guard depth < depthMax else {
            throw .refused(.malformed(pointer: "?q", code: .tooDeep))
        }
        switch search {
        case .phrase(let phrase, let isPrefix):
            words += phrase.count
            guard words <= wordsMax else { throw malformed(.tooManyTerms(max: wordsMax)) }
            return self.phrase(phrase, isPrefix)
        case .and(let parts):
            return try join(parts, " AND ", depth, &words)
        case .or(let parts):
            return try join(parts, " OR ", depth, &words)
        case .within(let field, let part):
            let text = try expression(part, depth: depth + 1, &words)
            return text.map { "{\(field.rawValue)} : (\($0))" }
        case .without(let wanted, let unwanted):
            guard let left = try expression(wanted, depth: depth + 1, &words) else { return nil }
            guard let right = try expression(unwanted, depth: depth + 1, &words) else {
                return left
            }
            return "(\(left) NOT \(right))"
        }
    }

    private static func join(
        _ parts: [SearchText], _ connective: String, _ depth: Int, _ words: inout Int
    ) throws(StorageFailure) -> String? {
        var texts: [String] = []
        for part in parts {
            if let text = try expression(part, depth: depth + 1, &words) { texts.append(text) }
        }
        guard texts.count > 1 else { return texts.first }
        return "(" + texts.joined(separator: connective) + ")"
    }

    private static func phrase(_ words: [String], _ isPrefix: Bool) -> String? {
        var plain = words
        if words.count == 1, let only = words.first { plain = [withoutElision(only)] }
        let text = plain.joined(separator: " ").replacingNull
        guard text.unicodeScalars.contains(where: isSearchable) else { return nil }
        if isPrefix { return prefix(text, last: plain.last ?? "") }
        return anyOf(words.count == 1 ? WordForms.all(of: text).map(quoted) : [quoted(text)])
    }

    /// Words that begin so. The index knows beginnings of two and three letters; of one letter it
    /// would gather half the texts, so that all its beginnings of two are asked for instead: a letter
    /// or digit of ASCII behind the first.
    private static func prefix(_ text: String, last: String) -> String {
        guard last.unicodeScalars.count == 1, last.unicodeScalars.allSatisfy(\.isASCII) else {
            return quoted(text) + " *"
        }
        let seconds = "abcdefghijklmnopqrstuvwxyz0123456789"
        return anyOf([quoted(text)] + seconds.map { quoted(text + String($0)) + " *" })
    }

    private static func anyOf(_ parts: [String]) -> String {
        parts.count == 1 ? parts[0] : "(" + parts.joined(separator: " OR ") + ")"
    }

    private static func quoted(_ text: String) -> String {
        let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"")
        return "\"\(doubled)\""
    }

    /// Whether unicode61 makes a token of it: letters, numbers, private use.
    private static func isSearchable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .privateUse:
            true
        default: false
        }
    }

    private static let elisions: Set<String> = [
        "l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    ]

    /// The word without a leading `l'`, `qu'` …, where something searchable is left.
    static func withoutElision(_ word: String) -> String {
        let scalars = word.unicodeScalars
        guard let mark = scalars.firstIndex(where: { $0 == "'" || $0 == "\u{2019}" }) else {
            return word
        }
        let rest = scalars[scalars.index(after: mark)...]
        let lead = String(scalars[..<mark]).lowercased()
        guard elisions.contains(lead), rest.contains(where: isSearchable) else { return word }
        return String(rest)
    }

    private static func malformed(_ problem: SearchProblem) -> StorageFailure {
        .refused(problem.refusal(at: "?q"))
    }
}

extension String {
    /// SQLite's text ends at a NUL.
    fileprivate var replacingNull: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? " " : $0 }))
    }
}
