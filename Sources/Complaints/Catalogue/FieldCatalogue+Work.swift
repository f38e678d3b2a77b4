extension FieldCatalogue {
    /// What kind of matter it is, and whose.
    static let triageFields: [Field] = [
        Field(
            "is_complaint", .choice(Choices.yesNoUnknown), .triage, in: .document,
            label: Words("Is it a complaint", "Est-ce une réclamation"),
            citation: "21 CFR 820.35(a); ISO 13485:2016 8.2.2 b)",
            requiredWhen: .hasReached("assessed")),
        Field(
            "not_complaint_reason", .prose(bytesMax: 4_000), .triage, in: .document,
            traits: [.freeText],
            label: Words("Why it is not a complaint", "Pourquoi ce n’en est pas une"),
            citation: "ISO 13485:2016 8.2.2 b)",
            requiredWhen: .isOneOf("is_complaint", ["no"])),
        Field(
            "severity", .choice(Choices.severity), .triage, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Severity", "Gravité")),
        Field(
            "priority", .choice(Choices.priority), .triage, in: .document,
            label: Words("Priority", "Priorité")),
        Field(
            "category", .choice(Choices.category), .triage, in: .document,
            label: Words("Category", "Catégorie")),
        Field(
            "failure_to_meet_specification", .choice(Choices.yesNoUnknown), .triage, in: .document,
            label: Words("Failure to meet specification", "Non-respect d’une spécification"),
            help: Words(
                "Whether the device, its labelling or packaging may have failed to meet any of its "
                    + "specifications.",
                "Le dispositif, son étiquetage ou son emballage a-t-il pu ne pas respecter l’une "
                    + "de ses spécifications\u{202F}?"),
            citation: "21 CFR 820.35(a)", requiredWhen: .hasReached("assessed")),
        Field(
            "owner", .text(bytesMax: 100), .triage, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Owner", "Responsable")),
        Field(
            "team", .reference(.team), .triage, in: .document, label: Words("Team", "Équipe")),
        Field(
            "similar_check", .choice(Choices.similarCheck), .triage, in: .document,
            label: Words(
                "Check for similar complaints", "Recherche de réclamations semblables"),
            help: Words(
                "Whether like complaints were looked for, and found.",
                "Des réclamations semblables ont-elles été cherchées, et trouvées\u{202F}?"),
            citation: "21 CFR 820.35(a)", form: "EU MIR 4.3"),
        Field(
            "similar_findings", .prose(bytesMax: 4_000), .triage, in: .document,
            traits: [.freeText],
            label: Words("Similar complaints", "Réclamations semblables"),
            help: Words(
                "Which, how many, and what they mean for this one.",
                "Lesquelles, combien, et ce qu’elles signifient pour celle-ci."),
            citation: "21 CFR 820.35(a)", form: "EU MIR 4.3",
            requiredWhen: .isOneOf("similar_check", ["found"])),
        Field(
            "duplicate_of", .reference(.complaint), .triage, in: .document,
            label: Words("Duplicate of", "Doublon de")),
    ]

    /// What was done about it.
    static let actionFields: [Field] = [
        Field(
            "action_decision", .choice(Choices.actionDecision), .action, in: .document,
            label: Words("Decision on action", "Décision d’action"),
            help: Words(
                "Whether a correction or corrective action is needed.",
                "Une correction ou une action corrective est-elle nécessaire\u{202F}?"),
            citation: "21 CFR 820.35(a)(6); ISO 13485:2016 8.2.2 f)", form: "FDA 3500A H7",
            requiredWhen: .hasReached("review")),
        Field(
            "no_action_reason", .prose(bytesMax: 4_000), .action, in: .document,
            traits: [.freeText],
            label: Words("Why no action is needed", "Motif d’absence d’action"),
            citation: "ISO 13485:2016 8.2.2 f)",
            requiredWhen: .isOneOf("action_decision", ["none"])),
        Field(
            "correction", .prose(bytesMax: 16_000), .action, in: .document, traits: [.freeText],
            label: Words("Correction", "Correction"), citation: "21 CFR 820.35(a)(6)",
            form: "FDA 3500A H7; EU MIR 4.2",
            requiredWhen: .all([
                .hasReached("review"),
                .isOneOf("action_decision", ["correction", "corrective_action", "field_action"]),
            ])),
        Field(
            "capa", .text(bytesMax: 100), .action, in: .document,
            label: Words("CAPA id", "N° d’action corrective ou préventive"),
            citation: "21 CFR 820.35(a)(6)"),
        Field(
            "field_action_id", .text(bytesMax: 100), .action, in: .document,
            label: Words("Field action id", "N° d’action de sécurité"),
            help: Words(
                "The number of the field safety corrective action, correction or removal.",
                "Le numéro de l’action corrective de sécurité, de la correction ou du retrait."),
            citation: "21 CFR 806.10(c)(1); EU MDR 2017/745 art. 87(1)", form: "FDA 3500A H9",
            requiredWhen: .isOneOf("action_decision", ["field_action"])),
        Field(
            "field_action_decided", .date, .action, in: .document,
            label: Words("Field action decided", "Action de sécurité décidée le"),
            help: Words(
                "The authority is told before the action begins, except where it is urgent.",
                "L’autorité est informée avant le début de l’action, sauf urgence."),
            citation: "EU MDR 2017/745 art. 87(8)",
            requiredWhen: .isOneOf("action_decision", ["field_action"])),
        Field(
            "field_action_initiated", .date, .action, in: .document,
            label: Words("Field action initiated", "Action de sécurité engagée le"),
            help: Words(
                "The ten working days for the report of a correction or removal follow it.",
                "Les dix jours ouvrés de la déclaration d’une correction ou d’un retrait le suivent."
            ),
            citation: "21 CFR 806.10(b)", form: "FDA 3500A H9"),
        Field(
            "effectiveness", .choice(Choices.effectiveness), .action, in: .document,
            label: Words("Effectiveness check", "Vérification de l’efficacité"),
            citation: "ISO 13485:2016 8.5.2 f)"),
        Field(
            "effectiveness_note", .prose(bytesMax: 4_000), .action, in: .document,
            traits: [.freeText],
            label: Words("Result of the effectiveness check", "Résultat de la vérification"),
            citation: "ISO 13485:2016 8.5.2 f)",
            requiredWhen: .isOneOf("effectiveness", ["effective", "not_effective"])),
    ]

    /// What the complainant was told.
    static let replyFields: [Field] = [
        Field(
            "acknowledged", .date, .reply, in: .document,
            label: Words("Acknowledged", "Accusé de réception")),
        Field(
            "contact_attempts", .prose(bytesMax: 8_000), .reply, in: .document,
            traits: [.freeText], label: Words("Contact attempts", "Tentatives de contact"),
            help: Words(
                "When, how and with what result: what shows that missing facts were asked for.",
                "Quand, comment et avec quel résultat\u{A0}: ce qui montre que les faits manquants "
                    + "ont été demandés."),
            citation: "21 CFR 803.50(b)(3)"),
        Field(
            "waiting_since", .date, .reply, in: .document, entry: .system,
            label: Words("Waiting for the customer since", "En attente du client depuis"),
            help: Words(
                "The day somebody asked the customer for an answer; empty once it came.",
                "Le jour où une réponse a été demandée au client\u{202F}; vide dès qu’elle est là.")
        ),
        Field(
            "reply", .prose(bytesMax: 64_000), .reply, in: .document, traits: [.freeText],
            label: Words("Reply", "Réponse"), citation: "21 CFR 820.35(a)(7)"),
        Field(
            "reply_date", .date, .reply, in: .document,
            label: Words("Replied", "Date de réponse"), citation: "21 CFR 820.35(a)(7)",
            requiredWhen: .isSet("reply")),
        Field(
            "no_reply_reason", .prose(bytesMax: 4_000), .reply, in: .document, traits: [.freeText],
            label: Words("Why there is no reply", "Motif d’absence de réponse"),
            citation: "21 CFR 820.35(a)(7)",
            requiredWhen: .all([.hasReached("review"), .isEmpty("reply")])),
    ]

    /// How the file ends, and how long it is kept.
    static let closureFields: [Field] = [
        Field(
            "reviewer", .reference(.user), .closure, in: .document,
            label: Words("Reviewer", "Relecteur"),
            help: Words(
                "Somebody else than the investigator.",
                "Une autre personne que celle qui a investigué."),
            citation: "ISO 13485:2016 8.2.2", requiredWhen: .hasReached("closed")),
        Field(
            "retention_until", .date, .closure, in: .document,
            label: Words("Kept until", "Conservé jusqu’au"),
            help: Words(
                "At least two years from the event or the expected life of the device, whichever is "
                    + "longer.",
                "Au moins deux ans après l’événement ou la durée de vie prévue du dispositif, la plus "
                    + "longue des deux."),
            citation: "21 CFR 803.18(c); ISO 13485:2016 4.2.5"),
        Field(
            "reopened_count", .integer(0...10_000), .closure, in: .document, entry: .system,
            label: Words("Times reopened", "Nombre de réouvertures")),
        Field(
            "reopened_reason", .prose(bytesMax: 4_000), .closure, in: .document, entry: .system,
            traits: [.freeText],
            label: Words("Why it was reopened", "Motif de réouverture"),
            help: Words("Of the last time.", "De la dernière fois.")),
    ]
}
