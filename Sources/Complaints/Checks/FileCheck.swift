/// Something that an inspector would object to in a complaint file, declared once: its words, the law
/// behind it, and which files have it. Counting, lists, export and the screen take the declaration.
public struct FileCheck: Sendable {
    /// How much an objection weighs.
    public enum Severity: String, Sendable, CaseIterable {
        /// What the law asks for is missing or late.
        case major
        /// A hole that somebody would ask about.
        case minor
        /// No objection: what somebody has to know who looks at the files.
        case remark

        /// What stands beside the check.
        public var label: Words {
            switch self {
            case .major: Words("Major", "Majeur")
            case .minor: Words("Minor", "Mineur")
            case .remark: Words("Remark", "Remarque")
            }
        }
    }

    /// What no list can be asked for, beyond values of fields.
    public enum Fact: String, Sendable, CaseIterable {
        /// The file uses no other one's investigation that has results.
        case reusesNoInvestigation
        case hasUndecidedJurisdiction
        case isOverdue
        /// What a law asks for first was due, whatever house policy asked for.
        case isOverdueByLaw
        /// It ended, and that alone stopped a clock that asked for a decision.
        case leavesLawUnanswered
        case hasUnsignedDecision
        /// Signed after the first legal deadline that ran when it was made.
        case hasLateDecision
        /// Signed as not reportable where its own answers propose to report.
        case hasDecisionAgainstAnswers
        /// A report to an authority was due and is not submitted.
        case hasUnsentReport
        case hasReportSentLate
        /// Submitted, without the authority's or the house's number for it.
        case hasReportWithoutNumber
        case isUnsignedClosing
        /// The file was closed by work in this system.
        case wasClosedHere
        /// It was closed when an import or the demonstration brought it, and nothing was done to it since.
        case wasClosedElsewhere
        /// Who signed the closing is the file's investigator; names differ by more than letter case.
        case isClosedByInvestigator
        case isReviewedByInvestigator
        case wasReceivedBeforeAwareness
        /// Acknowledged after the limit of the rule `POL-ACK` in force.
        case isAcknowledgedLate
    }

    /// The ends at which nobody is asked what has to be reported.
    public static let endsWithoutDecision: [ComplaintEnd] = [.notAComplaint, .withdrawn]

    /// Fields that a fact asks for, beside the filters, whether they have a value.
    public static let askedByFacts: [FieldName] = ["reused_investigation"]

    /// E.g. `udi_missing`; part of addresses.
    public let id: String
    public let severity: Severity
    /// What is wrong with such a file.
    public let sentence: Words
    /// The law behind it.
    public let citation: Citation
    /// The values of fields that its files have: any of the list; an empty text is "has none". They are
    /// the parameters of `GET /complaints`, and of the grid's address.
    public let filters: [(name: FieldName, values: [String])]
    /// What holds of them too.
    public let facts: [Fact]

    init(
        _ id: String, _ severity: Severity, _ sentence: Words, _ citation: Citation,
        _ filters: [(name: FieldName, values: [String])] = [], facts: [Fact] = []
    ) {
        self.id = id
        self.severity = severity
        self.sentence = sentence
        self.citation = citation
        self.filters = filters
        self.facts = facts
    }

    /// Whether the list of complaints can be asked for exactly its files.
    public var isList: Bool { facts.isEmpty }

    /// Its filters as pairs, a value each.
    public var parameters: [(name: String, value: String)] {
        filters.flatMap { filter in filter.values.map { (filter.name.text, $0) } }
    }

    /// The filters as one condition over fields.
    public var filter: Filter {
        .and(
            filters.map { name, values in
                .compare(name, .isOneOf(values.map { $0.isEmpty ? .null : .text($0) }))
            })
    }
}
