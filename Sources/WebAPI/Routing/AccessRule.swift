internal import Complaints

/// Who may call a route. Nothing is open by default: the rule stands in the route's row.
enum AccessRule: Sendable, Equatable {
    /// Everybody, signed in or not.
    case open
    /// Everybody with a live session or token.
    case signedIn
    /// Callers who hold this permission.
    case permission(Permission)
    /// Callers who hold one of these permissions.
    case either(Permission, Permission)
    /// The operator at the data directory's unix socket.
    case localOperator
    /// Readers of /metrics: the configured bearer, or holders of settings or backup.
    case metrics

    /// The one check: nil when the identity may pass, else why not.
    func refusal(of identity: Identity) -> APIFailure? {
        switch self {
        case .open: return nil
        case .signedIn: return identity.caller == nil ? .unauthenticated : nil
        case .permission(let permission):
            guard let caller = identity.caller else { return .unauthenticated }
            return caller.permissions.contains(permission) ? nil : .forbidden(permission)
        case .either(let first, let second):
            guard let caller = identity.caller else { return .unauthenticated }
            let mayPass = !caller.permissions.isDisjoint(with: [first, second])
            return mayPass ? nil : .forbidden(first)
        case .metrics:
            if identity.credential == .metrics { return nil }
            guard let caller = identity.caller else { return .unauthenticated }
            let mayRead = !caller.permissions.isDisjoint(with: [.settings, .backup])
            return mayRead ? nil : .forbidden(.settings)
        case .localOperator:
            if case .local = identity.credential { return nil }
            return identity.caller == nil ? .unauthenticated : .forbidden(nil)
        }
    }
}
