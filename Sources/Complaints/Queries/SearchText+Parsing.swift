/// Why a search text cannot be read.
public enum SearchProblem: Error, Sendable, Equatable {
    case unbalancedQuotes
    /// OR without a word on both sides, or with an excluded one.
    case danglingOr
    /// Nothing but excluded words, or nothing but punctuation.
    case nothingToFind
    case tooManyTerms(max: Int)
    case wordTooLong(charactersMax: Int)
    case textTooLong(charactersMax: Int)

    /// What is wrong and what to do about it, in words.
    public var hint: Words {
        switch self {
        case .unbalancedQuotes:
            Words(
                "The search has an open quotation mark: close it.",
                "La recherche a un guillemet ouvert\u{A0}: fermez-le.")
        case .danglingOr:
            Words(
                "OR in a search stands between two words: put one on both sides.",
                "Dans une recherche, OR relie deux mots\u{A0}: mettez-en un de chaque côté.")
        case .nothingToFind:
            Words(
                "There is nothing to look for: give at least one word that is not excluded.",
                "Il n’y a rien à chercher\u{A0}: donnez au moins un mot qui ne soit pas exclu.")
        case .tooManyTerms(let max):
            Words(
                "The search has too many words: use at most \(max) words.",
                "La recherche a trop de mots\u{A0}: utilisez au plus \(max)\u{A0}mots.")
        case .wordTooLong(let max):
            Words(
                "A word of the search is too long: at most \(max) characters.",
                "Un mot de la recherche est trop long\u{A0}: au plus \(max)\u{A0}caractères.")
        case .textTooLong(let max):
            Words(
                "The search is too long: at most \(max) characters.",
                "La recherche est trop longue\u{A0}: au plus \(max)\u{A0}caractères.")
        }
    }
}

extension SearchProblem {
    /// The refusal of a request with such a text.
    public func refusal(at pointer: String) -> Refusal {
        let (code, argument): (FieldProblem.Code, String?) =
            switch self {
            case .unbalancedQuotes, .danglingOr, .nothingToFind: (.searchSyntax, nil)
            case .tooManyTerms(let max): (.tooMany, String(max))
            case .wordTooLong(let max), .textTooLong(let max): (.tooLong, String(max))
            }
        return .unsearchable(FieldProblem(pointer, code, argument: argument, words: hint))
    }
}

extension SearchText {
    public static let termsMax = 32
    /// In Unicode scalars, which are what people count as characters in nearly every text.
    public static let wordCharactersMax = 200
    public static let textCharactersMax = 4_000

    /// Reads what people type: words are AND-ed, `"a phrase"`, `OR` between two neighbours (it
    /// binds closer than AND, as on the web), `-word` and `NOT word` exclude, `word*` is a prefix,
    /// `summary:word` and `serial:"a phrase"` look into one field (`SearchField`).
    /// Curly quotes and guillemets are quotes; everything else that is no letter or digit parts
    /// words, as the index does. French elisions are taken off: `l'antenne` finds `antenne`.
    ///
    /// - Parameter isTyping: the text is not finished: an open quote is closed, a last `OR` is left
    ///   out, and a last word of two letters or more counts as a prefix.
    /// - Returns: nil for an empty text.
    public static func parse(
        _ text: String, isTyping: Bool = false
    ) throws(SearchProblem) -> SearchText? {
        guard text.unicodeScalars.count <= textCharactersMax else {
            throw .textTooLong(charactersMax: textCharactersMax)
        }
        var scanner = SearchScanner(text, isTyping: isTyping)
        let pieces = try scanner.pieces()
        if pieces.isEmpty, !scanner.sawAnything { return nil }
        return try assemble(pieces, isTyping: isTyping)
    }

    private static func assemble(
        _ pieces: [SearchScanner.Piece], isTyping: Bool
    ) throws(SearchProblem) -> SearchText {
        var wanted: [[SearchText]] = []
        var unwanted: [SearchText] = []
        var joins = false
        var mayJoin = false
        for piece in pieces {
            switch piece {
            case .or:
                guard mayJoin, !joins else { throw .danglingOr }
                joins = true
            case .term(let term, isExcluded: true):
                if joins { throw .danglingOr }
                unwanted.append(term)
                mayJoin = false
            case .term(let term, isExcluded: false):
                if joins, let last = wanted.indices.last {
                    wanted[last].append(term)
                } else {
                    wanted.append([term])
                }
                joins = false
                mayJoin = true
            }
        }
        if joins, !isTyping { throw .danglingOr }
        guard !wanted.isEmpty else { throw .nothingToFind }
        let all = wanted.map { $0.count == 1 ? $0[0] : .or($0) }
        let base = all.count == 1 ? all[0] : SearchText.and(all)
        guard !unwanted.isEmpty else { return base }
        return .without(base, unwanted.count == 1 ? unwanted[0] : .or(unwanted))
    }
}
