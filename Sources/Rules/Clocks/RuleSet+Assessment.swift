import Complaints

extension RuleSet {
    /// The clocks of a file and the jurisdictions for which somebody has to decide.
    ///
    /// It fails closed: a fact that is not known never makes a file not reportable, and neither does a
    /// case that no rule covers.
    public func assess(_ facts: Facts) -> Assessment {
        var assessment = Assessment()
        let family = Family(facts, under: self)
        for jurisdiction in jurisdictions {
            guard family.holds(jurisdiction.applies) != .no else { continue }
            if jurisdiction.needsDecision { assessment.applicable.append(jurisdiction.code) }
            assess(jurisdiction, family, into: &assessment)
        }
        assessment.clocks.sort { $0.rule.position < $1.rule.position }
        addUnknownJurisdictions(family, to: &assessment)
        return assessment
    }

    /// What holds of each rule's condition, in their order, of a file with those merged into it.
    func truths(of facts: Facts) -> [Truth] { Family(facts, under: self).truths }

    /// The files merged into one, each by itself.
    func facts(ofMembers facts: Facts) -> [Facts] {
        let status = factNames.firstIndex(of: "status")
        return facts.members.map { facts.member($0, statusAt: status) }
    }

    private func assess(
        _ jurisdiction: Jurisdiction, _ family: Family, into assessment: inout Assessment
    ) {
        let (facts, truths) = (family.facts, family.truths)
        let decision = decision(for: jurisdiction.code, facts, truths)
        if decision == nil, facts.decisions[jurisdiction.code] != nil, !facts.isEnded {
            assessment.lapsed.append(jurisdiction.code)
        }
        var isCovered = false
        var missing: (own: [FactIndex], members: [FactIndex]) = ([], [])
        var withoutStart: String?
        for (position, rule) in rules.enumerated() where rule.jurisdiction == jurisdiction.code {
            switch truths[position] {
            case .no: continue
            case .unknown: family.missing(for: rule, in: rules, into: &missing)
            case .yes:
                guard let start = family.start(of: rule) else {
                    withoutStart = withoutStart ?? rule.id
                    continue
                }
                guard rule.isValid(on: start.day) else { continue }
                // House policy of how soon to decide is no verdict.
                if case .halfOf = rule.limit {} else { isCovered = true }
                if let clock = clock(of: rule, start, family, decision) {
                    assessment.clocks.append(clock)
                }
            }
        }
        guard jurisdiction.needsDecision, !facts.isEnded else { return }
        let isOutgrown = outgrowsReports(
            facts, in: jurisdiction.code, decidedOn: facts.decisions[jurisdiction.code]?.basis,
            assessment.clocks)
        guard decision == nil || isOutgrown else { return }
        let reason: DecisionNeeded.Reason
        if let withoutStart {
            reason = .noStart(rule: withoutStart)
        } else if !missing.own.isEmpty {
            reason = .unknownFacts(missing.own.map(name(of:)))
        } else if !missing.members.isEmpty {
            reason = .unknownFactsOfMembers(missing.members.map(name(of:)))
        } else if !isCovered {
            reason = .noRule
        } else if isOutgrown {
            reason = .changedAfterReport
        } else {
            return
        }
        assessment.decisions.append(
            DecisionNeeded(jurisdiction: jurisdiction.code, reason: reason))
    }

    private func addUnknownJurisdictions(_ family: Family, to assessment: inout Assessment) {
        guard let markets else { return }
        let facts = family.facts
        let texts = family.files.compactMap { $0.known(markets) }
        for entry in Markets.entries(texts.joined(separator: ","))
        where !jurisdictions.contains(where: { $0.code == entry }) {
            assessment.applicable.append(entry)
            if facts.isEnded || facts.decisions[entry] != nil { continue }
            assessment.decisions.append(
                DecisionNeeded(jurisdiction: entry, reason: .unknownJurisdiction))
        }
    }

    private func clock(
        of rule: Rule, _ start: Family.Start, _ family: Family, _ decision: Decision?
    ) -> Clock? {
        guard let (due, measure) = due(of: rule, start.day, family.facts, family.truths) else {
            return nil
        }
        return Clock(
            rule: rule, start: start.day, startField: name(of: start.field),
            isOfMember: start.isOfMember, due: due, measure: measure,
            end: end(of: rule, start.day, family, decision))
    }

    private func end(
        of rule: Rule, _ start: CivilDate, _ family: Family, _ decision: Decision?
    ) -> Clock.End? {
        let facts = family.facts
        // A report ends the clocks it was made for, of those that had begun.
        let answers = facts.reports.filter { $0.rules.contains(rule.id) && start <= $0.day }
        if let day = answers.map(\.day).min() { return .submitted(day) }
        if let decision {
            // What came in after a report was submitted is told to whoever has it, or was none.
            let isOwed =
                isFollowUp(rule) && facts.reports.contains { $0.jurisdiction == rule.jurisdiction }
            if decision.verdict == .notReportable, !isOwed {
                return .notReportable(decision.origin)
            }
            if case .halfOf = rule.limit { return .done }
        }
        if family.isDone(rule) { return .done }
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
            guard let day = facts.earliestDay(index)?.day else {
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
