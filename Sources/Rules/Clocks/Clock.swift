public import Complaints

/// One running limit of a file, from the rule that set it.
public struct Clock: Sendable, Equatable {
    public let rule: Rule
    /// Day 0.
    public let start: CivilDate
    /// Which field gave it.
    public let startField: FieldName
    /// Whether a file merged into this one gave it.
    public let isOfMember: Bool
    /// The last day on time.
    public let due: CivilDate
    /// What the limit came to.
    public let measure: Measure
    public let end: End?

    /// A limit as it was applied.
    public enum Measure: Sendable, Equatable {
        case days(Int)
        case workDays(Int, calendar: Words)
        case immediately
        /// Before a day in that field that is known.
        case before(FieldName, CivilDate)
        /// Before a day that is not known yet.
        case beforeUnknown(FieldName)
        /// Half of the days of that rule, whose report is due on that day.
        case half(Int, ofDays: Int, rule: String, reportDue: CivilDate)
    }

    /// Why a clock runs no more.
    public enum End: Sendable, Equatable {
        /// What it asked for was done.
        case done
        /// The report was submitted on that day.
        case submitted(CivilDate)
        /// It was decided that nothing has to be reported.
        case notReportable(Decision.Origin?)
        /// The file is at its end.
        case fileEnded
    }

    /// How a running clock stands.
    public enum State: String, Sendable, CaseIterable {
        /// Nothing to worry about.
        case running
        /// Three quarters of the time are gone, or one day is left.
        case soon
        case overdue
        case ended
    }

    /// The share of the time after which a clock is shown in amber.
    public static let soonPercent = 75

    /// How it stands on a day.
    public func state(on today: CivilDate) -> State {
        if end != nil { return .ended }
        if today > due { return .overdue }
        // Of a limit of one to three days, three quarters would be gone on its last day only.
        let isNearlyGone = today >= day(ofPercent: Self.soonPercent) || today.days(until: due) <= 1
        return isNearlyGone ? .soon : .running
    }

    /// The first day on which that share of the time is gone.
    public func day(ofPercent percent: Int) -> CivilDate {
        start.adding(days: (start.days(until: due) * percent + 99) / 100) ?? due
    }

    /// The highest of its warning points that is reached on a day; nil for none.
    public func warning(on today: CivilDate) -> Int? {
        if end != nil { return nil }
        return rule.warnings.last { day(ofPercent: $0) <= today }
    }
}

/// Why a person has to decide for a jurisdiction.
public struct DecisionNeeded: Sendable, Equatable {
    /// A closed list of why the rules cannot tell.
    public enum Reason: Sendable, Equatable {
        /// These facts are missing; whichever way they turn out, a rule may apply.
        case unknownFacts([FieldName])
        /// The same of a file that was merged into this one, which itself knows enough.
        case unknownFactsOfMembers([FieldName])
        /// No rule covers the case: that is no verdict.
        case noRule
        /// The set does not know the jurisdiction that the file names.
        case unknownJurisdiction
        /// A rule applies, and no day is known on which its clock would start.
        case noStart(rule: String)
        /// The files say more than was reported and, since, decided; no clock asks for another report.
        case changedAfterReport
    }

    public let jurisdiction: String
    public let reason: Reason

    public init(jurisdiction: String, reason: Reason) {
        self.jurisdiction = jurisdiction
        self.reason = reason
    }
}

/// What a rule set makes of a file.
public struct Assessment: Sendable, Equatable {
    /// In the order of the rules.
    public var clocks: [Clock] = []
    /// Where the rules cannot tell and nobody has decided. In the order of the jurisdictions; those that
    /// the set does not know come last.
    public var decisions: [DecisionNeeded] = []
    /// Every jurisdiction that applies and asks for a person's decision, whatever the rules can tell and
    /// whoever has decided; in the same order.
    public var applicable: [String] = []
    /// Those whose decision was made on other facts: a rule applies now, or may, that did not then. It
    /// counts no more.
    public var lapsed: [String] = []

    public init() {}

    /// The running clock that ends first; of equal ones the rule that stands first.
    public var next: Clock? {
        var next: Clock?
        for clock in clocks where clock.end == nil {
            if let due = next?.due, due <= clock.due { continue }
            next = clock
        }
        return next
    }

    /// The jurisdictions for which a decision is needed, as lists show them: `US, EU`; nil for none.
    public var decisionRequired: String? {
        decisions.isEmpty ? nil : decisions.map(\.jurisdiction).joined(separator: ", ")
    }
}
