/// What a name that people give is made of; the raw value is the argument of `invalidName`.
public enum NameRule: String, Sendable {
    /// Of one of the operator's own fields.
    case field
    /// Of an account.
    case account

    /// The rule, after "it is made of".
    var words: Words {
        switch self {
        case .field:
            Words(
                "a–z, 0–9 and “_”, begins with a letter and has at most 63 characters",
                "a–z, 0–9 et «\u{A0}_\u{A0}», commence par une lettre et compte au plus 63 caractères"
            )
        case .account:
            Words(
                "a–z, 0–9, “.”, “_”, “-” and “@”, with a letter among them, and is not “system”, as the "
                    + "history calls IBTool itself",
                "a–z, 0–9, «\u{A0}.\u{A0}», «\u{A0}_\u{A0}», «\u{A0}-\u{A0}» et «\u{A0}@\u{A0}», "
                    + "dont une lettre, et n’est pas «\u{A0}system\u{A0}», nom d’IBTool lui-même dans "
                    + "l’historique")
        }
    }
}
