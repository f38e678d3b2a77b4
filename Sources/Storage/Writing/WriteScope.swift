import Complaints

/// On whose behalf records are written: what they may name, and whether the rules of daily work hold.
struct WriteScope {
    let visibility: Visibility
    /// Whether the record tells what happened elsewhere (an import, demonstration data): it may end
    /// without a reason and name a system that stood at another site then.
    let tellsHistory: Bool
    /// Whether the version that the change makes is signed in the same transaction.
    var isSigned = false

    /// A person's own work.
    static func work(_ visibility: Visibility, isSigned: Bool = false) -> WriteScope {
        WriteScope(visibility: visibility, tellsHistory: false, isSigned: isSigned)
    }

    /// Bound to no site and to no rule of daily work.
    static let history = WriteScope(visibility: .everything, tellsHistory: true)
}

extension ImportScope {
    /// What rows of an import may name: what its author sees, as history.
    var writing: WriteScope {
        WriteScope(
            visibility: Visibility(sites: sites, seesComplainant: true, seesPatient: true),
            tellsHistory: true)
    }
}
