internal import Complaints
internal import HTTP
internal import Storage

/// `PATCH /users/{name}`: role, sites, grants, password, active or not. A new password, and losing
/// the account, end its sessions. The last active administrator stays one.
enum ChangeUser: Endpoint {
    static let operation = Operation(
        "Changes an account", .people, headers: ["If-Match"], body: .named("UserChange"),
        .init(200, "Changed", .named("User")), problems: [400, 404, 409, 412, 415, 422, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let before = try exchange.account(named: exchange.parameters[0])
        var body = MemberReader(try exchange.bodyObject())
        var after = before
        let password = body.newPassword("password", of: before.name)
        if let text = body.text("display_name") { after.displayName = text }
        if let role = body.choice("role", as: Role.self) { after.role = role }
        if let isActive = body.flag("active") { after.isActive = isActive }
        if let language = body.choice("language", as: Language.self) { after.language = language }
        if let hasGrant = body.flag("patient_grant") { after.hasPatientGrant = hasGrant }
        let sites = try body.sites("sites") { key throws(APIFailure) in try exchange.siteID(key) }
        if let sites { after.sites = sites }
        try body.finish()
        // If-Match is honoured where sent; without it the change builds on what was just read.
        let expected =
            exchange.request.head.headers["if-match"] == nil
            ? before.version : try Conditions.expectedVersion(exchange.request.head)
        try keepAnAdministrator(exchange, before, after)
        let endsSessions = password != nil || !after.isActive
        let wanted = after
        guard let password else {
            return change(exchange, wanted, expected: expected, endsSessions: endsSessions)
        }
        try exchange.hashPassword(password) { hash in
            var account = wanted
            account.passwordHash = hash
            _ = change(exchange, account, expected: expected, endsSessions: endsSessions)
        }
        return .later
    }

    private static func keepAnAdministrator(
        _ exchange: Exchange, _ before: Account, _ after: Account
    ) throws(APIFailure) {
        guard before.isAdministrator, !after.isAdministrator else { return }
        let others = try exchange.read { reader throws(StorageFailure) in
            try reader.accounts().filter { $0.isAdministrator && $0.id != before.id }
        }
        if others.isEmpty { throw .lastAdministrator }
    }

    private static func change(
        _ exchange: Exchange, _ account: Account, expected: Int64, endsSessions: Bool
    ) -> Outcome {
        exchange.writeAndGoOn { transaction throws(StorageFailure) -> Account in
            let stored = try transaction.updateAccount(account, expected: expected)
            if endsSessions { try transaction.endSessions(of: account.id, except: nil) }
            return stored
        } then: { committed in
            exchange.sendAccount(committed)
        }
    }
}

extension Account {
    /// Whether the account may administer others now.
    fileprivate var isAdministrator: Bool { isActive && role == .admin }
}
