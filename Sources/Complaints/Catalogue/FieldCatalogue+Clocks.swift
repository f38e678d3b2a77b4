extension FieldCatalogue {
    /// What IBTool says of a file's clocks; worked out whenever the file or the rules change.
    static let clockFields: [Field] = [
        Field(
            "due", .date, .identity, in: .column, entry: .system, traits: [.sortable, .listed],
            label: Words("Due", "Échéance"),
            help: Words(
                "The earliest day on which a running clock of the file ends.",
                "Le premier jour où un délai en cours du dossier arrive à échéance.")),
        Field(
            "due_rule", .text(bytesMax: 40), .identity, in: .column, entry: .system,
            traits: [.facet, .sortable, .listed],
            label: Words("Rule that is due", "Règle de l’échéance"),
            help: Words(
                "The rule whose clock ends first.", "La règle dont le délai se termine en premier.")
        ),
        Field(
            "decision_required", .text(bytesMax: 400), .identity, in: .column, entry: .system,
            traits: [.facet, .sortable, .listed],
            label: Words("Decision required", "Décision requise"),
            help: Words(
                "The jurisdictions for which the rules cannot tell whether the event has to be "
                    + "reported: somebody has to decide.",
                "Les juridictions pour lesquelles les règles ne peuvent dire si l’événement est "
                    + "à déclarer\u{A0}: quelqu’un doit en décider.")),
    ]

    /// Facts that the shipped rules ask for.
    static let clockFacts: [Field] = awarenessFacts + judgementFacts + fieldActionFacts

    private static let awarenessFacts: [Field] = [
        Field(
            "markets", .text(bytesMax: 400), .device, in: .document,
            label: Words("Markets", "Marchés"),
            help: Words(
                "The jurisdictions where the device is on the market, parted by commas: US, EU. "
                    + "Left empty, every one counts.",
                "Les juridictions où le dispositif est commercialisé, séparées par des "
                    + "virgules\u{A0}: US, EU. Sans valeur, toutes comptent.")),
        Field(
            "aware_threat", .date, .identity, in: .document,
            label: Words(
                "Aware of a public health threat",
                "Connaissance d’une menace de santé publique"),
            citation: "EU MDR 2017/745 art. 87(4)"),
        Field(
            "aware_remedial", .date, .identity, in: .document,
            label: Words(
                "Aware that remedial action is needed",
                "Connaissance de la nécessité d’une action corrective"),
            citation: "21 CFR 803.53(a)"),
        Field(
            "new_information", .date, .identity, in: .document,
            label: Words(
                "New information for a report", "Nouvelle information pour une déclaration"),
            help: Words(
                "The day required information came in after a report was submitted.",
                "Le jour où une information exigée est arrivée après la transmission d’une "
                    + "déclaration."),
            citation: "21 CFR 803.56"),
        Field(
            "trend_signal", .date, .identity, in: .document,
            label: Words("Trend signal", "Signal de tendance"),
            help: Words(
                "The day a statistically significant increase was found.",
                "Le jour où une augmentation statistiquement significative a été constatée."),
            citation: "EU MDR 2017/745 art. 88"),
    ]

    private static let judgementFacts: [Field] = [
        judgement(
            "recurrence_would_harm",
            Words("Would harm if it recurred", "Causerait un préjudice en se reproduisant"),
            Words(
                "Whether a malfunction would be likely to cause or contribute to a death or serious "
                    + "injury if it were to recur.",
                "Un dysfonctionnement pourrait-il, en se reproduisant, causer un décès ou une "
                    + "lésion grave, ou y contribuer\u{202F}?"),
            "21 CFR 803.50(a)(2)"),
        judgement(
            "unanticipated", Words("Unanticipated deterioration", "Dégradation inattendue"),
            Words(
                "Whether a serious deterioration of somebody’s health was not anticipated.",
                "La dégradation grave de l’état de santé était-elle inattendue\u{202F}?"),
            "EU MDR 2017/745 art. 87(5)"),
        judgement(
            "public_health_threat",
            Words("Serious public health threat", "Menace grave pour la santé publique"), nil,
            "EU MDR 2017/745 art. 87(4)"),
        judgement(
            "remedial_action_needed",
            Words("Remedial action needed", "Action corrective nécessaire"),
            Words(
                "To prevent an unreasonable risk of substantial harm to the public health.",
                "Pour prévenir un risque déraisonnable d’atteinte notable à la santé publique."),
            "21 CFR 803.53(a)"),
        judgement(
            "fda_request", Words("FDA request in force", "Demande de la FDA en vigueur"),
            Words(
                "A written request of FDA for 5-day reports on events of this nature.",
                "Une demande écrite de la FDA de déclarer sous 5\u{A0}jours les événements de "
                    + "cette nature."),
            "21 CFR 803.53(b)"),
    ]

    private static func judgement(
        _ name: FieldName, _ label: Words, _ help: Words?, _ citation: String
    ) -> Field {
        Field(
            name, .choice(Choices.yesNoUnknown), .triage, in: .document, label: label, help: help,
            citation: citation)
    }

    private static let fieldActionFacts: [Field] = [
        Field(
            "radiation", .choice(Choices.radiation), .event, in: .document,
            label: Words("Radiation", "Rayonnement"), citation: "21 CFR 1002.20; 21 CFR 1003.10"),
        Field(
            "field_action_decided", .date, .action, in: .document,
            label: Words("Field action decided", "Action sur le terrain décidée"),
            citation: "EU MDR 2017/745 art. 87(8)"),
        Field(
            "field_action_initiated", .date, .action, in: .document,
            label: Words("Field action initiated", "Action sur le terrain engagée"),
            citation: "21 CFR 806.10(b)"),
        Field(
            "field_action_reason", .choice(Choices.fieldActionReason), .action, in: .document,
            label: Words("Reason for the field action", "Motif de l’action sur le terrain"),
            citation: "21 CFR 806.10(a)"),
    ]

    /// Those of the fields whose names none of the others has.
    static func missing(_ fields: [Field], from others: [Field]) -> [Field] {
        let names = Set(others.map(\.name))
        return fields.filter { !names.contains($0.name) }
    }
}

extension Choices {
    /// What has to be told of radiation (21 CFR 1002.20, 1003.10).
    static let radiation = [
        Choice("none", "None", "Aucun"),
        Choice("accidental_occurrence", "Accidental occurrence", "Irradiation accidentelle"),
        Choice("defect", "Defect or non-compliance", "Défaut ou non-conformité"),
        Choice("unknown", "Unknown", "Inconnu"),
    ]

    /// Why a device is corrected or removed (21 CFR 806.10(a)).
    static let fieldActionReason = [
        Choice("risk_to_health", "To reduce a risk to health", "Réduire un risque pour la santé"),
        Choice(
            "violation", "To remedy a violation that may present a risk",
            "Corriger une infraction pouvant présenter un risque"),
        Choice("other", "Other", "Autre"),
        Choice("unknown", "Unknown", "Inconnu"),
    ]
}
