public import Complaints

/// What a person has decided for one jurisdiction: signed, and not superseded.
public struct Decision: Sendable, Equatable {
    /// Whether a report is owed.
    public enum Verdict: String, Sendable, CaseIterable {
        case reportable
        case notReportable = "not_reportable"
    }

    /// Which decision it is, so that what it ends can say so.
    public struct Origin: Sendable, Equatable {
        public let id: Int64
        /// The account that decided.
        public let by: String
        public let on: CivilDate

        public init(id: Int64, by: String, on: CivilDate) {
            self.id = id
            self.by = by
            self.on = on
        }
    }

    public let verdict: Verdict
    public let origin: Origin?
    /// What it was made on; nil stands whatever the rules say.
    public let basis: DecisionBasis?

    public init(_ verdict: Verdict, origin: Origin? = nil, basis: DecisionBasis? = nil) {
        self.verdict = verdict
        self.origin = origin
        self.basis = basis
    }
}

/// The rules of a jurisdiction that applied when somebody decided, and those that might have. A
/// decision says nothing of a rule that comes to apply later: then somebody has to decide anew.
public struct DecisionBasis: Sendable, Equatable {
    private static let doubt: Character = "?"

    private let truths: [String: Truth]
    /// What the files said of what the rules ask for (`RuleSet.tellingFacts`).
    public let facts: Set<String>

    init(_ truths: [String: Truth]) {
        self.truths = truths.filter { $0.value != .no }
        facts = []
    }

    /// Reads it as a decision keeps it: `US-30` for a rule that applied, `US-5A?` for one that might.
    public init(_ texts: [String], facts: [String] = []) {
        self.facts = Set(facts)
        var truths: [String: Truth] = [:]
        for text in texts {
            let isDoubtful = text.last == Self.doubt
            truths[isDoubtful ? String(text.dropLast()) : text] = isDoubtful ? .unknown : .yes
        }
        self.truths = truths
    }

    /// The same for a decision to keep, in the order of the ids.
    public var texts: [String] {
        truths.sorted { $0.key < $1.key }
            .map { $0.value == .yes ? $0.key : $0.key + String(Self.doubt) }
    }

    /// Whether somebody who decided knew of the rule what holds of it now, or more.
    func covers(_ rule: String, _ truth: Truth) -> Bool { truth <= truths[rule] ?? .no }
}

/// A report that was submitted to an authority.
public struct SubmittedReport: Sendable, Equatable {
    /// The rules whose clocks it answers.
    public let rules: Set<String>
    public let day: CivilDate
    public let jurisdiction: String
    /// What the files said when it was submitted (`RuleSet.tellingFacts`); nil when nobody kept that.
    public let facts: Set<String>?

    public init(
        rules: Set<String>, day: CivilDate, jurisdiction: String = "", facts: Set<String>? = nil
    ) {
        self.rules = rules
        self.day = day
        self.jurisdiction = jurisdiction
        self.facts = facts
    }
}
