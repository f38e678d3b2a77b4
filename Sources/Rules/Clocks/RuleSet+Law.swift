public import Complaints

/// What follows from a law, apart from what house policy asks for: the one never hides the other.
extension RuleSet {
    /// The running clock of a law that ends first; of equal ones the rule that stands first. A law is what
    /// a jurisdiction has whose events somebody decides on.
    public func nextByLaw(_ assessment: Assessment) -> Clock? {
        first(of: assessment.clocks.filter { $0.end == nil })
    }

    /// The clock that the end of a file stopped and nothing else, of those that asked for a decision:
    /// nobody decided and nobody reported. Nil while the file is worked on.
    public func unansweredByLaw(_ assessment: Assessment) -> Clock? {
        first(of: assessment.clocks.filter { $0.end == .fileEnded && asksForReport($0.rule) })
    }

    /// The first day by law among the running clocks of a jurisdiction that ask for a decision.
    public func decisionDue(in jurisdiction: String, _ assessment: Assessment) -> CivilDate? {
        first(
            of: assessment.clocks.filter {
                $0.rule.jurisdiction == jurisdiction && $0.end == nil && !followsReport($0.rule)
            })?.dueByLaw
    }

    private func first(of clocks: [Clock]) -> Clock? {
        let lawful = Set(jurisdictions.filter(\.needsDecision).map(\.code))
        var first: Clock?
        for clock in clocks where lawful.contains(clock.rule.jurisdiction) {
            if let due = first?.dueByLaw, due <= clock.dueByLaw { continue }
            first = clock
        }
        return first
    }

    private func asksForReport(_ rule: Rule) -> Bool {
        if case .halfOf = rule.limit { return false }
        return !followsReport(rule)
    }

    private func followsReport(_ rule: Rule) -> Bool {
        rule.starts.allSatisfy { Self.followUpFacts.contains(name(of: $0)) }
    }
}

extension Clock {
    /// The last day on time by law: of the house's own time to decide in, the day the report is due.
    public var dueByLaw: CivilDate {
        if case .half(_, _, _, let reportDue) = measure { return reportDue }
        return due
    }
}
