/// What is allowed of a number or a day: the argument of a problem "out of range", and its words.
public struct AllowedRange: Sendable, Equatable {
    /// What the numbers count.
    public enum Unit: String, Sendable, CaseIterable {
        case years, days, percent
    }

    /// Inclusive; nil where there is no bound. A whole number or a civil date, as text.
    let lower: String?
    let upper: String?
    let unit: Unit?

    /// Bounds that no person could meet are none.
    public init(_ range: ClosedRange<Int64>, unit: Unit? = nil) {
        lower = range.lowerBound == .min ? nil : String(range.lowerBound)
        upper = range.upperBound == .max ? nil : String(range.upperBound)
        self.unit = unit
    }

    /// Days from one to another, nil for no bound.
    public init(from first: CivilDate?, to last: CivilDate?) {
        lower = first?.text
        upper = last?.text
        unit = nil
    }

    /// Reads what `argument` wrote; nil for any other text.
    init?(argument: String) {
        var text = Substring(argument)
        var unit: Unit?
        for known in Unit.allCases where text.hasSuffix(" " + known.rawValue) {
            text = text.dropLast(known.rawValue.utf8.count + 1)
            unit = known
        }
        let ends = text.split(separator: "…", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        func bound(_ end: Substring) -> String? {
            let trimmed = TextRules.trimmed(String(end))
            return trimmed.isEmpty ? nil : trimmed
        }
        (lower, upper) = (bound(ends[0]), bound(ends[1]))
        guard lower != nil || upper != nil else { return nil }
        self.unit = unit
    }

    /// As a problem carries it: `0 … 130 years`, `1900-01-01 … 2026-03-02`, `1 …`.
    public var argument: String {
        [lower, "…", upper, unit?.rawValue].compactMap(\.self).joined(separator: " ")
    }

    /// As people read it: "a value from 0 to 130 years", "a date from 1 January 1900 to 2 March 2026".
    var words: Words {
        let days = [lower, upper].map { $0.flatMap { CivilDate($0)?.words } }
        switch (days[0], days[1]) {
        case (let first?, let last?):
            return Words(
                "a date from \(first.english) to \(last.english)",
                "une date du \(first.french) au \(last.french)")
        case (let first?, nil):
            return Words(
                "a date not before \(first.english)", "une date à partir du \(first.french)")
        case (nil, let last?):
            return Words(
                "a date not after \(last.english)", "une date au plus tard le \(last.french)")
        case (nil, nil): return numberWords
        }
    }

    private var numberWords: Words {
        let (english, french) = unit?.trail ?? ("", "")
        switch (lower, upper) {
        case (let least?, let most?):
            return Words(
                "a value from \(least) to \(most)\(english)",
                "une valeur de \(least) à \(most)\(french)")
        case (let least?, nil):
            return Words(
                "a value of at least \(least)\(english)", "une valeur d’au moins \(least)\(french)")
        default:
            let most = upper ?? ""
            return Words(
                "a value of at most \(most)\(english)", "une valeur d’au plus \(most)\(french)")
        }
    }
}

extension AllowedRange.Unit {
    /// What follows the number, in English and in French.
    fileprivate var trail: (String, String) {
        switch self {
        case .years: ("\u{A0}years", "\u{A0}ans")
        case .days: ("\u{A0}days", "\u{A0}jours")
        case .percent: ("\u{A0}%", "\u{A0}%")
        }
    }
}
