public import Complaints

/// An account as stored.
public struct Account: Sendable {
    public var id: Int64 = 0
    public var name: String
    public var displayName: String
    public var role: Role
    public var isActive = true
    /// Site ids; nil is all.
    public var sites: Set<Int64>?
    public var hasPatientGrant = false
    public var language: Language = .english
    /// The encoded scrypt hash with its parameters; nil for accounts without a password.
    public var passwordHash: String?
    public var version: Int64 = 0
    public var createdAt: Int64 = 0

    public init(name: String, displayName: String, role: Role) {
        self.name = name
        self.displayName = displayName
        self.role = role
    }
}

/// A live session or token, and whose it is.
public struct Credential: Sendable {
    public let account: Account
    /// Nil for a session: everything the role may do.
    public let scopes: Set<Permission>?
    public let isToken: Bool
    public let id: Int64
    /// Microseconds since 1970.
    public let expiresAt: Int64
    public let lastUsedAt: Int64
    /// What its bearer may do, and see: made once, asked with every request.
    public let permissions: Set<Permission>
    public let visibility: Visibility

    public init(
        account: Account, scopes: Set<Permission>?, isToken: Bool, id: Int64, expiresAt: Int64,
        lastUsedAt: Int64
    ) {
        self.account = account
        self.scopes = scopes
        self.isToken = isToken
        self.id = id
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        permissions = account.permissions(within: scopes)
        visibility = account.visibility(with: permissions)
    }
}

extension Account {
    /// The role's permissions, widened by the patient grant and narrowed by a token's scopes.
    public func permissions(within scopes: Set<Permission>?) -> Set<Permission> {
        var permissions = role.permissions
        if hasPatientGrant { permissions.insert(.patient) }
        if let scopes { permissions.formIntersection(scopes) }
        return permissions
    }

    /// Which records and fields are seen with those permissions.
    public func visibility(with permissions: Set<Permission>) -> Visibility {
        Visibility(
            sites: sites, seesComplainant: permissions.contains(.work),
            seesPatient: permissions.contains(.patient))
    }
}

/// A token as listed; its secret is not stored.
public struct TokenRecord: Sendable {
    public let id: Int64
    public let account: String
    public let name: String
    public let prefix: String
    public let scopes: [Permission]
    public let createdAt: Int64
    public let expiresAt: Int64
    public let lastUsedAt: Int64?
}
