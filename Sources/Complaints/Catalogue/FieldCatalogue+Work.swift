extension FieldCatalogue {
    /// What kind of matter it is, and whose.
    static let triageFields: [Field] = [
        Field(
            "severity", .choice(Choices.severity), .triage, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Severity", "Gravité")),
        Field(
            "owner", .text(bytesMax: 100), .triage, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Owner", "Responsable")),
        Field(
            "team", .text(bytesMax: 100), .triage, in: .document, label: Words("Team", "Équipe")),
        Field(
            "priority", .choice(Choices.priority), .triage, in: .document,
            label: Words("Priority", "Priorité")),
        Field(
            "category", .choice(Choices.category), .triage, in: .document,
            label: Words("Category", "Catégorie")),
        Field(
            "is_complaint", .choice(Choices.yesNoUnknown), .triage, in: .document,
            label: Words("Is it a complaint", "Est-ce une réclamation"),
            citation: "21 CFR 820.35(a)"),
        Field(
            "not_complaint_reason", .prose(bytesMax: 4_000), .triage, in: .document,
            traits: [.freeText],
            label: Words("Why it is not a complaint", "Pourquoi ce n’en est pas une")),
        Field(
            "failure_to_meet_specification", .choice(Choices.yesNoUnknown), .triage, in: .document,
            label: Words("Failure to meet specification", "Non-respect d’une spécification"),
            help: Words(
                "Whether the device, its labelling or packaging may have failed to meet any of its "
                    + "specifications.",
                "Le dispositif, son étiquetage ou son emballage a-t-il pu ne pas respecter l’une "
                    + "de ses spécifications\u{202F}?"),
            citation: "21 CFR 820.35(a)"),
        Field(
            "internal_symptom", .text(bytesMax: 400), .triage, in: .document,
            label: Words("Internal symptom", "Symptôme interne")),
        Field(
            "hazard", .text(bytesMax: 400), .triage, in: .document,
            label: Words("Hazard", "Danger"),
            help: Words(
                "The hazard of the risk file that this belongs to.",
                "Le danger du dossier de gestion des risques auquel cela se rattache.")),
        Field(
            "duplicate_of", .reference(.complaint), .triage, in: .document,
            label: Words("Duplicate of", "Doublon de")),
    ]

    /// What was found out.
    static let investigationFields: [Field] = [
        Field(
            "investigation_needed", .choice(Choices.yesNoUnknown), .investigation, in: .document,
            label: Words("Investigation needed", "Investigation nécessaire"),
            citation: "21 CFR 820.35(a)"),
        Field(
            "no_investigation_reason", .prose(bytesMax: 4_000), .investigation, in: .document,
            traits: [.freeText],
            label: Words("Why there is none", "Motif d’absence d’investigation"),
            help: Words(
                "The reason, and who decided so.",
                "Le motif, et la personne qui en a décidé ainsi."),
            citation: "21 CFR 820.35(a)"),
        Field(
            "root_cause", .prose(bytesMax: 16_000), .investigation, in: .document,
            traits: [.freeText], label: Words("Root cause", "Cause première")),
        Field(
            "investigation_results", .prose(bytesMax: 262_144), .investigation, in: .column,
            traits: [.searched, .freeText],
            label: Words("Investigation results", "Résultats de l’investigation"),
            citation: "21 CFR 820.35(a)"),
    ]

    /// What was done about it.
    static let actionFields: [Field] = [
        Field(
            "correction", .prose(bytesMax: 16_000), .action, in: .document, traits: [.freeText],
            label: Words("Correction", "Correction"), citation: "21 CFR 820.35(a)(6)"),
        Field(
            "capa", .text(bytesMax: 100), .action, in: .document,
            label: Words("CAPA id", "N° d’action corrective ou préventive"),
            citation: "21 CFR 820.35(a)(6)"),
    ]

    /// What the complainant was told.
    static let replyFields: [Field] = [
        Field(
            "acknowledged", .date, .reply, in: .document,
            label: Words("Acknowledged", "Accusé de réception")),
        Field(
            "reply", .prose(bytesMax: 64_000), .reply, in: .document, traits: [.freeText],
            label: Words("Reply", "Réponse"), citation: "21 CFR 820.35(a)(7)"),
        Field(
            "reply_date", .date, .reply, in: .document,
            label: Words("Replied", "Date de réponse"), citation: "21 CFR 820.35(a)(7)"),
        Field(
            "no_reply_reason", .prose(bytesMax: 4_000), .reply, in: .document, traits: [.freeText],
            label: Words("Why there is no reply", "Motif d’absence de réponse")),
    ]
}
