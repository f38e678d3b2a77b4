extension DemoStory {
    /// What has been done about it so far.
    func addWork(
        _ topic: DemoTopic, _ status: String, _ narrator: DemoNarrator,
        to values: inout FieldValues, _ generator: inout DemoGenerator
    ) {
        let owner = generator.pick(weighted: DemoPeople.owners)
        let cause = narrator.cause(&generator)
        let correction = narrator.correction(&generator)
        let reply = narrator.reply(&generator)
        let later = generator.number(6...70)
        let isLate = generator.chance(60)
        if status != "received" {
            values["owner"] = .text(owner)
            values["team"] = .text(team)
            values["is_complaint"] = .text(status == "not_a_complaint" ? "no" : "yes")
        } else if generator.chance(200) {
            values["owner"] = .text(owner)
        }
        if status == "not_a_complaint" {
            values["not_complaint_reason"] = .text(
                narrator.language == .french
                    ? "Question d’utilisation, aucun défaut allégué."
                    : "A question of use, no defect alleged.")
        }
        let stage = DemoChances.stages[status] ?? 0
        if stage >= 2 {
            values["failure_to_meet_specification"] = .text(
                topic.gravity == .nuisance ? "no" : "yes")
        }
        if stage >= 4 {
            values["investigation_needed"] = .text("yes")
            values["investigation_results"] = .text(cause)
        }
        if stage >= 5 { values["correction"] = .text(correction) }
        if stage >= 6 {
            values["reply"] = .text(reply)
            let day = received.adding(days: later) ?? lastDay
            values["reply_date"] = .text(min(day, lastDay).text)
        }
        if isLate {
            values["late_entry_reason"] = .text(
                narrator.language == .french
                    ? "Courriel resté dans une boîte personnelle."
                    : "The e-mail sat in a personal mailbox.")
        }
    }

    private var team: String {
        switch (machine.model.modality, place.city.country) {
        case (_, "US"), (_, "CA"): DemoPeople.teams[2]
        case ("MR", _): DemoPeople.teams[0]
        case ("CT", _), ("PT", _), ("NM", _): DemoPeople.teams[1]
        case ("OT", _): DemoPeople.teams[3]
        default: DemoPeople.teams[4]
        }
    }

    /// Who complained, and about which patient.
    func addPeople(
        _ language: Language, _ status: String, _ isHarm: Bool, to values: inout FieldValues,
        _ generator: inout DemoGenerator
    ) {
        if generator.chance(620) {
            let name = DemoPeople.name(language, &generator)
            values["complainant_name"] = .text(name)
            values["complainant_role"] = .text(
                generator.pick(weighted: [
                    ("radiographer", 45), ("biomedical_engineer", 20), ("radiologist", 12),
                    ("physicist", 8), ("manager", 8), ("it", 4), ("service_engineer", 3),
                ]))
            values["complainant_organisation"] = .text(place.customer)
            if let phone = DemoPeople.phone(in: place.city.country, &generator) {
                values["complainant_phone"] = .text(phone)
            }
            if generator.chance(550) {
                values["complainant_email"] = .text(DemoPeople.email(of: name))
            }
            values["wants_reply"] = .text(generator.chance(700) ? "yes" : "no")
            values["initial_reporter"] = .text(generator.chance(850) ? "yes" : "no")
        }
        let isInvolved = values["patient_involved"] == .text("yes")
        guard isHarm || isInvolved && generator.chance(300) else { return }
        values["patient_pseudonym"] = .text(DemoPeople.initials(&generator))
        values["patient_age"] = .integer(Int64(generator.number(1...93)))
        values["patient_sex"] = .text(generator.chance(510) ? "female" : "male")
        values["patient_weight"] = .decimal(Double(generator.number(90...1_150)) / 10)
        if isHarm {
            let isDeath = values["outcome"] == .text("death")
            values["patient_harm"] = .text(DemoPeople.harm(isDeath: isDeath, language, &generator))
        }
    }
}

/// How often things are so.
enum DemoChances {
    /// How far a file in each state has come.
    static let stages: [String: Int] = [
        "received": 0, "triage": 1, "assessed": 2, "investigation": 3, "action": 4, "reply": 5,
        "review": 6, "closed": 7, "not_a_complaint": 1, "duplicate": 1, "withdrawn": 1,
    ]

    static func status(age: Int, _ generator: inout DemoGenerator) -> String {
        switch age {
        case ..<4: generator.pick(weighted: [("received", 75), ("triage", 25)])
        case ..<15:
            generator.pick(weighted: [
                ("received", 18), ("triage", 42), ("assessed", 25), ("investigation", 10),
                ("not_a_complaint", 3), ("duplicate", 2),
            ])
        case ..<60:
            generator.pick(weighted: [
                ("triage", 8), ("assessed", 14), ("investigation", 34), ("action", 16),
                ("reply", 8), ("review", 6), ("closed", 8), ("not_a_complaint", 3),
                ("duplicate", 3),
            ])
        case ..<150:
            generator.pick(weighted: [
                ("assessed", 2), ("investigation", 14), ("action", 14), ("reply", 10),
                ("review", 10), ("closed", 42), ("not_a_complaint", 4), ("duplicate", 4),
            ])
        default:
            generator.pick(weighted: [
                ("closed", 876), ("not_a_complaint", 46), ("duplicate", 40), ("withdrawn", 6),
                ("investigation", 12), ("action", 10), ("review", 10),
            ])
        }
    }

    static func severity(
        _ gravity: DemoTopic.Gravity, _ generator: inout DemoGenerator
    ) -> String {
        switch gravity {
        case .nuisance:
            generator.pick(weighted: [
                ("none", 40), ("minor", 46), ("serious", 2), ("unknown", 12),
            ])
        case .stoppage:
            generator.pick(weighted: [
                ("none", 8), ("minor", 56), ("serious", 22), ("critical", 2), ("unknown", 12),
            ])
        case .imageQuality:
            generator.pick(weighted: [
                ("none", 6), ("minor", 58), ("serious", 20), ("critical", 2), ("unknown", 14),
            ])
        case .hazard:
            generator.pick(weighted: [
                ("minor", 18), ("serious", 52), ("critical", 22), ("unknown", 8),
            ])
        }
    }

    static func outcome(
        _ gravity: DemoTopic.Gravity, _ severity: String, _ generator: inout DemoGenerator
    ) -> String {
        if gravity == .hazard {
            return generator.pick(weighted: [
                ("malfunction", 480), ("serious_injury", severity == "critical" ? 300 : 60),
                ("death", severity == "critical" ? 40 : 0), ("other", 160), ("none", 160),
                ("unknown", 80),
            ])
        }
        return generator.pick(weighted: [
            ("malfunction", gravity == .nuisance ? 420 : 760), ("other", 70),
            ("none", gravity == .nuisance ? 400 : 100), ("unknown", 70),
            ("serious_injury", severity == "critical" ? 40 : 1),
        ])
    }
}
