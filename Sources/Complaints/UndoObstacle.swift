/// Why bulk work cannot be taken back.
public enum UndoObstacle: Sendable, Equatable, CaseIterable {
    /// There is no such work.
    case unknown
    /// It made complaints; these stay.
    case creation
    /// It waits or runs.
    case underway
    /// It wrote nothing.
    case unchanged
    /// It is from before the journal kept the versions that work makes.
    case unversioned
    /// Other work takes it back now.
    case undoing
    /// It is taken back.
    case undone

    /// Why, in one sentence.
    public func sentence(of id: Int64) -> Words {
        switch self {
        case .unknown:
            Words(
                "There is no bulk work \(id).",
                "Il n’existe aucun traitement par lot \(id).")
        case .creation:
            Words(
                "Bulk work \(id) made complaints, which cannot be taken back.",
                "Le traitement par lot \(id) a créé des réclamations\u{202F}; cela ne peut pas être "
                    + "annulé.")
        case .underway:
            Words(
                "Bulk work \(id) is still on its way; stop it, or wait for its end.",
                "Le traitement par lot \(id) est encore en cours\u{202F}; arrêtez-le ou attendez sa "
                    + "fin.")
        case .unchanged:
            Words(
                "Bulk work \(id) changed nothing that could be taken back.",
                "Le traitement par lot \(id) n’a rien modifié qui puisse être annulé.")
        case .unversioned:
            Words(
                "Bulk work \(id) is from before the upgrade that made this possible, and cannot be "
                    + "taken back.",
                "Le traitement par lot \(id) date d’avant la mise à niveau qui le permet, et ne peut "
                    + "pas être annulé.")
        case .undoing:
            Words(
                "Bulk work \(id) is being taken back already.",
                "L’annulation du traitement par lot \(id) est déjà en cours.")
        case .undone:
            Words(
                "Bulk work \(id) is taken back already.",
                "Le traitement par lot \(id) est déjà annulé.")
        }
    }
}
