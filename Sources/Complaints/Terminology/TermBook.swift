/// The terms of one annex that are in force, ready to be searched and walked. An annex has up to some
/// thousand terms, so that a search looks at each: a fraction of a millisecond.
public struct TermBook: Sendable {
    public let annex: EventCode.Annex
    /// The release, e.g. "2026".
    public let release: String
    /// In the order of the release.
    public let terms: [EventTerm]
    private let entries: [Entry]
    private let places: [String: Int]
    /// The places of the terms below a code, and at the top below "".
    private let below: [String: [Int]]

    /// A term as it is searched.
    private struct Entry: Sendable {
        let code: [UInt8]
        let term: [[UInt8]]
        let rest: [[UInt8]]
    }

    public init(_ annex: EventCode.Annex, release: String, _ terms: [EventTerm]) {
        self.annex = annex
        self.release = release
        self.terms = terms
        entries = terms.map { term in
            Entry(
                code: Self.words(term.code).first ?? [], term: Self.words(term.term),
                rest: Self.words(term.definition) + Self.words(term.otherCode))
        }
        places = Dictionary(zip(terms.map(\.code), terms.indices)) { first, _ in first }
        var below: [String: [Int]] = [:]
        for (place, term) in terms.enumerated() {
            let parents = term.parents
            for parent in parents.isEmpty ? [""] : parents {
                below[parent, default: []].append(place)
            }
        }
        self.below = below
    }

    /// The term of that code, current or not.
    public subscript(code: String) -> EventTerm? { places[code].map { terms[$0] } }

    /// The terms directly below a code, or at the top.
    public func children(of code: String?) -> [EventTerm] {
        (below[code ?? ""] ?? []).map { terms[$0] }
    }

    /// Whether terms stand below that code.
    public func hasChildren(_ code: String) -> Bool { below[code] != nil }

    /// Terms that have every word of the text at the beginning of one of their own words: in their
    /// code, their name or their definition. Cases and accents make no difference. The best first: the
    /// code itself, codes that begin so, the whole name, the name's beginning, words of the name, words
    /// of the definition; among equals the current before the others, then the order of the release.
    ///
    /// - Parameter parent: only what stands below that code, however deep.
    public func search(_ text: String, below parent: String? = nil, limit: Int) -> [EventTerm] {
        let wanted = Self.words(text)
        guard !wanted.isEmpty else { return [] }
        var found: [(rank: Int, place: Int)] = []
        for place in entries.indices {
            if let parent, !stands(terms[place], below: parent) { continue }
            guard let rank = Self.rank(wanted, entries[place]) else { continue }
            let isCurrent = terms[place].standing == .current
            found.append((rank * 2 + (isCurrent ? 0 : 1), place))
        }
        found.sort { ($0.rank, $0.place) < ($1.rank, $1.place) }
        return found.prefix(limit).map { terms[$0.place] }
    }

    private func stands(_ term: EventTerm, below parent: String) -> Bool {
        term.paths.contains { $0.dropLast().contains(parent) }
    }

    /// Nil when a word is nowhere; lower is better.
    private static func rank(_ wanted: [[UInt8]], _ entry: Entry) -> Int? {
        if wanted.count == 1, entry.code.starts(with: wanted[0]) {
            return entry.code == wanted[0] ? 0 : 1
        }
        if wanted == entry.term { return 2 }
        func isIn(_ words: [[UInt8]]) -> (_ word: [UInt8]) -> Bool {
            { word in words.contains { $0.starts(with: word) } }
        }
        if wanted.allSatisfy(isIn(entry.term)) {
            let begins = zip(entry.term, wanted).allSatisfy { $0.starts(with: $1) }
            return begins ? 3 : 4
        }
        let inTerm = wanted.contains(where: isIn(entry.term))
        let anywhere = entry.term + entry.rest + [entry.code]
        guard wanted.allSatisfy(isIn(anywhere)) else { return nil }
        return inTerm ? 5 : 6
    }

    private static func words(_ text: String) -> [[UInt8]] {
        FoldedText(text).words.map { Array($0.utf8) }
    }
}
