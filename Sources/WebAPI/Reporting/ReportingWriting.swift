internal import Complaints
internal import JSON
internal import Rules
internal import Storage

/// Writes what was decided and reported of a file as docs/api.md shows it, as of a day.
struct ReportingWriting {
    let file: FileReporting
    let clocks: ClockWriting

    private var language: Language { clocks.language }

    /// What is still to be done in a jurisdiction.
    enum Step: String, CaseIterable {
        case decide, sign, report, done
    }

    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("complaint")
        writer.string(file.number)
        writer.name("version")
        writer.integer(file.version)
        writer.name("rule_set")
        writer.integer(file.ruleSet)
        writer.name("today")
        writer.string(clocks.today.text)
        writer.name("jurisdictions")
        writer.beginArray()
        for code in codes { write(code, into: &writer) }
        writer.endArray()
        writer.endObject()
    }

    /// Those that apply, then those that no longer do and of which something was decided or reported.
    private var codes: [String] {
        var codes = file.assessment.applicable
        let others = file.decisions.map(\.decision) + file.reports
        for code in others.compactMap({ $0["jurisdiction"].text }) where !codes.contains(code) {
            codes.append(code)
        }
        return codes
    }

    private func write(_ code: String, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("code")
        writer.string(code)
        writer.name("name")
        writer.string(name(of: code))
        writer.name("applies")
        writer.bool(file.assessment.applicable.contains(code))
        writer.name("next")
        writer.string(step(in: code).rawValue)
        writer.name("clocks")
        writer.beginArray()
        for clock in file.assessment.clocks where clock.rule.jurisdiction == code {
            clocks.write(clock, into: &writer)
        }
        writer.endArray()
        writer.name("needed")
        if let needed = file.assessment.decisions.first(where: { $0.jurisdiction == code }) {
            clocks.write(needed, into: &writer)
        } else {
            writer.null()
        }
        writer.name("guide")
        write(ReportingGuide.of(code), into: &writer)
        writeDecisions(in: code, into: &writer)
        writer.name("reports")
        writer.beginArray()
        for report in file.reports where report["jurisdiction"] == .text(code) {
            write(report, into: &writer)
        }
        writer.endArray()
        writer.endObject()
    }

    private func name(of code: String) -> String {
        clocks.rules.name(of: code)[language]
    }

    private func step(in code: String) -> Step {
        if file.standing.undecided.contains(code) { return .decide }
        if file.standing.unsigned.contains(code) { return .sign }
        return file.standing.unreported.contains(code) ? .report : .done
    }

    // MARK: Questions

    private func write(_ guide: ReportingGuide?, into writer: inout JSONWriter) {
        guard let guide else { return writer.null() }
        writer.beginObject()
        writer.name("questions")
        writer.beginArray()
        for question in guide.questions(of: file.hints) {
            writer.beginObject()
            for (name, text) in [
                ("id", question.id), ("effect", question.effect.rawValue),
                ("text", question.text[language]), ("citation", question.citation[language]),
                ("suggested", question.suggestion(of: file.hints).rawValue),
            ] {
                writer.name(name)
                writer.string(text)
            }
            writer.name("field")
            writer.optional(question.hint?.field.text)
            writer.endObject()
        }
        writer.endArray()
        writer.name("in_doubt")
        writer.string(guide.inDoubt.rawValue)
        writer.name("in_doubt_citation")
        writer.string(guide.inDoubtCitation[language])
        writer.endObject()
    }

    // MARK: Decisions

    private func writeDecisions(in code: String, into writer: inout JSONWriter) {
        let own = file.decisions.filter { $0.decision["jurisdiction"] == .text(code) }
        let superseded = FieldValue.text(DecisionState.superseded.rawValue)
        let present = own.filter { $0.decision["state"] != superseded }
        writer.name("decision")
        if let last = present.last { write(last, into: &writer) } else { writer.null() }
        writer.name("standing")
        if let standing = present.dropLast().last {
            write(standing, into: &writer)
        } else {
            writer.null()
        }
        writer.name("superseded")
        writer.beginArray()
        for past in own where past.decision["state"] == superseded { write(past, into: &writer) }
        writer.endArray()
    }

    private func write(_ found: FileReporting.SignedDecision, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("decision")
        writer.companion(found.decision, .decision)
        writer.name("signature")
        if let signature = found.signature { writer.signature(signature) } else { writer.null() }
        writer.endObject()
    }

    // MARK: Reports

    private func write(_ report: Companion, into writer: inout JSONWriter) {
        let submitted = report["submitted"].text.flatMap { CivilDate($0) }
        let clock = clocks.rules.reportClock(
            of: report.values, isSubmitted: submitted != nil, in: file.assessment)
        let due = clock?.due ?? report["due"].text.flatMap { CivilDate($0) }
        writer.beginObject()
        writer.name("report")
        writer.companion(report, .report)
        writer.name("due")
        writer.optional(due?.text)
        writer.name("sentence")
        writer.optional(clock?.sentence(label: clocks.label)[language])
        writer.name("days_late")
        if let due {
            writer.integer(Int64(max(0, due.days(until: submitted ?? clocks.today))))
        } else {
            writer.null()
        }
        writer.endObject()
    }
}
