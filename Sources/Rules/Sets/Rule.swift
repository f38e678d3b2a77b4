public import Complaints

/// One rule: when it applies, from which day its clock runs and how long, and the law that says so.
public struct Rule: Sendable, Equatable {
    /// E.g. `US-30`; unique within its set.
    public let id: String
    /// Its place in the set.
    let position: Int
    /// The code of its jurisdiction.
    public let jurisdiction: String
    public let name: Words
    public let when: Predicate
    /// The fields whose date is day 0: the first that is known.
    let starts: [FactIndex]
    public let limit: Limit
    /// Whether the law says "immediately, and not later than".
    public let isImmediate: Bool
    /// When the clock is at its end though the file is not; nil where only a report or a decision
    /// ends it.
    public let done: Predicate?
    /// Percentages of the time at which somebody is told, ascending.
    public let warnings: [Int]
    /// Who is told from which percentage on, ascending.
    public let escalation: [EscalationStep]
    /// E.g. `21 CFR 803.50`; house policy says so.
    public let citation: Words
    /// The days 0 for which the rule is in force, both included; nil is open.
    public let validFrom: CivilDate?
    public let validTo: CivilDate?

    /// Whether it is in force for a clock that starts on that day.
    func isValid(on day: CivilDate) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validTo.map { day <= $0 } ?? true)
    }
}

/// From which percentage of the time on people of that role are told too.
public struct EscalationStep: Sendable, Equatable {
    public let percent: Int
    public let role: Role
}

/// How long a clock runs. Day 0 is the day it starts; nothing rolls forward over a weekend.
public enum Limit: Sendable, Equatable {
    /// Calendar days after day 0.
    case days(Int)
    /// Worked days of that calendar of the set after day 0.
    case workDays(Int, calendar: Int)
    /// On day 0.
    case immediately
    /// Before the day in that field; on day 0 as long as it is not known.
    case before(FactIndex)
    /// Half the days of the shortest of those rules that may apply, rounded down.
    case halfOf([Int])
}

/// Where a file may have to be reported, or the house's own policy.
public struct Jurisdiction: Sendable, Equatable {
    /// E.g. `EU`, as in the field `markets`.
    public let code: String
    public let name: Words
    /// Whether a file falls under it; unknown counts as yes.
    public let applies: Predicate
    /// Whether a person has to decide there: not for house policy.
    public let needsDecision: Bool
}

/// A version of the rules, whole: a value.
public struct RuleSet: Sendable, Equatable {
    public static let rulesMax = 200
    public static let jurisdictionsMax = 50
    public static let calendarsMax = 20

    public let name: Words
    /// The zone in which the reporting entity sits: its civil date is the day of awareness.
    public let zone: String
    public let jurisdictions: [Jurisdiction]
    public let calendars: [WorkCalendar]
    public let rules: [Rule]
    /// The fields that the rules name, in the order in which facts are given.
    public let factNames: [FieldName]
    /// The place of `markets` among the facts; nil where no rule names it.
    let markets: FactIndex?

    /// The rule of that id.
    public subscript(id: String) -> Rule? { rules.first { $0.id == id } }

    /// What a jurisdiction is called: by the set, else as a market of the file; else it is its code.
    public func name(of jurisdiction: String) -> Words {
        jurisdictions.first { $0.code == jurisdiction }?.name
            ?? Choices.markets.first { $0.value == jurisdiction }?.label
            ?? Words(jurisdiction, jurisdiction)
    }

    /// The name of a field that the rules name.
    func name(of index: FactIndex) -> FieldName { factNames[index.position] }
}
