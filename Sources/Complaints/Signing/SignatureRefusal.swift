/// Why somebody's attempt to sign was refused; a closed list, kept in the change log.
public enum SignatureRefusal: String, Sendable, CaseIterable {
    case password
    /// Another account was named than the caller's own.
    case account
    case permission

    /// What a person reads.
    public var label: Words {
        switch self {
        case .password: Words("Wrong password", "Mot de passe erroné")
        case .account: Words("Another account’s name", "Nom d’un autre compte")
        case .permission: Words("Not allowed", "Non autorisé")
        }
    }
}
