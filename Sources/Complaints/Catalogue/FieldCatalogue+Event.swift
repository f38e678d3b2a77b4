extension FieldCatalogue {
    /// What happened.
    static let eventFields: [Field] = [
        Field(
            "summary", .text(bytesMax: 1_000), .event, in: .column,
            traits: [.searched, .freeText, .listed], label: Words("Summary", "Résumé"),
            help: Words(
                "One line. Left empty, the first sentence of the description is taken.",
                "Une ligne. S’il reste vide, la première phrase de la description est reprise.")),
        Field(
            "description", .prose(bytesMax: 262_144), .event, in: .column, entry: .intake,
            traits: [.required, .searched, .freeText, .listed],
            label: Words("Description", "Description"),
            help: Words(
                "In the complainant's own words. Locked once the file has left intake.",
                "Dans les mots mêmes du réclamant. Verrouillée dès que le dossier quitte la "
                    + "réception."),
            citation: "21 CFR 820.35(a)(5); 803.52(b)(5)", form: "FDA 3500A B5; EU MIR 3.1"),
        Field(
            "outcome", .choice(Choices.outcome), .event, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Outcome", "Conséquence"),
            citation: "21 CFR 803.52(b)(2)", form: "FDA 3500A B2, H1; EU MIR 3.3"),
        Field(
            "patient_involved", .choice(Choices.yesNoUnknown), .event, in: .document,
            label: Words("Patient involved", "Patient impliqué"),
            citation: "21 CFR 803.52(b)(5)", form: "FDA 3500A B5; EU MIR 3.3"),
        Field(
            "in_use", .choice(Choices.use), .event, in: .document,
            label: Words("In use for", "Utilisation en cours"),
            help: Words(
                "What the system was used for when it happened. The paragraph is of the rule before "
                    + "February 2026; the house keeps the question.",
                "À quoi servait le système au moment des faits. Le paragraphe est celui d’avant "
                    + "février 2026\u{202F}; la maison garde la question."),
            citation: "21 CFR 820.198(d)(2); ISO 13485:2016 8.2.2 c)"),
        Field(
            "operator", .choice(Choices.operatorKind), .event, in: .document,
            label: Words("Operator", "Opérateur"), citation: "21 CFR 803.52(c)(5)",
            form: "FDA 3500A D5; EU MIR 3"),
        Field(
            "phase", .choice(Choices.phase), .event, in: .document, label: Words("Phase", "Phase")),
        Field(
            "tests", .prose(bytesMax: 16_000), .event, in: .document, traits: [.freeText],
            label: Words("Relevant tests", "Examens pertinents"),
            help: Words(
                "Tests and laboratory values that matter, with their dates.",
                "Examens et résultats de laboratoire utiles, avec leurs dates."),
            citation: "21 CFR 803.52(b)(6)", form: "FDA 3500A B6"),
        Field(
            "event_history", .prose(bytesMax: 16_000), .event, in: .document, traits: [.freeText],
            label: Words("Relevant history", "Antécédents utiles"),
            help: Words(
                "What went before: earlier faults, repairs, conditions.",
                "Ce qui a précédé\u{A0}: pannes, réparations, circonstances."),
            citation: "21 CFR 803.52(b)(7)", form: "FDA 3500A B7; EU MIR 3.3"),
        Field(
            "device_state", .choice(Choices.deviceState), .event, in: .document,
            label: Words("State of the device", "État du dispositif"), form: "EU MIR 3"),
        Field(
            "evidence", .prose(bytesMax: 16_000), .event, in: .document, traits: [.freeText],
            label: Words("Evidence secured", "Éléments conservés"),
            help: Words(
                "Logs, images, photographs, parts: what there is and where it is kept.",
                "Journaux, images, photographies, pièces\u{A0}: ce qui existe et où c’est conservé."
            )),
        Field(
            "device_problem", .text(bytesMax: 2_000), .event, in: .document,
            label: Words("Device problem", "Problème du dispositif"),
            help: Words(
                "What failed, in plain words; its codes stand under Coding.",
                "Ce qui a failli, dans les mots du terrain\u{202F}; ses codes figurent sous "
                    + "Codification."),
            citation: "21 CFR 803.52(b)(1)", form: "FDA 3500A B1"),
        Field(
            "patient_problem", .text(bytesMax: 2_000), .event, in: .document,
            label: Words("Patient problem", "Problème du patient")),
    ]
}
