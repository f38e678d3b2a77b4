/// What a change-log row records: a closed list, stored by its raw value.
public enum ChangeOperation: String, Sendable, CaseIterable {
    case create, update
    /// A record taken back, with its reason; nothing is deleted.
    case withdraw
    /// Restricted fields were read.
    case read
    /// An import's values given back.
    case undo
    /// The key of a file was erased: its personal data are gone.
    case erase
    case signIn = "sign_in"
    case signOut = "sign_out"
    /// A locked field was set right, with a reason and a signature.
    case correct
    /// Credentials given for a signature were not the signer's.
    case signFailed = "sign_failed"
    case revoke
    /// A draft of rules that is in force from now on.
    case activate
    /// A clock reached one of its warning points.
    case warn
    case remove
}
