/// Why a search text cannot be read.
public enum SearchProblem: Error, Sendable, Equatable {
    case unbalancedQuotes
    /// OR without a word on both sides, or with an excluded one.
    case danglingOr
    /// Nothing but excluded words, or nothing but punctuation.
    case nothingToFind
    case tooManyTerms(max: Int)
    case wordTooLong(bytesMax: Int)
    case textTooLong(bytesMax: Int)

    /// What to do about it, in one sentence.
    public var hint: Words {
        switch self {
        case .unbalancedQuotes:
            Words("Close the quotation mark.", "Fermez le guillemet.")
        case .danglingOr:
            Words("Put a word on both sides of OR.", "Mettez un mot de part et d’autre de OR.")
        case .nothingToFind:
            Words("Look for at least one word.", "Cherchez au moins un mot.")
        case .tooManyTerms(let max):
            Words("Use at most \(max) words.", "Utilisez au plus \(max) mots.")
        case .wordTooLong(let max):
            Words("A word has at most \(max) bytes.", "Un mot compte au plus \(max) octets.")
        case .textTooLong(let max):
            Words(
                "The search text has at most \(max) bytes.",
                "Le texte recherché compte au plus \(max) octets.")
        }
    }
}

extension SearchProblem {
    /// The refusal of a request with such a text.
    func refusal(at pointer: String) -> Refusal {
        switch self {
        case .unbalancedQuotes, .danglingOr, .nothingToFind:
            .malformed(pointer: pointer, code: .searchSyntax)
        case .tooManyTerms(let max):
            .malformed(pointer: pointer, code: .tooMany, argument: String(max))
        case .wordTooLong(let max), .textTooLong(let max):
            .malformed(pointer: pointer, code: .tooLong, argument: String(max))
        }
    }
}

extension SearchText {
    public static let termsMax = 32
    public static let wordBytesMax = 200
    public static let textBytesMax = 4_000

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
        guard text.utf8.count <= textBytesMax else { throw .textTooLong(bytesMax: textBytesMax) }
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
