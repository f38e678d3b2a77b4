public import Complaints

/// What a decision is made on, and whether it still stands.
extension RuleSet {
    /// The facts that say when a follow-up to a report is owed: new information after it (21 CFR
    /// 803.56), and the day that was announced to the authority (MDR art. 87(6), 89(5)).
    public static let followUpFacts: Set<FieldName> = ["new_information", "next_report"]

    /// The rules of a jurisdiction that apply to a file now, and those that may.
    public func basis(for jurisdiction: String, of facts: Facts) -> DecisionBasis {
        let truths = truths(of: facts)
        var found: [String: Truth] = [:]
        for (position, rule) in rules.enumerated()
        where rule.jurisdiction == jurisdiction && asksForDecision(rule) {
            found[rule.id] = truths[position]
        }
        return DecisionBasis(found)
    }

    /// The decision for a jurisdiction, provided that it covers everything that applies or may.
    func decision(
        for jurisdiction: String, _ facts: Facts, _ truths: [Truth]
    ) -> Decision? {
        guard let decision = facts.decisions[jurisdiction] else { return nil }
        guard let basis = decision.basis else { return decision }
        return covers(basis, jurisdiction, truths) ? decision : nil
    }

    /// Whether what was decided on that basis still covers everything that applies to a file, or may.
    public func holds(
        _ basis: DecisionBasis, for jurisdiction: String, of facts: Facts
    ) -> Bool {
        if facts.isEnded { return true }
        return covers(basis, jurisdiction, truths(of: facts))
            && !outgrowsReports(facts, in: jurisdiction, decidedOn: basis, assess(facts).clocks)
    }

    /// What the files of an event say of what a jurisdiction's rules ask for, as `field=value` or, where a
    /// condition asks only for some value, as `field`; in order, each once.
    public func tellingFacts(of facts: Facts, for jurisdiction: String) -> [String] {
        var found: Set<String> = []
        for file in [facts] + self.facts(ofMembers: facts) {
            for rule in rules where rule.jurisdiction == jurisdiction && asksForDecision(rule) {
                rule.when.addTelling(of: file, to: &found, under: self)
            }
        }
        return found.sorted()
    }

    /// Whether the files say more than was reported in a jurisdiction and, since, decided there, while no
    /// clock asks for another report (21 CFR 803.56).
    ///
    /// - Parameter clocks: those of the files, all jurisdictions.
    func outgrowsReports(
        _ facts: Facts, in jurisdiction: String, decidedOn basis: DecisionBasis?,
        _ clocks: @autoclosure () -> [Clock]
    ) -> Bool {
        var told = basis?.facts ?? []
        var isReported = false
        for report in facts.reports where report.jurisdiction == jurisdiction {
            guard let facts = report.facts else { continue }
            isReported = true
            told.formUnion(facts)
        }
        guard isReported, !told.isSuperset(of: tellingFacts(of: facts, for: jurisdiction)) else {
            return false
        }
        return clocks().allSatisfy { $0.rule.jurisdiction != jurisdiction || $0.end != nil }
    }

    private func covers(
        _ basis: DecisionBasis, _ jurisdiction: String, _ truths: [Truth]
    ) -> Bool {
        rules.enumerated().allSatisfy { position, rule in
            rule.jurisdiction != jurisdiction || !asksForDecision(rule)
                || basis.covers(rule.id, truths[position])
        }
    }

    /// The clock of a follow-up to a report in a jurisdiction, by its rule there; nil where there is none
    /// of a plain limit.
    ///
    /// - Parameters:
    ///   - field: one of `followUpFacts`.
    ///   - start: day 0.
    public func followUpClock(
        in jurisdiction: String, by field: FieldName, from start: CivilDate
    ) -> Clock? {
        guard
            let rule = rules.first(where: {
                $0.jurisdiction == jurisdiction && $0.starts.map(name(of:)) == [field]
            })
        else { return nil }
        let found: (due: CivilDate, measure: Clock.Measure)?
        switch rule.limit {
        case .days(let count):
            found = start.adding(days: count).map { ($0, .days(count)) }
        case .workDays(let count, let calendar):
            let calendar = calendars[calendar]
            found = calendar.adding(workDays: count, to: start)
                .map { ($0, .workDays(count, calendar: calendar.name)) }
        case .immediately: found = (start, .immediately)
        case .before, .halfOf: found = nil
        }
        return found.map {
            Clock(
                rule: rule, start: start, startField: field, isOfMember: false, due: $0.due,
                measure: $0.measure, end: nil)
        }
    }

    /// The rules about follow-ups to reports in a jurisdiction.
    public func followUpRules(in jurisdiction: String) -> [String] {
        rules.filter { $0.jurisdiction == jurisdiction && isFollowUp($0) }.map(\.id)
    }

    /// The clock that a report is measured by: of the new information it tells; else the first to end of
    /// those it answers, the day announced for it among them until it is submitted. Nil when there is none.
    ///
    /// - Parameter values: of a companion `CompanionKind.report`.
    public func reportClock(
        of values: FieldValues, isSubmitted: Bool, in assessment: Assessment
    ) -> Clock? {
        let jurisdiction = values["jurisdiction"]?.text ?? ""
        if let day = values["information_received"]?.text.flatMap({ CivilDate($0) }),
            let clock = followUpClock(in: jurisdiction, by: "new_information", from: day)
        {
            return clock
        }
        guard case .list(let answered) = values["rules"] ?? .null else { return nil }
        return assessment.clocks.filter {
            answered.contains($0.rule.id) && !(isSubmitted && isFollowUp($0.rule))
        }.min { $0.due < $1.due }
    }

    /// Whether the rule's coming to apply asks whether to report: not where a report was made already,
    /// nor for the house's own time to decide in.
    private func asksForDecision(_ rule: Rule) -> Bool {
        if case .halfOf = rule.limit { return false }
        return !isFollowUp(rule)
    }

    func isFollowUp(_ rule: Rule) -> Bool {
        rule.starts.allSatisfy { Self.followUpFacts.contains(name(of: $0)) }
    }
}
