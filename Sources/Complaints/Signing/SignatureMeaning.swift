/// What a signature says (21 CFR 11.50(a)(3): "the meaning, such as review, approval, responsibility, or
/// authorship"): a closed list, stored by its raw value.
public enum SignatureMeaning: String, Sendable, CaseIterable {
    case authored, reviewed, approved, responsibility
    /// A locked field is set right.
    case correction
    case closure
    case reopening
    /// Whether something is reported to an authority.
    case decision
    /// A rule set comes into force.
    case activation

    /// The meanings that are given by themselves; the others belong to the act that they sign.
    public static let ofPlainSignatures: [SignatureMeaning] = [
        .authored, .reviewed, .approved, .responsibility,
    ]

    /// What stands beside the printed name.
    public var label: Words {
        switch self {
        case .authored: Words("Authored", "Rédigé")
        case .reviewed: Words("Reviewed", "Vérifié")
        case .approved: Words("Approved", "Approuvé")
        case .responsibility: Words("Responsibility taken", "Responsabilité assumée")
        case .correction: Words("Correction", "Correction")
        case .closure: Words("Closure", "Clôture")
        case .reopening: Words("Reopening", "Réouverture")
        case .decision: Words("Decision", "Décision")
        case .activation: Words("Activation", "Mise en vigueur")
        }
    }

    /// What the signer declares, in one sentence.
    public var statement: Words {
        switch self {
        case .authored:
            Words("I wrote what this version says.", "J’ai rédigé ce que dit cette version.")
        case .reviewed:
            Words("I reviewed this version.", "J’ai vérifié cette version.")
        case .approved:
            Words("I approve this version.", "J’approuve cette version.")
        case .responsibility:
            Words(
                "I take responsibility for this version.",
                "J’assume la responsabilité de cette version.")
        case .correction:
            Words(
                "I correct a locked field, for the reason given.",
                "Je corrige un champ verrouillé, pour le motif indiqué.")
        case .closure:
            Words("I close this file.", "Je clos ce dossier.")
        case .reopening:
            Words(
                "I reopen this file, for the reason given.",
                "Je rouvre ce dossier, pour le motif indiqué.")
        case .decision:
            Words(
                "I made this decision, for the rationale given.",
                "J’ai pris cette décision, pour la justification indiquée.")
        case .activation:
            Words("I put this into force.", "Je mets ceci en vigueur.")
        }
    }
}
