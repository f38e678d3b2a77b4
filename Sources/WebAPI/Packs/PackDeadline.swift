internal import Complaints
internal import Rules
internal import Storage

/// When a report, or a decision whether to report, was due in a pack: by which rule, and how late it was.
struct PackDeadline {
    private let due: CivilDate
    /// Nil where the rules of today do not say so any more.
    private let rule: Rule?
    /// When it was done, or the day of the pack while it is still to be done; nil for what nobody has to do
    /// any more.
    private let until: CivilDate?

    /// Nil for other kinds, and where no day is known. Of a merged complaint's, what was kept with it; of a
    /// decision that stands, the clock that it was to be made for.
    init?(
        of companion: Companion, _ kind: CompanionKind, in complaint: PackedComplaint,
        _ speech: PackSpeech
    ) {
        func day(_ name: FieldName) -> CivilDate? { companion[name].text.flatMap { CivilDate($0) } }
        let isOwn = companion.number == complaint.number
        let clock: Clock?
        switch kind.entity {
        case .report:
            let submitted = day("submitted")
            until = companion.withdrawal == nil ? submitted ?? speech.today : nil
            clock =
                isOwn
                ? speech.rules.reportClock(
                    of: companion.values, isSubmitted: submitted != nil, in: complaint.assessment)
                : nil
        case .decision:
            guard isOwn, companion["state"].text != DecisionState.superseded.rawValue else {
                return nil
            }
            until = day("decided")
            clock = complaint.assessment.clocks.first {
                $0.rule.id == companion["rule"].text
            }
        default: return nil
        }
        guard let due = clock?.due ?? day("due") else { return nil }
        self.due = due
        rule = clock?.rule
    }

    /// A line each: the day, the rule with its law, and how late it was where it was.
    func lines(_ speech: PackSpeech) -> [(label: String, text: String)] {
        var lines = [(label: speech[PackWords.due], text: speech[due.words])]
        if let rule {
            lines.append(
                (
                    speech[PackWords.dueBy],
                    "\(rule.id), \(speech[rule.name]) (\(speech[rule.citation]))"
                ))
        }
        if let until, due < until {
            lines.append((speech[PackWords.daysLate], String(due.days(until: until))))
        }
        return lines
    }
}
