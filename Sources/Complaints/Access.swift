/// What a person may do (PRODUCT section 7). The access rule of a route names one.
public enum Permission: String, Sendable, CaseIterable {
    case read, intake, work, `import`, decide, sign, users, tokens, rules, fields, settings, backup
    case patient
}

/// The five roles, each with everything the one before it may do.
public enum Role: String, Sendable, CaseIterable {
    case viewer, engineer, analyst, reviewer, admin

    public var permissions: Set<Permission> {
        switch self {
        case .viewer: Self.viewing
        case .engineer: Self.engineering
        case .analyst: Self.analysing
        case .reviewer: Self.reviewing
        case .admin: Self.administering
        }
    }

    // Made once: every request asks.
    private static let viewing: Set<Permission> = [.read]
    private static let engineering: Set<Permission> = [.read, .intake]
    private static let analysing: Set<Permission> = [.read, .intake, .work, .import]
    private static let reviewing: Set<Permission> = analysing.union([.decide, .sign])
    private static let administering = Set(Permission.allCases).subtracting([.patient])
}

/// Which records and fields a caller may see: the one answer that list, detail, source row,
/// history, export, events, search, snippets, facets, totals, sort and filter all take.
public struct Visibility: Sendable, Hashable {
    /// The sites whose records are seen; nil is all of them, and records without a site.
    public let sites: Set<Int64>?
    public let seesComplainant: Bool
    public let seesPatient: Bool
    /// Callers of one class get the same answers; part of every cache key.
    public let cacheClass: String

    public init(sites: Set<Int64>?, seesComplainant: Bool, seesPatient: Bool) {
        self.sites = sites
        self.seesComplainant = seesComplainant
        self.seesPatient = seesPatient
        let people = (seesComplainant ? "c" : "-") + (seesPatient ? "p" : "-")
        let places = sites?.sorted().map(String.init).joined(separator: ",") ?? "*"
        cacheClass = people + places
    }

    /// Everything there is: the operator's own.
    public static let everything = Visibility(
        sites: nil, seesComplainant: true, seesPatient: true)

    /// Whether the field may be shown, filtered and sorted by.
    public func sees(_ access: FieldAccess) -> Bool {
        switch access {
        case .open, .sourceRow: true
        case .complainant: seesComplainant
        case .patient: seesPatient
        }
    }

    /// Whether a record of that site may be seen.
    public func sees(site: Int64?) -> Bool {
        guard let sites else { return true }
        return site.map(sites.contains) ?? false
    }
}

/// Who calls, once authenticated.
public struct Caller: Sendable {
    public let userID: Int64
    public let name: String
    public let role: Role
    /// The role's permissions, narrowed by a token's scopes, widened by the patient grant.
    public let permissions: Set<Permission>
    public let visibility: Visibility
    public let language: Language
    public let origin: Origin
    /// Where the call came from, as text, for the change log.
    public let address: String

    public init(
        userID: Int64, name: String, role: Role, permissions: Set<Permission>,
        visibility: Visibility, language: Language, origin: Origin, address: String
    ) {
        self.userID = userID
        self.name = name
        self.role = role
        self.permissions = permissions
        self.visibility = visibility
        self.language = language
        self.origin = origin
        self.address = address
    }
}

/// By which way a change came.
public enum Origin: String, Sendable {
    case web, api, command, `import`, system
}
