import Complaints
import Rules

extension FileCheck {
    /// Which files have it, as a condition over the complaint table. A judged fact
    /// (`Fact.isAcknowledgedLate`) gives those that may: what decides is `AcknowledgementDeadline`.
    func condition(
        _ compiler: FilterCompiler, today: CivilDate, rules: RuleSet
    ) throws(StorageFailure) -> Condition {
        var parts = [try compiler.condition(held(today: today, rules: rules))]
        for fact in facts where fact.filter(today: today, rules: rules) == nil {
            parts.append(fact.condition(today: today))
        }
        return .all(parts)
    }

    /// What it asks of fields alone: its filters, and the facts that are comparisons of a field.
    func held(today: CivilDate, rules: RuleSet) -> Filter {
        let facts = facts.compactMap { $0.filter(today: today, rules: rules) }
        guard case .and(let comparisons) = filter else { return .and([filter] + facts) }
        return .and(comparisons + facts)
    }

    /// Whether SQL alone cannot say it.
    var isJudged: Bool { facts.contains(.isAcknowledgedLate) }
}

extension FileCheck.Fact {
    /// The fact as a comparison of a field; nil where it is more than that.
    func filter(today: CivilDate, rules: RuleSet) -> Filter? {
        switch self {
        case .hasUndecidedJurisdiction: .compare("decision_required", .isNotEmpty)
        case .isOverdue: .compare("due", .less(.text(today.text)))
        case .isOverdueByLaw: .compare("due_by_law", .less(.text(today.text)))
        case .leavesLawUnanswered: .compare("due_law_rule", .isNotEmpty)
        default: nil
        }
    }

    fileprivate func condition(today: CivilDate) -> Condition {
        switch self {
        case .hasUndecidedJurisdiction, .isOverdue, .isOverdueByLaw, .leavesLawUnanswered:
            preconditionFailure("a filter")
        case .reusesNoInvestigation:
            Condition(
                "NOT (" + Self.companion("link", Self.isResultsLink) + " OR \(Self.reusesResults))")
        case .hasUnsignedDecision:
            Condition(Self.companion("decision", "companion.state = 'unsigned'"))
        case .hasLateDecision: Condition(Self.companion("decision", Self.isLateDecision))
        case .hasDecisionAgainstAnswers:
            Condition(Self.companion("decision", Self.isAgainstAnswers))
        case .hasUnsentReport:
            Condition(
                Self.companion("report", "\(Self.submitted) IS NULL AND companion.due < ?"),
                [.text(today.text)])
        case .hasReportSentLate:
            Condition(Self.companion("report", "\(Self.submitted) > companion.due"))
        case .hasReportWithoutNumber:
            Condition(
                Self.companion(
                    "report",
                    "\(Self.submitted) IS NOT NULL AND "
                        + "json_extract(companion.document,'$.report_number') IS NULL"))
        case .isUnsignedClosing: Condition("NOT EXISTS (\(Self.closings))")
        case .wasClosedHere:
            Condition("EXISTS (\(Self.ownChanges(of: "complaint.id")))")
        case .wasClosedElsewhere:
            Condition("NOT EXISTS (\(Self.ownChanges(of: "complaint.id")))")
        case .isClosedByInvestigator:
            Condition(
                "EXISTS (\(Self.closings) AND signature.signer = \(Self.member("investigator")) "
                    + "COLLATE NOCASE)")
        case .isReviewedByInvestigator:
            Condition("\(Self.member("reviewer")) = \(Self.member("investigator")) COLLATE NOCASE")
        case .wasReceivedBeforeAwareness: Condition("complaint.aware > complaint.received")
        case .isAcknowledgedLate:
            Condition("\(Self.member("acknowledged")) > complaint.received")
        }
    }

    private static let closings = """
        SELECT 1 FROM signature WHERE signature.record = 'complaint' \
        AND signature.record_id = complaint.id AND signature.meaning = 'closure'
        """

    /// What was changed by work here. No file begins closed but by an import or the demonstration, and no
    /// import closes one: a closed file without such a change came closed.
    static func ownChanges(of file: String) -> String {
        """
        SELECT 1 FROM change WHERE change.entity = 'complaint' AND change.entity_id = \(file) \
        AND change.operation = 'update' AND change.origin NOT IN ('import', 'system')
        """
    }

    /// The file names another one whose investigation holds here too, says why, and that one has results.
    static let reusesResults = """
        (json_extract(complaint.document,'$.reuse_justification') IS NOT NULL AND EXISTS (\
        SELECT 1 FROM complaint AS source \
        WHERE source.number = json_extract(complaint.document,'$.reused_investigation') \
        AND source.investigation_results IS NOT NULL))
        """

    /// Of a link: to an investigation that has results.
    static let isResultsLink = """
        companion.state = 'same_investigation' AND EXISTS (SELECT 1 FROM complaint AS source \
        WHERE source.id = companion.other_complaint_id AND source.investigation_results IS NOT NULL)
        """

    /// Of a decision: what is still to be found out decides nothing.
    static let isLateDecision = """
        companion.state = 'signed' AND json_extract(companion.document,'$.decided') > companion.due \
        AND json_extract(companion.document,'$.verdict') <> 'further_information'
        """

    /// Of a decision; one after a report says whether a supplement is owed, which its answers do not.
    static let isAgainstAnswers = """
        companion.state = 'signed' \
        AND json_extract(companion.document,'$.verdict') = 'not_reportable' \
        AND json_extract(companion.document,'$.proposal') = 'reportable' \
        AND NOT EXISTS (SELECT 1 FROM companion AS report \
        WHERE report.complaint_id = companion.complaint_id AND report.kind = 'report' \
        AND report.withdrawn_at IS NULL \
        AND json_extract(report.document,'$.jurisdiction') = \
        json_extract(companion.document,'$.jurisdiction') \
        AND json_extract(report.document,'$.submitted') <= json_extract(companion.document,'$.decided'))
        """

    private static let submitted = "json_extract(companion.document,'$.submitted')"

    /// Whether the file has a companion of that kind, not withdrawn, of which the condition holds.
    private static func companion(_ kind: StaticString, _ condition: String) -> String {
        """
        EXISTS (SELECT 1 FROM companion WHERE companion.complaint_id = complaint.id \
        AND companion.kind = '\(kind)' AND companion.withdrawn_at IS NULL AND \(condition))
        """
    }

    private static func member(_ name: StaticString) -> String {
        "json_extract(complaint.document,'$.\(name)')"
    }
}

/// Until when receipt has to be acknowledged: the rule `POL-ACK` of the rules in force. What it says of a
/// day is kept, since many files came on one day.
struct AcknowledgementDeadline {
    private let rules: RuleSet
    private let limit: Limit?
    private var known: [String: String] = [:]

    init(_ rules: RuleSet) {
        self.rules = rules
        limit = rules["POL-ACK"]?.limit
    }

    /// Whether that is too late; never without such a rule, or for what is no date.
    mutating func isLate(_ acknowledged: String, received: String) -> Bool {
        guard let last = last(received: received) else { return false }
        return acknowledged > last
    }

    /// The last day for what was received that day; nil without such a rule, or for what is no date.
    mutating func last(received: String) -> String? {
        if let last = known[received] { return last }
        guard let limit, let day = CivilDate(received) else { return nil }
        let end: CivilDate? =
            switch limit {
            case .days(let count): day.adding(days: count)
            case .workDays(let count, let calendar):
                rules.calendars[calendar].adding(workDays: count, to: day)
            case .immediately: day
            case .before, .halfOf: nil
            }
        if let end { known[received] = end.text }
        return end?.text
    }
}
