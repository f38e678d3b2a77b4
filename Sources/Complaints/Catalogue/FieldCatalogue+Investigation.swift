extension FieldCatalogue {
    /// What was found out.
    static let investigationFields: [Field] = [
        Field(
            "investigation_needed", .choice(Choices.yesNoUnknown), .investigation, in: .document,
            label: Words("Investigation needed", "Investigation nécessaire"),
            citation: "21 CFR 820.35(a); ISO 13485:2016 8.2.2 c)",
            requiredWhen: .hasReached("investigation")),
        Field(
            "no_investigation_reason", .prose(bytesMax: 4_000), .investigation, in: .document,
            traits: [.freeText],
            label: Words("Why there is none", "Motif d’absence d’investigation"),
            citation: "21 CFR 820.35(a); ISO 13485:2016 8.2.2",
            requiredWhen: .isOneOf("investigation_needed", ["no"])),
        Field(
            "no_investigation_by", .reference(.user), .investigation, in: .document,
            label: Words(
                "Who decided that none is needed", "Qui a décidé qu’elle n’est pas nécessaire"),
            help: Words(
                "The paragraph is of the rule before February 2026; the house keeps the name.",
                "Le paragraphe est celui d’avant février 2026\u{202F}; la maison garde le nom."),
            citation: "21 CFR 820.198(b); ISO 13485:2016 8.2.2",
            requiredWhen: .isOneOf("investigation_needed", ["no"])),
        Field(
            "reused_investigation", .reference(.complaint), .investigation, in: .document,
            label: Words("Reused investigation", "Investigation réutilisée"),
            help: Words(
                "The number of a similar complaint that was investigated already.",
                "Le numéro d’une réclamation semblable déjà investiguée."),
            citation: "21 CFR 820.35(a)"),
        Field(
            "reuse_justification", .prose(bytesMax: 4_000), .investigation, in: .document,
            traits: [.freeText],
            label: Words("Why it holds here too", "Pourquoi elle vaut aussi ici"),
            citation: "21 CFR 820.35(a)", requiredWhen: .isSet("reused_investigation")),
        Field(
            "investigator", .reference(.user), .investigation, in: .document,
            label: Words("Investigator", "Investigateur"),
            citation: "ISO 13485:2016 8.2.2 c)", requiredWhen: needed),
        Field(
            "investigation_started", .date, .investigation, in: .document,
            label: Words("Investigation started", "Début de l’investigation"),
            citation: "21 CFR 820.198(e)(6); ISO 13485:2016 8.2.2 c)", requiredWhen: needed),
        Field(
            "investigation_finished", .date, .investigation, in: .document,
            label: Words("Investigation finished", "Fin de l’investigation"),
            citation: "21 CFR 820.198(e)(6); ISO 13485:2016 8.2.2 c)", requiredWhen: needed),
        Field(
            "investigation_plan", .prose(bytesMax: 16_000), .investigation, in: .document,
            traits: [.freeText],
            label: Words("Investigation plan", "Plan d’investigation")),
        Field(
            "returned_part", .choice(Choices.returnedPart), .investigation, in: .document,
            label: Words("Returned part", "Pièce retournée"),
            citation: "21 CFR 803.52(c)(11); ISO 13485:2016 8.2.2 e)", form: "FDA 3500A D, H3"),
        Field(
            "part_received", .date, .investigation, in: .document,
            label: Words("Part received", "Pièce reçue le"),
            citation: "21 CFR 803.52(c)(11)", form: "FDA 3500A D, H3",
            requiredWhen: .isOneOf("returned_part", ["received"])),
        Field(
            "findings", .prose(bytesMax: 64_000), .investigation, in: .document,
            traits: [.freeText], label: Words("Findings", "Constats"),
            citation: "21 CFR 803.52(f)(3)", form: "FDA 3500A H3; EU MIR 4.2"),
        Field(
            "met_specification", .choice(Choices.yesNoUnknown), .investigation, in: .document,
            label: Words(
                "Device met its specifications", "Le dispositif respectait ses spécifications"),
            citation: "21 CFR 820.35(a); 820.198(d)(1)", requiredWhen: needed),
        Field(
            "relation_to_event", .choice(Choices.relation), .investigation, in: .document,
            label: Words("Relation to the event", "Lien avec l’événement"),
            help: Words(
                "Whether the device caused or contributed to what happened. The paragraph is of the "
                    + "rule before February 2026.",
                "Le dispositif a-t-il causé ce qui s’est passé, ou y a-t-il contribué\u{202F}? Le "
                    + "paragraphe est celui d’avant février 2026."),
            citation: "21 CFR 820.198(d)(3); 803.3", requiredWhen: needed),
        Field(
            "root_cause", .prose(bytesMax: 16_000), .investigation, in: .document,
            traits: [.freeText], label: Words("Root cause", "Cause première"),
            form: "FDA 3500A H10; EU MIR 4.2"),
        Field(
            "investigation_results", .prose(bytesMax: 262_144), .investigation, in: .column,
            traits: [.searched, .freeText],
            label: Words("Investigation results", "Résultats de l’investigation"),
            citation: "21 CFR 820.35(a); 820.198(e)(6)", form: "FDA 3500A H3, H10; EU MIR 4.2",
            requiredWhen: needed),
    ]

    /// What an investigation leaves behind, by the review of the file.
    private static let needed = FieldCondition.all([
        .hasReached("review"), .isOneOf("investigation_needed", ["yes"]),
    ])
}
