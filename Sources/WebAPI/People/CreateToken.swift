internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `POST /tokens`: a token for scripts, shown once. Its scopes are never more than its owner's role,
/// and by default neither user administration nor signing. The same Idempotency-Key again within 24
/// hours is refused: a secret is not kept to be shown twice.
enum CreateToken: Endpoint {
    static let expiresDaysDefault: Int64 = 90
    static let expiresDaysMax: Int64 = 365

    static let operation = Operation(
        "Makes an API token", .people, headers: ["Idempotency-Key"], body: .named("NewToken"),
        .init(201, "Made; the token is shown this once", .named("Token")),
        problems: [409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let user = body.text("user") ?? exchange.caller.name
        let name = body.text("name") ?? "token"
        let days = body.integer("expires_days", in: 1...expiresDaysMax) ?? expiresDaysDefault
        // A token makes no tokens: whoever stole one could outlive its end.
        if case .token = exchange.identity.credential { throw .forbidden(nil) }
        let owner = try exchange.account(named: user)
        let allowed = Caller(owner, scopes: nil, origin: .api, address: "").permissions
        let scopes = body.scopes("scopes", allowed: allowed)
        try body.finish()
        let granted = scopes ?? allowed.subtracting([.users, .sign])
        return create(
            exchange, owner, name: name, granted, days: days, try exchange.onceKey())
    }

    private static func create(
        _ exchange: Exchange, _ owner: Account, name: String, _ scopes: Set<Permission>,
        days: Int64, _ key: OnceKey?
    ) -> Outcome {
        let secret = Secrets.token(exchange.instance.random)
        let expiry = exchange.instance.clock.now() + .seconds(days * 86_400)
        let prefix = String(secret.prefix(Secrets.shownPrefixBytes))
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.onceOnly(key, .token, id: \.id) { () throws(StorageFailure) in
                try transaction.createToken(
                    of: owner.id, name: name, prefix: prefix, hash: Secrets.hash(of: secret),
                    scopes: Permission.allCases.filter(scopes.contains),
                    expiresAt: expiry.microseconds)
            }
        } then: { committed in
            var writer = JSONWriter(reserving: 512)
            writer.token(committed.value, secret: secret)
            return Answer.json(writer.bytes, status: 201, commit: committed.commit)
                .with("location", "/api/v1/tokens/\(committed.value.id)")
        }
    }
}

extension MemberReader {
    /// A list of permissions the owner has; "write" stands for those of intake, work and import.
    fileprivate mutating func scopes(
        _ name: String, allowed: Set<Permission>
    ) -> Set<Permission>? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let elements = value.arrayValue, elements.count <= 50 else {
            reject(name, .wrongType)
            return nil
        }
        let choices = Permission.allCases.filter(allowed.contains).map(\.rawValue)
        var scopes: Set<Permission> = []
        for (index, element) in elements.enumerated() {
            if element.stringValue == "write" {
                scopes.formUnion(allowed.intersection([.intake, .work, .import]))
            } else if let text = element.stringValue, choices.contains(text),
                let scope = Permission(rawValue: text)
            {
                scopes.insert(scope)
            } else {
                let argument = choices.joined(separator: ", ")
                reject("\(name)/\(index)", .notAChoice, argument: argument)
            }
        }
        return scopes
    }
}
