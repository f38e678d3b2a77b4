internal import Complaints
internal import JSON
internal import Rules
internal import Storage

/// Writes clocks as docs/api.md shows them, as they stand on a day.
struct ClockWriting {
    let catalogue: FieldCatalogue
    /// Those in force name the jurisdictions.
    let rules: RuleSet
    let language: Language
    let today: CivilDate

    func write(_ file: FileClocks, zone: String, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("complaint")
        writer.string(file.number)
        writer.name("version")
        writer.integer(file.version)
        writer.name("rule_set")
        writer.integer(file.ruleSet)
        writer.name("today")
        writer.string(today.text)
        writer.name("zone")
        writer.string(zone)
        writer.name("clocks")
        writer.beginArray()
        for clock in file.assessment.clocks { write(clock, into: &writer) }
        writer.endArray()
        writer.name("decisions")
        writer.beginArray()
        for decision in file.assessment.decisions { write(decision, into: &writer) }
        writer.endArray()
        writer.name("superseded")
        writer.beginArray()
        for past in file.superseded { write(past, into: &writer) }
        writer.endArray()
        writer.endObject()
    }

    func label(_ name: FieldName) -> Words {
        catalogue[name]?.label ?? Words(name.text, name.text)
    }

    func write(_ clock: Clock, into writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(clock, into: &writer)
        let state = clock.state(on: today)
        writer.name("state")
        writer.string(state.rawValue)
        writer.name("days_left")
        if clock.end == nil {
            writer.integer(Int64(today.days(until: clock.due)))
        } else {
            writer.null()
        }
        writer.name("ended")
        writer.optional(
            clock.end?.sentence(in: rules.name(of: clock.rule.jurisdiction))[language])
        writer.name("warnings")
        writer.beginArray()
        for percent in clock.rule.warnings {
            writer.beginObject()
            writer.name("percent")
            writer.integer(Int64(percent))
            writer.name("on")
            writer.string(clock.day(ofPercent: percent).text)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private func writeMembers(_ clock: Clock, into writer: inout JSONWriter) {
        let texts = [
            ("rule", clock.rule.id), ("jurisdiction", clock.rule.jurisdiction),
            ("name", clock.rule.name[language]), ("start", clock.start.text),
            ("start_field", clock.startField.text), ("due", clock.due.text),
            ("sentence", clock.sentence(label: label)[language]),
            ("citation", clock.rule.citation[language]),
        ]
        for (name, text) in texts {
            writer.name(name)
            writer.string(text)
        }
        writer.name("of_member")
        writer.bool(clock.isOfMember)
    }

    func write(_ decision: DecisionNeeded, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("jurisdiction")
        writer.string(decision.jurisdiction)
        writer.name("reason")
        switch decision.reason {
        case .unknownFacts, .unknownFactsOfMembers: writer.string("unknown_facts")
        case .noRule: writer.string("no_rule")
        case .unknownJurisdiction: writer.string("unknown_jurisdiction")
        case .noStart: writer.string("no_start")
        case .changedAfterReport: writer.string("changed_after_report")
        }
        writer.name("fields")
        writer.beginArray()
        switch decision.reason {
        case .unknownFacts(let names), .unknownFactsOfMembers(let names):
            for name in names { writer.string(name.text) }
        case .noRule, .unknownJurisdiction, .noStart, .changedAfterReport: break
        }
        writer.endArray()
        writer.name("sentence")
        writer.string(decision.sentence(label: label)[language])
        writer.endObject()
    }

    private func write(_ past: ClockHistory.Superseded, into writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(past.clock, into: &writer)
        writer.name("opened")
        writer.time(past.opened.at)
        writer.name("superseded")
        writer.time(past.closed.at)
        writer.name("by")
        writer.string(past.closed.by)
        writer.name("at_version")
        writer.integer(past.closed.version)
        writer.name("changed")
        writer.beginArray()
        for name in past.closed.changed { writer.string(name.text) }
        writer.endArray()
        writer.name("reason")
        if let reason = past.closed.reason { writer.string(reason) } else { writer.null() }
        writer.name("why")
        writer.string(why(past)[language])
        writer.name("successor")
        if let next = past.successor { writer.string(next.rule.id) } else { writer.null() }
        writer.name("successor_due")
        if let next = past.successor { writer.string(next.due.text) } else { writer.null() }
        writer.endObject()
    }

    private func why(_ past: ClockHistory.Superseded) -> Words {
        let labels = past.closed.changed.map(label)
        if labels.isEmpty {
            return Words(
                "The rules changed, or a file was merged.",
                "Les règles ont changé, ou un dossier a été fusionné.")
        }
        return Words(
            "Changed: \(labels.map(\.english).joined(separator: ", ")).",
            "Modifié\u{A0}: \(labels.map(\.french).joined(separator: ", ")).")
    }
}
