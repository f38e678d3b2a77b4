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
            "due_by_law", .date, .identity, in: .column, entry: .system,
            traits: [.sortable, .listed],
            label: Words("Due by law", "Échéance légale"),
            help: Words(
                "The earliest day on which a running clock of a law ends, whatever house policy asks "
                    + "for before.",
                "Le premier jour où un délai légal en cours arrive à échéance, quoi que demande "
                    + "auparavant la politique interne.")),
        Field(
            "due_law_rule", .text(bytesMax: 40), .identity, in: .column, entry: .system,
            traits: [.facet, .sortable, .listed],
            label: Words("Rule of the legal deadline", "Règle de l’échéance légale"),
            help: Words(
                "The rule of a law whose clock ends first; of a file that ended as no complaint or was "
                    + "withdrawn, the one that was left without a decision or a report.",
                "La règle légale dont le délai se termine en premier\u{202F}; pour un dossier terminé "
                    + "comme non-réclamation ou retiré, celle restée sans décision ni déclaration.")
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
        Field(
            "awaiting_signature", .choice(AwaitedSignature.choices), .identity, in: .column,
            entry: .system, traits: [.facet],
            label: Words("Awaiting signature", "En attente de signature"),
            help: Words(
                "A decision whether to report was not signed yet, or the file is in review and lacks "
                    + "nothing any more for closing but the signature.",
                "Une décision de déclaration n’est pas encore signée, ou le dossier est en revue et "
                    + "il ne lui manque plus que la signature de clôture.")),
    ]

    /// Facts that the shipped rules ask for beside those of the file.
    static let clockFacts: [Field] = [
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
            "next_report", .date, .identity, in: .document,
            label: Words("Next report announced", "Prochain rapport annoncé"),
            help: Words(
                "The day on which the authority was told to expect a follow-up or the final report.",
                "Le jour pour lequel un rapport de suivi ou le rapport final a été annoncé à "
                    + "l’autorité."),
            citation: "EU MDR 2017/745 art. 87(6), 89(5)", form: "EU MIR 1.2"),
        Field(
            "field_action_reason", .choice(Choices.fieldActionReason), .action, in: .document,
            label: Words("Reason for the field action", "Motif de l’action sur le terrain"),
            citation: "21 CFR 806.10(a)"),
    ]
}

/// What a file waits for somebody to sign.
public enum AwaitedSignature: String, Sendable, CaseIterable {
    case decision, closure

    static let choices = [
        Choice(decision.rawValue, "Decision", "Décision"),
        Choice(closure.rawValue, "Closure", "Clôture"),
    ]
}

extension Choices {
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
