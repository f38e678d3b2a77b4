extension FieldCatalogue {
    /// What the case is called in the terminologies that authorities share (IMDRF/AE WG/N43).
    static let codingFields: [Field] = [
        code(
            "imdrf_a", .problem, Words("Device problem (A)", "Problème du dispositif (A)"),
            form: "FDA 3500A H6; EU MIR 3.2", requiredWhen: .hasReached("review")),
        code(
            "imdrf_b", .investigation,
            Words("Type of investigation (B)", "Type d’investigation (B)"),
            form: "FDA 3500A H6; EU MIR 4.2"),
        code(
            "imdrf_c", .finding, Words("Findings (C)", "Constats (C)"),
            form: "FDA 3500A H6; EU MIR 4.2"),
        code(
            "imdrf_d", .conclusion, Words("Conclusion (D)", "Conclusion (D)"),
            form: "FDA 3500A H6; EU MIR 4.2"),
        code(
            "imdrf_e", .symptom, Words("Signs and symptoms (E)", "Signes et symptômes (E)"),
            form: "FDA 3500A H6; EU MIR 3.3"),
        code(
            "imdrf_f", .impact, Words("Health impact (F)", "Conséquence sur la santé (F)"),
            form: "FDA 3500A H6; EU MIR 3.3"),
        code(
            "imdrf_g", .component, Words("Component (G)", "Composant (G)"),
            form: "FDA 3500A H6; EU MIR 3.2"),
        Field(
            "internal_symptom", .text(bytesMax: 400), .coding, in: .document,
            label: Words("Internal symptom", "Symptôme interne")),
        Field(
            "hazard", .text(bytesMax: 400), .coding, in: .document,
            label: Words("Hazard", "Danger"),
            help: Words(
                "The hazard of the risk file that this belongs to.",
                "Le danger du dossier de gestion des risques auquel cela se rattache."),
            citation: "ISO 14971:2019 10.3"),
        Field(
            "risk_cell", .text(bytesMax: 100), .coding, in: .document,
            label: Words("Risk cell", "Case de la matrice de risque"),
            help: Words(
                "Severity and probability as the risk file has them, e.g. S3-P2.",
                "Gravité et probabilité telles que le dossier de risques les donne, p.\u{A0}ex. S3-P2."
            ),
            citation: "ISO 14971:2019 10.3"),
    ]

    /// What the rules of reporting ask of a file.
    static let reportabilityFields: [Field] = [
        fact(
            "recurrence_would_harm", Words("Harm likely if it recurs", "Récidive dangereuse"),
            help: Words(
                "Whether the malfunction would be likely to cause or contribute to a death or serious "
                    + "injury if it were to recur.",
                "Le dysfonctionnement, s’il se reproduisait, causerait-il probablement un décès ou "
                    + "une lésion grave, ou y contribuerait-il\u{202F}?"),
            citation: "21 CFR 803.50(a)(2)",
            requiredWhen: .all([
                .hasReached("assessed"), .isOneOf("outcome", ["malfunction"]),
            ])),
        fact(
            "unanticipated", Words("Unanticipated deterioration", "Détérioration inattendue"),
            help: Words(
                "Whether the serious deterioration of a person's health was not foreseen by the risk "
                    + "analysis.",
                "La détérioration grave de l’état de santé n’était-elle pas prévue par l’analyse des "
                    + "risques\u{202F}?"),
            citation: "EU MDR 2017/745 art. 87(5)",
            requiredWhen: .all([
                .hasReached("assessed"), .isOneOf("outcome", ["serious_injury"]),
            ])),
        fact(
            "public_health_threat",
            Words("Serious public health threat", "Menace grave pour la santé publique"),
            help: Words(
                "An imminent risk of death or serious harm that may call for prompt action, also of "
                    + "many persons at once.",
                "Un risque imminent de décès ou d’atteinte grave qui peut exiger une action rapide, "
                    + "aussi pour de nombreuses personnes à la fois."),
            citation: "EU MDR 2017/745 art. 2(66), 87(4)"),
        fact(
            "remedial_action_needed", Words("Remedial action needed", "Action corrective exigée"),
            help: Words(
                "Whether the event necessitates remedial action to prevent an unreasonable risk of "
                    + "substantial harm to the public health.",
                "L’événement exige-t-il une action pour prévenir un risque déraisonnable de préjudice "
                    + "substantiel à la santé publique\u{202F}?"),
            citation: "21 CFR 803.53(a)"),
        fact(
            "fda_request", Words("FDA request in force", "Demande de la FDA en vigueur"),
            help: Words(
                "Whether the FDA has asked in writing for five-day reports of events of this nature.",
                "La FDA a-t-elle demandé par écrit des rapports en cinq jours pour les événements de "
                    + "cette nature\u{202F}?"),
            citation: "21 CFR 803.53(b)"),
        Field(
            "radiation", .choice(Choices.radiation), .reportability, in: .document,
            label: Words("Radiation", "Rayonnement"),
            help: Words(
                "Of products that emit radiation, such as CT systems.",
                "Pour les produits émettant des rayonnements, comme les scanners."),
            citation: "21 CFR 1002.20, 1003.10"),
        Field(
            "trend_signal", .date, .reportability, in: .document,
            label: Words("Trend signal", "Signal de tendance"),
            help: Words(
                "The day a statistically significant increase was found in a metric of the "
                    + "surveillance plan.",
                "Le jour où une augmentation statistiquement significative a été constatée dans un "
                    + "indicateur du plan de surveillance."),
            citation: "EU MDR 2017/745 art. 88(1)"),
    ]

    private static func code(
        _ name: FieldName, _ annex: EventCode.Annex, _ label: Words, form: String,
        requiredWhen: FieldCondition? = nil
    ) -> Field {
        Field(
            name, .list(of: .code(annex)), .coding, in: .document, label: label,
            help: Words(
                "Codes of annex \(annex.rawValue) of the IMDRF, e.g. \(annex.example); the most "
                    + "telling first.",
                "Codes de l’annexe \(annex.rawValue) de l’IMDRF, p.\u{A0}ex. \(annex.example)\u{202F}; "
                    + "le plus parlant d’abord."),
            citation: "21 CFR 803.52(f)(6); IMDRF/AE WG/N43", form: form,
            requiredWhen: requiredWhen)
    }

    private static func fact(
        _ name: FieldName, _ label: Words, help: Words, citation: Citation,
        requiredWhen: FieldCondition? = nil
    ) -> Field {
        Field(
            name, .choice(Choices.yesNoUnknown), .reportability, in: .document, label: label,
            help: help, citation: citation, requiredWhen: requiredWhen)
    }
}
