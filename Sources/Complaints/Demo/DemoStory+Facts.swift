extension DemoStory {
    /// What the rules of reporting and the closing of a file ask for, as far as the file has come. Drawn
    /// last, so that the story before it stays as it was.
    func addFacts(
        _ topic: DemoTopic, _ status: String, to values: inout FieldValues,
        _ generator: inout DemoGenerator
    ) {
        let stage = DemoChances.stages[status] ?? 0
        values["markets"] = .list(markets(&generator))
        values["risk_class"] = .text(riskClass)
        if values["udi"] == nil, stage >= 6 {
            values["udi_unknown_reason"] = .text("System not known by its serial number.")
        }
        if stage >= 1 { values["acknowledged"] = day(generator.number(0...2)) }
        if stage >= 2 { addAssessment(topic, to: &values, &generator) }
        if stage >= 3 { addInvestigation(topic, stage, to: &values, &generator) }
        if stage >= 5 { addDecision(to: &values, &generator) }
        if stage >= 6 { addEnd(status, to: &values, &generator) }
    }

    private func markets(_ generator: inout DemoGenerator) -> [String] {
        let home = ["US", "CA"].contains(place.city.country) ? "US" : "EU"
        let others = generator.pick(weighted: [
            (["US", "EU"], 55), (["US", "EU", "GB", "CH"], 25), (["US", "EU", "CA", "JP"], 10),
            ([], 10),
        ])
        return [home] + others.filter { $0 != home }
    }

    private var riskClass: String {
        switch machine.model.modality {
        case "CT", "XA", "DX", "MG", "PT": "IIb"
        default: "IIa"
        }
    }

    private var emitsRadiation: Bool {
        ["CT", "XA", "DX", "MG", "PT"].contains(machine.model.modality)
    }

    /// The answers that decide what has to be reported, and what the case is called.
    private func addAssessment(
        _ topic: DemoTopic, to values: inout FieldValues, _ generator: inout DemoGenerator
    ) {
        let isHazard = topic.gravity == .hazard
        let outcome = values["outcome"]?.text ?? "unknown"
        if outcome == "malfunction" {
            values["recurrence_would_harm"] = .text(
                generator.chance(isHazard ? 700 : 15) ? "yes" : "no")
        }
        if outcome == "serious_injury" {
            values["unanticipated"] = .text(generator.chance(150) ? "yes" : "no")
        }
        let isThreat = isHazard && generator.chance(8)
        values["public_health_threat"] = .text(isThreat ? "yes" : "no")
        let needsAction = isHazard && generator.chance(12)
        values["remedial_action_needed"] = .text(needsAction ? "yes" : "no")
        let later = generator.number(0...4)
        if isThreat { values["aware_threat"] = day(later) }
        if needsAction { values["aware_remedial"] = day(later) }
        values["fda_request"] = .text("no")
        values["radiation"] = .text(
            emitsRadiation && isHazard && generator.chance(60) ? "accidental_occurrence" : "none")
        let hasSimilar = generator.chance(180)
        values["similar_check"] = .text(hasSimilar ? "found" : "none")
        if hasSimilar {
            let count = generator.number(1...6)
            values["similar_findings"] = .text(
                place.city.language == .french
                    ? "\(count) de même nature dans les douze derniers mois, sans tendance."
                    : "\(count) of the same kind in the last twelve months, no trend.")
        }
        values["imdrf_a"] = .list([Self.problemCodes[topic.category] ?? "A26"])
        switch outcome {
        case "death": values["imdrf_f"] = .list(["F02"])
        case "serious_injury": values["imdrf_f"] = .list(["F12"])
        default: values["imdrf_f"] = .list(["F26"])
        }
    }

    /// The first level of annex A for each kind of trouble.
    private static let problemCodes = [
        "hardware": "A05", "software": "A11", "image_quality": "A09", "safety": "A16",
        "connectivity": "A13", "usability": "A22", "documentation": "A21", "service": "A20",
    ]

    private func addInvestigation(
        _ topic: DemoTopic, _ stage: Int, to values: inout FieldValues,
        _ generator: inout DemoGenerator
    ) {
        let start = generator.number(2...9)
        values["investigation_needed"] = .text("yes")
        values["investigator"] = .text(generator.pick(weighted: DemoPeople.owners))
        values["investigation_started"] = day(start)
        values["investigation_plan"] = .text(
            "Logs, service history, reproduction on a bench system.")
        guard stage >= 4 else { return }
        values["investigation_finished"] = day(start + generator.number(3...30))
        let isAtFault = topic.gravity != .nuisance && generator.chance(800)
        values["met_specification"] = .text(isAtFault ? "no" : "yes")
        values["relation_to_event"] = .text(
            isAtFault ? generator.pick(["caused", "contributed"]) : "not_related")
        values["returned_part"] = .text(
            generator.pick(weighted: [("not_needed", 70), ("not_returned", 30)]))
    }

    private func addDecision(to values: inout FieldValues, _ generator: inout DemoGenerator) {
        let isBad = ["serious_injury", "death"].contains(values["outcome"]?.text ?? "")
        let decision = generator.pick(weighted: [
            ("correction", 78), ("corrective_action", 20), ("field_action", isBad ? 12 : 1),
        ])
        values["action_decision"] = .text(decision)
        if decision != "correction" { values["capa"] = .text("CAPA-\(generator.digits(4))") }
        guard decision == "field_action" else { return }
        values["field_action_id"] = .text("FSCA-\(generator.digits(4))")
        let later = generator.number(10...40)
        values["field_action_decided"] = day(later)
        values["field_action_initiated"] = day(later + generator.number(1...6))
    }

    private func addEnd(
        _ status: String, to values: inout FieldValues, _ generator: inout DemoGenerator
    ) {
        values["effectiveness"] = .text(
            values["action_decision"] == .text("correction") ? "not_needed" : "pending")
        let investigator = values["investigator"]?.text
        let others = DemoPeople.owners.filter { $0.0 != investigator }
        values["reviewer"] = .text(generator.pick(weighted: others))
        if status == "closed", let until = received.adding(days: 3_653) {
            values["retention_until"] = .text(until.text)
        }
    }
}
