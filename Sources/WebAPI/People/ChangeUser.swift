internal import Complaints
internal import HTTP
internal import Storage

/// `PATCH /users/{name}`: role, sites, grants, password, active or not. A new password, and losing
/// the account, end its sessions. The last active administrator stays one. On the version that If-Match
/// names.
enum ChangeUser: Endpoint {
    static let operation = Operation(
        "Changes an account", .people, headers: ["If-Match"], body: .named("UserChange"),
        .init(200, "Changed", .named("User")), problems: [409, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let accepted = try Conditions.versions(exchange.request.head)
        let before = try exchange.account(named: exchange.parameters[0])
        guard accepted.contain(before.version) else { throw try exchange.conflict(before) }
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
        body.keep("password", "display_name", "role", "active", "language", "patient_grant")
        try body.finish()
        try keepAnAdministrator(exchange, before, after)
        let endsSessions = password != nil || !after.isActive
        let wanted = after
        guard let password else {
            return change(exchange, wanted, endsSessions: endsSessions)
        }
        try exchange.hashPassword(password) { hash in
            var account = wanted
            account.passwordHash = hash
            _ = change(exchange, account, endsSessions: endsSessions)
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

    /// `account` builds on the version it names.
    private static func change(
        _ exchange: Exchange, _ account: Account, endsSessions: Bool
    ) -> Outcome {
        exchange.instance.store.write(by: exchange.author()) {
            transaction throws(StorageFailure) -> Account in
            let stored = try transaction.updateAccount(account, expected: account.version)
            if endsSessions { try transaction.endSessions(of: account.id, except: nil) }
            return stored
        } then: { result in
            switch result {
            case .success(let committed): exchange.sendAccount(committed)
            case .failure(.refused(.versionConflict)): exchange.sendConflict(account.name)
            case .failure(let failure): exchange.fail(.storage(failure))
            }
        }
        return .later
    }
}

extension Exchange {
    /// The conflict's failure, with the account as it is now.
    fileprivate func conflict(_ account: Account) throws(APIFailure) -> APIFailure {
        .conflict(current: try accountBody(account))
    }

    /// Answers 412, off the writer's thread.
    fileprivate func sendConflict(_ name: String) {
        instance.answers.run {
            do throws(APIFailure) { fail(try conflict(account(named: name))) } catch { fail(error) }
        }
    }
}

extension Account {
    /// Whether the account may administer others now.
    fileprivate var isAdministrator: Bool { isActive && role == .admin }
}
