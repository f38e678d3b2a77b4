internal import Complaints
internal import Crypto
internal import HTTP
internal import Storage

/// `POST /users`: a new account. The same Idempotency-Key again within 24 hours is refused, since
/// nothing of the password is kept to compare.
enum CreateUser: Endpoint {
    static let operation = Operation(
        "Makes an account", .people, headers: ["Idempotency-Key"], body: .named("NewUser"),
        .init(201, "Made", .named("User")), problems: [409, 422, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let name = body.accountName("name")
        let role = body.choice("role", as: Role.self, isRequired: true)
        let password = body.newPassword("password", of: name)
        let displayName = body.text("display_name")
        let isActive = body.flag("active")
        let language = body.choice("language", as: Language.self)
        let hasGrant = body.flag("patient_grant")
        let sites = try body.sites("sites") { key throws(APIFailure) in try exchange.siteID(key) }
        try body.finish()
        guard let name, let role else { throw .bodyMissing }
        var account = Account(name: name, displayName: displayName ?? name, role: role)
        account.isActive = isActive ?? true
        account.language = language ?? .english
        account.hasPatientGrant = hasGrant ?? false
        account.sites = sites ?? nil
        let key = try exchange.onceKey(without: ["password"])
        guard let password else { return create(exchange, account, key) }
        let wanted = account
        try exchange.hashPassword(password) { hash in
            var account = wanted
            account.passwordHash = hash
            _ = create(exchange, account, key)
        }
        return .later
    }

    private static func create(
        _ exchange: Exchange, _ account: Account, _ key: OnceKey?
    ) -> Outcome {
        exchange.writeAndGoOn { transaction throws(StorageFailure) in
            try transaction.onceOnly(key, .user, id: \.id) { () throws(StorageFailure) in
                try transaction.createAccount(account)
            }
        } then: { committed in
            exchange.sendAccount(committed, status: 201)
        }
    }
}

extension Exchange {
    /// Hashes a password on its thread and goes on there; failures answer.
    func hashPassword(
        _ password: String, then next: @escaping @Sendable (String) -> Void
    ) throws(APIFailure) {
        let isTaken = instance.passwords.hash(password) { result in
            switch result {
            case .success(let hash): next(hash)
            case .failure(let error): self.fail(.broken(error.description))
            }
        }
        guard isTaken else { throw .tooManyAttempts(retryAfterSeconds: 5) }
    }
}
