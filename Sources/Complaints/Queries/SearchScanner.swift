/// Cuts a search text into terms and operators.
struct SearchScanner {
    enum Piece: Equatable {
        case or
        case term(SearchText, isExcluded: Bool)
    }

    /// What French joins to the word behind it with an apostrophe.
    private static let elisions: Set<String> = [
        "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    ]

    private let scalars: [Unicode.Scalar]
    private let isTyping: Bool
    private var position = 0
    private var terms = 0
    /// Whether there was anything but white space.
    private(set) var sawAnything = false

    init(_ text: String, isTyping: Bool) {
        scalars = Array(text.unicodeScalars)
        self.isTyping = isTyping
    }

    mutating func pieces() throws(SearchProblem) -> [Piece] {
        var pieces: [Piece] = []
        var isExcluded = false
        while skipSpace() {
            sawAnything = true
            if scalars[position] == "-", !isAtSpace(position + 1) {
                position += 1
                isExcluded = true
                continue
            }
            let field = takeField()
            if Self.opensPhrase(scalars[position]) {
                position += 1
                append(try phrase(), in: field, isExcluded, to: &pieces)
            } else {
                let chunk = takeChunk()
                if let field {
                    append(try word(chunk), in: field, isExcluded, to: &pieces)
                } else if chunk == ["O", "R"], !isExcluded {
                    pieces.append(.or)
                    continue
                } else if chunk == ["N", "O", "T"], !isExcluded, !isAtEnd {
                    isExcluded = true
                    continue
                } else {
                    append(try word(chunk), in: nil, isExcluded, to: &pieces)
                }
            }
            isExcluded = false
            guard terms <= SearchText.termsMax else {
                throw .tooManyTerms(max: SearchText.termsMax)
            }
        }
        return pieces
    }

    private mutating func append(
        _ term: SearchText?, in field: SearchField?, _ isExcluded: Bool, to pieces: inout [Piece]
    ) {
        guard let term else { return }
        terms += 1
        let whole = field.map { SearchText.within($0, term) } ?? term
        pieces.append(.term(whole, isExcluded: isExcluded))
    }
}

// MARK: - Terms

extension SearchScanner {
    /// Takes the name of a field and its colon, where something stands right behind it.
    private mutating func takeField() -> SearchField? {
        var end = position
        while end < scalars.count, scalars[end] == "_" || Self.isWordScalar(scalars[end]) {
            end += 1
        }
        guard end > position, end < scalars.count, scalars[end] == ":", !isAtSpace(end + 1) else {
            return nil
        }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[position..<end])
        guard let field = SearchField(written: String(name)) else { return nil }
        position = end + 1
        return field
    }

    /// Up to white space or a quote.
    private mutating func takeChunk() -> [Unicode.Scalar] {
        let start = position
        while position < scalars.count, !Self.isSpace(scalars[position]),
            position == start || !Self.opensPhrase(scalars[position])
        {
            position += 1
        }
        return Array(scalars[start..<position])
    }

    /// A word may fall into several words of the index: `MR-450` is a phrase of two.
    private func word(_ chunk: [Unicode.Scalar]) throws(SearchProblem) -> SearchText? {
        let words = try Self.words(in: Self.withoutElision(chunk))
        guard let last = words.last else { return nil }
        let isStarred = chunk.last == "*"
        let isUnfinished = isTyping && isAtEnd && Self.isWordScalar(chunk[chunk.count - 1])
        return .phrase(words, isPrefix: isStarred || isUnfinished && last.unicodeScalars.count >= 2)
    }

    private mutating func phrase() throws(SearchProblem) -> SearchText? {
        let start = position
        while position < scalars.count, !Self.closesPhrase(scalars[position]) { position += 1 }
        let isClosed = position < scalars.count
        guard isClosed || isTyping else { throw .unbalancedQuotes }
        let inside = scalars[start..<position]
        var isStarred = inside.last == "*"
        if isClosed { position += 1 }
        if isClosed, position < scalars.count, scalars[position] == "*" {
            isStarred = true
            position += 1
        }
        let words = try Self.words(in: Array(inside))
        guard let last = words.last else { return nil }
        let isUnfinished = !isClosed && inside.last.map(Self.isWordScalar) == true
        return .phrase(words, isPrefix: isStarred || isUnfinished && last.unicodeScalars.count >= 2)
    }

    private static func withoutElision(_ chunk: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard let apostrophe = chunk.firstIndex(where: { $0 == "'" || $0 == "’" }),
            apostrophe <= 6, apostrophe + 1 < chunk.count, isWordScalar(chunk[apostrophe + 1])
        else { return chunk }
        var lead = String.UnicodeScalarView()
        lead.append(contentsOf: chunk[..<apostrophe])
        guard elisions.contains(String(lead).lowercased()) else { return chunk }
        return Array(chunk[(apostrophe + 1)...])
    }

    private static func words(in scalars: [Unicode.Scalar]) throws(SearchProblem) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in scalars + [" "] {
            if isWordScalar(scalar) {
                word.append(scalar)
            } else if !word.isEmpty {
                let text = String(word)
                guard text.unicodeScalars.count <= SearchText.wordCharactersMax else {
                    throw .wordTooLong(charactersMax: SearchText.wordCharactersMax)
                }
                words.append(text)
                word = String.UnicodeScalarView()
            }
        }
        guard words.count <= SearchText.termsMax else {
            throw .tooManyTerms(max: SearchText.termsMax)
        }
        // A combining mark alone is nothing the index holds.
        return words.filter { $0.unicodeScalars.contains { !isMark($0) } }
    }
}

// MARK: - Scalars

extension SearchScanner {
    private var isAtEnd: Bool { position >= scalars.count }

    /// False at the end of the text.
    private mutating func skipSpace() -> Bool {
        while position < scalars.count, Self.isSpace(scalars[position]) { position += 1 }
        return position < scalars.count
    }

    private func isAtSpace(_ index: Int) -> Bool {
        index >= scalars.count || Self.isSpace(scalars[index])
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        // Below U+0080 without the tables of Unicode: this runs for every letter typed.
        scalar.isASCII ? scalar.value <= 0x20 : scalar.properties.isWhitespace
    }

    private static func opensPhrase(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "“" || scalar == "„" || scalar == "«"
    }

    /// Any mark that closes in some language closes: people mix straight and curly ones.
    private static func closesPhrase(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "”" || scalar == "“" || scalar == "»"
    }

    /// What the index's tokenizer (unicode61 of FTS5) keeps: letters, numbers, private use, and the
    /// marks that belong to letters.
    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            let letter = scalar.value | 0x20
            return (0x61...0x7A).contains(letter) || (0x30...0x39).contains(scalar.value)
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .privateUse:
            true
        default: isMark(scalar)
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return false }
        return switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
