extension CompanionKind {
    /// What is to be done about a complaint, by whom and until when.
    public static let work = CompanionKind(
        .task, path: "tasks", isChangeable: true, afterEnd: .ofDuplicates,
        fields: [
            Field(
                "title", .text(bytesMax: 400), .identity, in: .sealed, traits: [.required],
                label: Words("What is to be done", "Ce qu’il faut faire")),
            Field(
                "note", .prose(bytesMax: 4_000), .identity, in: .sealed,
                label: Words("Note", "Remarque")),
            Field(
                "owner", .text(bytesMax: 100), .identity, in: .column,
                label: Words("Owner", "Responsable")),
            Field("due", .date, .identity, in: .column, label: Words("Due", "Échéance")),
            Field(
                "state", .choice(CompanionChoices.workState), .identity, in: .column,
                label: Words("State", "État")),
            Field(
                "done_by", .text(bytesMax: 100), .identity, in: .document, entry: .system,
                label: Words("Done by", "Faite par")),
            Field(
                "done", .timestamp, .identity, in: .document, entry: .system,
                label: Words("Done on", "Faite le")),
        ])

    /// What somebody says about a complaint: among colleagues, or to the customer.
    public static let comment = CompanionKind(
        .comment, path: "comments", isChangeable: false, afterEnd: .ofDuplicates,
        naming: [.state: "audience"],
        fields: [
            Field(
                "text", .prose(bytesMax: 16_000), .identity, in: .sealed, traits: [.required],
                label: Words("Comment", "Commentaire")),
            Field(
                "audience", .choice(CompanionChoices.audience), .identity, in: .column,
                label: Words("For whom", "Destinataire")),
            Field(
                "mentions", .text(bytesMax: 4_000), .identity, in: .document, entry: .system,
                label: Words("Mentions", "Personnes mentionnées"),
                help: Words(
                    "The accounts whose names stand in the text behind an @, with spaces between.",
                    "Les comptes dont le nom suit un @ dans le texte, séparés par des espaces.")),
        ])

    /// An account that follows a complaint.
    public static let watcher = CompanionKind(
        .watcher, path: "watchers", isChangeable: false, afterEnd: .everything,
        fields: [
            Field(
                "owner", .text(bytesMax: 100), .identity, in: .column, traits: [.required],
                label: Words("Account", "Compte"))
        ])

    /// What ties one complaint to another.
    public static let link = CompanionKind(
        .link, path: "links", isChangeable: false, afterEnd: .everything,
        naming: [.state: "relation"],
        fields: [
            Field(
                "relation", .choice(CompanionChoices.relation), .identity, in: .column,
                traits: [.required], label: Words("Relation", "Relation")),
            Field(
                "other", .reference(.complaint), .identity, in: .column, traits: [.required],
                label: Words("Other complaint", "Autre réclamation")),
            Field(
                "note", .prose(bytesMax: 4_000), .identity, in: .sealed,
                label: Words("Why", "Justification"),
                help: Words(
                    "For a reused investigation: why it holds for this complaint too.",
                    "Pour une investigation réutilisée\u{A0}: pourquoi elle vaut aussi pour cette "
                        + "réclamation."),
                citation: "21 CFR 820.35(a)"),
            Field(
                "before", .choice(Choices.status), .identity, in: .document, entry: .system,
                label: Words("Status before the merge", "Statut avant la fusion")),
        ])
}

/// The closed lists of companions.
public enum CompanionChoices {
    /// Where a piece of work stands.
    public static let workState = [
        Choice("open", "To do", "À faire"),
        Choice("done", "Done", "Faite"),
    ]

    /// Whom a comment is for.
    public static let audience = [
        Choice("internal", "Internal", "Interne"),
        Choice("customer", "To the customer", "Au client"),
    ]

    /// How two complaints belong together. A duplicate has an original; the others hold both ways.
    public static let relation = [
        Choice("duplicate", "Duplicate of", "Doublon de"),
        Choice("related", "Related to", "Liée à"),
        Choice("same_investigation", "Same investigation as", "Même investigation que"),
    ]
}
