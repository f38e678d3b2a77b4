internal import Complaints
internal import Crypto
internal import HTTP
internal import Platform
internal import Storage
internal import Telemetry

/// `POST /setup`: makes the first administrator with the link's token, and signs in. Of two at once
/// one wins; the link works once.
enum SetUp: Endpoint {
    static let operation = Operation(
        "Makes the first administrator", .people, body: .named("Setup"),
        .init(201, "Made and signed in; the cookie is set", .named("Session")),
        problems: [422, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let token = body.text("token", isRequired: true)
        let name = body.accountName("name")
        let displayName = body.text("display_name")
        let password = body.newPassword("password", of: name, isRequired: true)
        let language = body.choice("language", as: Language.self)
        try body.finish()
        guard let token, let name, let password else { throw .setupRefused }
        let instance = exchange.instance
        let address = exchange.identity.address
        if let seconds = instance.throttle.waitSeconds(name: "", address: address) {
            throw .tooManyAttempts(retryAfterSeconds: seconds)
        }
        guard instance.setupClaim.take() else { throw .setupRefused }
        var account = Account(name: name, displayName: displayName ?? name, role: .admin)
        account.language = language ?? exchange.language
        do throws(APIFailure) {
            try check(exchange, token: token)
            try hash(exchange, account, password)
            return .later
        } catch {
            instance.setupClaim.release()
            instance.throttle.note(name: "", address: address)
            throw error
        }
    }

    private static func check(_ exchange: Exchange, token: String) throws(APIFailure) {
        let now = exchange.instance.clock.now()
        let isGood = try exchange.read { reader throws(StorageFailure) in
            guard try reader.accounts().isEmpty else { return false }
            return try SetupLink.isGood(token, at: now, reader)
        }
        guard isGood else { throw .setupRefused }
    }

    private static func hash(
        _ exchange: Exchange, _ account: Account, _ password: String
    ) throws(APIFailure) {
        let isTaken = exchange.instance.passwords.hash(password) { result in
            switch result {
            case .success(let hash): create(exchange, account, hash)
            case .failure(let error):
                exchange.instance.setupClaim.release()
                exchange.fail(.broken(error.description))
            }
        }
        guard isTaken else { throw .tooManyAttempts(retryAfterSeconds: 5) }
    }

    /// The claim stays taken until the commit, so that a second set-up finds the account.
    private static func create(_ exchange: Exchange, _ account: Account, _ hash: String) {
        var account = account
        account.passwordHash = hash
        let wanted = account
        exchange.openSession(
            by: wanted.name,
            of: { transaction throws(StorageFailure) in
                try transaction.setSetting(SetupLink.settingKey, to: nil)
                return try transaction.createAccount(wanted)
            },
            after: { exchange.instance.setupClaim.release() })
        exchange.instance.log.info("setup.done", ["name": "\(wanted.name)"])
    }
}
