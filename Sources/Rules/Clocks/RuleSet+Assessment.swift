import Complaints

extension RuleSet {
    /// The clocks of a file and the jurisdictions for which somebody has to decide.
    ///
    /// It fails closed: a fact that is not known never makes a file not reportable, and neither does a
    /// case that no rule covers.
    public func assess(_ facts: Facts) -> Assessment {
        var assessment = Assessment()
        let truths = truths(of: facts)
        for jurisdiction in jurisdictions {
            let applies = jurisdiction.applies.holds(of: facts, rules: truths)
            guard applies != .no else { continue }
            if jurisdiction.needsDecision { assessment.applicable.append(jurisdiction.code) }
            assess(jurisdiction, facts, truths, into: &assessment)
        }
        assessment.clocks.sort { $0.rule.position < $1.rule.position }
        addUnknownJurisdictions(facts, to: &assessment)
        return assessment
    }

    /// What holds of each rule's condition, in their order.
    func truths(of facts: Facts) -> [Truth] {
        var truths: [Truth] = []
        truths.reserveCapacity(rules.count)
        for rule in rules { truths.append(rule.when.holds(of: facts, rules: truths)) }
        return truths
    }

    private func assess(
        _ jurisdiction: Jurisdiction, _ facts: Facts, _ truths: [Truth],
        into assessment: inout Assessment
    ) {
        let decision = decision(for: jurisdiction.code, facts, truths)
        if decision == nil, facts.decisions[jurisdiction.code] != nil, !facts.isEnded {
            assessment.lapsed.append(jurisdiction.code)
        }
        var isCovered = false
        var missing: [FactIndex] = []
        var withoutStart: String?
        for (position, rule) in rules.enumerated() where rule.jurisdiction == jurisdiction.code {
            switch truths[position] {
            case .no: continue
            case .unknown: rule.when.missing(of: facts, into: &missing, rules: rules)
            case .yes:
                guard let start = start(of: rule, facts) else {
                    withoutStart = withoutStart ?? rule.id
                    continue
                }
                guard rule.isValid(on: start.day) else { continue }
                // House policy of how soon to decide is no verdict.
                if case .halfOf = rule.limit {} else { isCovered = true }
                if let clock = clock(of: rule, start, facts, truths, decision) {
                    assessment.clocks.append(clock)
                }
            }
        }
        guard jurisdiction.needsDecision, !facts.isEnded, decision == nil else { return }
        let reason: DecisionNeeded.Reason
        if let withoutStart {
            reason = .noStart(rule: withoutStart)
        } else if !missing.isEmpty {
            reason = .unknownFacts(missing.map(name(of:)))
        } else if !isCovered {
            reason = .noRule
        } else {
            return
        }
        assessment.decisions.append(
            DecisionNeeded(jurisdiction: jurisdiction.code, reason: reason))
    }

    private func addUnknownJurisdictions(_ facts: Facts, to assessment: inout Assessment) {
        guard let markets, let text = facts.known(markets) else { return }
        for entry in Markets.entries(text)
        where !jurisdictions.contains(where: { $0.code == entry }) {
            assessment.applicable.append(entry)
            if facts.isEnded || facts.decisions[entry] != nil { continue }
            assessment.decisions.append(
                DecisionNeeded(jurisdiction: entry, reason: .unknownJurisdiction))
        }
    }

    private struct Start {
        let day: CivilDate
        let field: FieldName
        let isOfMember: Bool
    }

    private func start(of rule: Rule, _ facts: Facts) -> Start? {
        for index in rule.starts {
            if let found = facts.earliestDay(index) {
                return Start(day: found.day, field: name(of: index), isOfMember: found.isOfMember)
            }
        }
        return nil
    }

    private func clock(
        of rule: Rule, _ start: Start, _ facts: Facts, _ truths: [Truth], _ decision: Decision?
    ) -> Clock? {
        guard let (due, measure) = due(of: rule, start.day, facts, truths) else { return nil }
        return Clock(
            rule: rule, start: start.day, startField: start.field, isOfMember: start.isOfMember,
            due: due, measure: measure, end: end(of: rule, start.day, facts, truths, decision))
    }

    private func end(
        of rule: Rule, _ start: CivilDate, _ facts: Facts, _ truths: [Truth],
        _ decision: Decision?
    ) -> Clock.End? {
        // A report ends the clocks it was made for, of those that had begun.
        let answers = facts.reports.filter { $0.rules.contains(rule.id) && start <= $0.day }
        if let day = answers.map(\.day).min() { return .submitted(day) }
        if let decision {
            if decision.verdict == .notReportable { return .notReportable(decision.origin) }
            if case .halfOf = rule.limit { return .done }
        }
        if rule.done?.holds(of: facts, rules: truths) == .yes { return .done }
        // What was done before says more than that nothing has to be done any more.
        return facts.isEnded ? .fileEnded : nil
    }

    private func due(
        of rule: Rule, _ start: CivilDate, _ facts: Facts, _ truths: [Truth]
    ) -> (CivilDate, Clock.Measure)? {
        switch rule.limit {
        case .days(let count):
            return start.adding(days: count).map { ($0, .days(count)) }
        case .workDays(let count, let calendar):
            let calendar = calendars[calendar]
            return calendar.adding(workDays: count, to: start)
                .map { ($0, .workDays(count, calendar: calendar.name)) }
        case .immediately: return (start, .immediately)
        case .before(let index):
            guard let day = facts.day(index) else {
                return (start, .beforeUnknown(name(of: index)))
            }
            // What starts on the day it was decided was to be reported that day.
            return (max(start, day.adding(days: -1) ?? day), .before(name(of: index), day))
        case .halfOf(let positions):
            return half(of: positions, start, truths)
        }
    }

    /// The shortest of those rules that may apply, of the ones in force on that day.
    private func half(
        of positions: [Int], _ start: CivilDate, _ truths: [Truth]
    ) -> (CivilDate, Clock.Measure)? {
        var shortest: (days: Int, rule: Rule)?
        for position in positions where truths[position] != .no {
            guard case .days(let days) = rules[position].limit, rules[position].isValid(on: start)
            else { continue }
            if let found = shortest, found.days <= days { continue }
            shortest = (days, rules[position])
        }
        guard let shortest, let due = start.adding(days: shortest.days / 2),
            let reportDue = start.adding(days: shortest.days)
        else { return nil }
        return (
            due,
            .half(
                shortest.days / 2, ofDays: shortest.days, rule: shortest.rule.id,
                reportDue: reportDue)
        )
    }
}
