/// What a release makes of an annex: the terms as they stand with it, and how they differ from those
/// in force.
public struct TerminologyUpdate: Sendable, Equatable {
    public let annex: EventCode.Annex
    /// In the order of the release, what it dropped behind.
    public let terms: [EventTerm]
    /// Codes that are new, differ in their words, and are not to be used any more since this release.
    public private(set) var added: [String] = []
    public private(set) var changed: [String] = []
    public private(set) var retired: [String] = []
    /// How many terms of the release are as they were.
    public private(set) var unchangedCount = 0
    /// Codes that files have and the release has not, whether an earlier one had them or not.
    public private(set) var usedAndGone: [String] = []

    /// - Parameters:
    ///   - old: the terms in force; empty when the annex was never imported.
    ///   - released: those of the release.
    ///   - used: the codes that files have.
    public init(
        _ annex: EventCode.Annex, from old: [EventTerm], to released: [EventTerm],
        used: Set<String>
    ) {
        self.annex = annex
        var terms = released
        let before = Dictionary(old.map { ($0.code, $0) }) { first, _ in first }
        let codes = Set(released.map(\.code))
        for term in released {
            guard let known = before[term.code] else {
                added.append(term.code)
                continue
            }
            if known.standing == .current, term.standing != .current {
                retired.append(term.code)
            } else if known != term {
                changed.append(term.code)
            } else {
                unchangedCount += 1
            }
        }
        for term in old where !codes.contains(term.code) {
            if term.standing == .current { retired.append(term.code) }
            var kept = term
            kept.standing = .dropped
            terms.append(kept)
        }
        let unknown = used.filter { !codes.contains($0) && before[$0] == nil }.sorted()
        terms += unknown.map { EventTerm(code: $0, term: "", standing: .dropped) }
        usedAndGone = used.filter { !codes.contains($0) }.sorted()
        self.terms = terms
    }
}
