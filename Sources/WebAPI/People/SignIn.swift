internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Telemetry

/// `POST /session`: name and password for a cookie. Every failure says the same and costs the same.
enum SignIn: Endpoint {
    static let operation = Operation(
        "Signs in", .people, body: .named("SignIn"),
        .init(201, "Signed in; the cookie is set", .named("Session")),
        problems: [401, 422, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let name = body.text("name", isRequired: true)
        let password = body.text("password", bytesMax: 1024, isRequired: true)
        try body.finish()
        guard let name, let password else { throw .signInFailed }
        let instance = exchange.instance
        let address = exchange.identity.address
        if let seconds = instance.throttle.waitSeconds(name: name, address: address) {
            throw .tooManyAttempts(retryAfterSeconds: seconds)
        }
        let account = try exchange.read { reader throws(StorageFailure) in
            try reader.account(named: name)
        }
        let usable = account.flatMap { $0.isActive ? $0 : nil }
        instance.throttle.note(name: name, address: address)
        let isTaken = instance.passwords.verify(password, against: usable?.passwordHash) {
            verdict in
            conclude(exchange, name: name, password: password, usable, verdict)
        }
        guard isTaken else { throw .tooManyAttempts(retryAfterSeconds: 5) }
        return .later
    }

    /// On the password thread.
    private static func conclude(
        _ exchange: Exchange, name: String, password: String, _ account: Account?,
        _ verdict: PasswordDesk.Verdict
    ) {
        let instance = exchange.instance
        switch verdict {
        case .failed(let sentence): exchange.fail(.broken(sentence))
        case .fits(let needsRehash):
            guard let account else { return exchange.fail(.signInFailed) }
            instance.throttle.forgive(name: name, address: exchange.identity.address)
            exchange.openSession(by: account.name, known: account) {
                _ throws(StorageFailure) in account
            }
            if needsRehash { rehash(password, account, instance) }
        case .differs:
            instance.log.warning(
                "signin.failed",
                ["name": "\(name)", "address": "\(exchange.identity.address)"])
            exchange.fail(.signInFailed)
        }
    }

    /// Stores the password's hash at today's cost. A failure leaves the old hash, which still works.
    private static func rehash(_ password: String, _ account: Account, _ instance: Instance) {
        _ = instance.passwords.hash(password) { result in
            guard case .success(let hash) = result else { return }
            let author = Author.system(reason: "rehash")
            instance.store.write(by: author) { transaction throws(StorageFailure) in
                var account = account
                account.passwordHash = hash
                _ = try transaction.updateAccount(account, expected: account.version)
            } then: { _ in
            }
        }
    }
}
