internal import Complaints
internal import Crypto
internal import HTTP
internal import JSON
internal import Storage

/// `PATCH /session`: the caller's own language and password. A new password ends every session of the
/// account; the caller goes on with a new one (OWASP: renew the session's token with the privilege).
enum ChangeOwnAccount: Endpoint {
    static let operation = Operation(
        "Changes one's own language or password", .people, body: .named("OwnAccountChange"),
        .init(200, "The session; after a new password with a new cookie", .named("Session")),
        problems: [422, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let language = body.choice("language", as: Language.self)
        let passwords = body.value("password")
        body.keep("language", "password")
        var old: String?
        var new: String?
        if let passwords, !passwords.isNull {
            var inner = MemberReader(passwords.objectValue ?? .init())
            old = inner.text("old", bytesMax: 1024, isRequired: true)
            new = inner.text("new", bytesMax: 1024, isRequired: true)
            if passwords.objectValue == nil {
                body.reject("password", .wrongType)
            } else {
                body.adopt(inner, under: "/password")
            }
        }
        try body.finish()
        guard let account = exchange.identity.account else { throw .forbidden(nil) }
        guard let old, let new else {
            return change(exchange, account, language: language, passwordHash: nil)
        }
        // A password is the person's, not the token's.
        guard case .session = exchange.identity.credential else { throw .forbidden(nil) }
        if let problem = PasswordRule.problem(new, name: account.name, pointer: "/password/new") {
            throw .refused(.invalid([problem]))
        }
        return try check(exchange, account, language, old: old, new: new)
    }

    private static func check(
        _ exchange: Exchange, _ account: Account, _ language: Language?, old: String, new: String
    ) throws(APIFailure) -> Outcome {
        let instance = exchange.instance
        let address = exchange.identity.address
        if let seconds = instance.throttle.waitSeconds(name: account.name, address: address) {
            throw .tooManyAttempts(retryAfterSeconds: seconds)
        }
        instance.throttle.note(name: account.name, address: address)
        let isTaken = instance.passwords.verify(old, against: account.passwordHash) { verdict in
            switch verdict {
            case .failed(let sentence): exchange.fail(.broken(sentence))
            case .differs: exchange.fail(.wrongPassword)
            case .fits:
                instance.throttle.forgive(name: account.name, address: address)
                hash(exchange, account, language, new)
            }
        }
        guard isTaken else { throw .tooManyAttempts(retryAfterSeconds: 5) }
        return .later
    }

    private static func hash(
        _ exchange: Exchange, _ account: Account, _ language: Language?, _ new: String
    ) {
        let isTaken = exchange.instance.passwords.hash(new) { result in
            switch result {
            case .success(let hash):
                _ = change(exchange, account, language: language, passwordHash: hash)
            case .failure(let error): exchange.fail(.broken(error.description))
            }
        }
        if !isTaken { exchange.fail(.tooManyAttempts(retryAfterSeconds: 5)) }
    }

    private static func change(
        _ exchange: Exchange, _ account: Account, language: Language?, passwordHash: String?
    ) -> Outcome {
        var changed = account
        if let language { changed.language = language }
        if let passwordHash { changed.passwordHash = passwordHash }
        let wanted = changed
        let renewed = passwordHash == nil ? nil : NewSession(exchange.instance)
        let expected = renewed == nil ? nil : account.version
        return exchange.writeAndGoOn { transaction throws(StorageFailure) -> Account in
            let stored = try transaction.updateAccount(wanted, expected: expected)
            if let renewed {
                try transaction.endSessions(of: account.id, except: nil)
                try transaction.createSession(
                    of: account.id, hash: renewed.hash, expiresAt: renewed.expiresAt)
            }
            return stored
        } then: { committed in
            exchange.instance.answers.run { respond(exchange, committed, renewed) }
        }
    }

    private static func respond(
        _ exchange: Exchange, _ committed: Committed<Account>, _ renewed: NewSession?
    ) {
        let account = committed.value
        let caller = Caller(
            account, scopes: exchange.caller.permissions, origin: exchange.caller.origin,
            address: exchange.caller.address)
        do throws(StorageFailure) {
            let codes = try exchange.instance.siteCodes(account.sites)
            let body = exchange.instance.sessionBody(
                caller, account: account,
                expiresAt: renewed?.expiresAt ?? exchange.identity.expiresAt, siteCodes: codes)
            let answer = Answer.json(body, commit: committed.commit)
            exchange.send(renewed.map { answer.with("set-cookie", $0.cookie(exchange)) } ?? answer)
        } catch {
            exchange.fail(.storage(error))
        }
    }
}
