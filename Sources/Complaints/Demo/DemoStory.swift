/// What one demo complaint says, and how far its file has come.
struct DemoStory {
    let received: CivilDate
    let lastDay: CivilDate
    let place: DemoPlace
    let machine: DemoMachine

    private var age: Int { received.days(until: lastDay) }

    func values(isSystemKnown: Bool, _ generator: inout DemoGenerator) -> FieldValues {
        let topics = DemoTopic.byModality[machine.model.modality] ?? []
        let topic = generator.pick(weighted: topics)
        let language: Language =
            place.city.language == .french && !generator.chance(60) ? .french : .english
        let narrator = DemoNarrator(topic, on: machine.model, in: language, &generator)
        var values = FieldValues()
        values["summary"] = .text(narrator.title(&generator))
        values["description"] = .text(narrator.description(&generator))
        values["language"] = .text(language.rawValue)
        let status = DemoChances.status(age: age, &generator)
        values["status"] = .text(status)
        addDates(to: &values, &generator)
        addPlace(to: &values, isSystemKnown: isSystemKnown, &generator)
        let harm = addGravity(of: topic, to: &values, &generator)
        addEvent(topic, to: &values, &generator)
        addWork(topic, status, narrator, to: &values, &generator)
        addPeople(language, status, harm, to: &values, &generator)
        addFacts(topic, status, to: &values, &generator)
        return values
    }

    func day(_ later: Int) -> FieldValue {
        .text(min(received.adding(days: later) ?? lastDay, lastDay).text)
    }

    private func addDates(to values: inout FieldValues, _ generator: inout DemoGenerator) {
        values["received"] = .text(received.text)
        // Awareness comes no later than receipt, most often with it.
        let aware = generator.pick(weighted: [(0, 80), (1, 12), (3, 6), (12, 2)])
        values["aware"] = day(-aware)
        let before =
            aware
            + generator.pick(weighted: [
                (0, 45), (1, 22), (2, 12), (4, 9), (9, 6), (23, 4), (75, 2),
            ])
        guard let event = received.adding(days: -before) else { return }
        switch generator.below(100) {
        case 0..<91: values["event_date"] = .text(event.text)
        case 91..<95: values["event_date"] = .text(String(event.text.prefix(7)))
        default: break
        }
    }

    private func addPlace(
        to values: inout FieldValues, isSystemKnown: Bool, _ generator: inout DemoGenerator
    ) {
        values["site"] = .text(place.code)
        values["customer"] = .text(place.customer)
        values["country"] = .text(place.city.country)
        values["channel"] = .text(
            generator.pick(weighted: [
                ("phone", 34), ("email", 28), ("service_report", 22), ("portal", 11), ("file", 3),
                ("other", 2),
            ]))
        let model = machine.model
        values["modality"] = .text(model.modality)
        values["brand"] = .text(model.brand)
        values["product"] = .text(model.product)
        values["manufacturer"] = .text("Imagerie du Ponant")
        guard isSystemKnown else { return }
        values["system"] = .text(machine.code)
        values["model"] = .text(model.model)
        values["serial"] = .text(machine.serial)
        values["udi"] = .text(model.udi)
        values["contract"] = .text(machine.contract)
        values["software_version"] = .text(
            DemoMachines.software(model, on: received, &generator))
        let made = min(machine.installed, received).adding(days: -generator.number(30...150))
        if let made, generator.chance(600) {
            values["manufactured"] = .text(String(made.text.prefix(7)))
            let date = made.text.dropFirst(2).filter { $0 != "-" }
            values["udi_pi"] = .text("(11)\(date)(21)\(machine.serial)")
        }
    }

    /// Severity, outcome, priority; true when somebody was hurt.
    private func addGravity(
        of topic: DemoTopic, to values: inout FieldValues, _ generator: inout DemoGenerator
    ) -> Bool {
        let severity = DemoChances.severity(topic.gravity, &generator)
        let outcome = DemoChances.outcome(topic.gravity, severity, &generator)
        values["severity"] = .text(severity)
        values["outcome"] = .text(outcome)
        let isHarm = outcome == "serious_injury" || outcome == "death"
        let priorities = [
            "critical": "urgent", "serious": "high", "minor": "normal", "none": "low",
        ]
        if let priority = priorities[severity] { values["priority"] = .text(priority) }
        if isHarm { values["priority"] = .text("urgent") }
        values["patient_involved"] = .text(
            isHarm ? "yes" : generator.pick(weighted: [("yes", 35), ("no", 50), ("unknown", 15)]))
        return isHarm
    }

    private func addEvent(
        _ topic: DemoTopic, to values: inout FieldValues, _ generator: inout DemoGenerator
    ) {
        values["category"] = .text(topic.category)
        values["internal_symptom"] = .text(topic.name)
        values["in_use"] = .text(
            generator.pick(weighted: [
                ("diagnosis", 70), ("treatment", 6), ("maintenance", 12), ("not_in_use", 8),
                ("unknown", 4),
            ]))
        values["phase"] = .text(
            generator.pick(weighted: [
                ("acquisition", 45), ("preparation", 15), ("start_up", 12), ("reconstruction", 8),
                ("transfer", 8), ("review", 7), ("service", 4), ("installation", 1),
            ]))
        values["operator"] = .text(
            generator.pick(weighted: [
                ("health_professional", 86), ("service_engineer", 10), ("other", 2), ("unknown", 2),
            ]))
        values["device_state"] = .text(
            generator.pick(weighted: [
                ("in_service", 58), ("restricted", 18), ("stopped", 16), ("returned", 4),
                ("unknown", 4),
            ]))
        if generator.chance(400) {
            values["room"] = .text(
                generator.pick(["1", "2", "3", "A", "B", "IRM 2", "CT 1", "Nord"]))
        }
    }
}
