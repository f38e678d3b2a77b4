internal import Complaints
internal import Crypto
internal import HTTP
internal import Storage
internal import Telemetry

/// Finds out who calls: the unix socket's operator, a bearer token, a session's cookie, or nobody.
extension Instance {
    /// The session cookie's name; the prefix binds it to this host and TLS (RFC 6265bis).
    static func cookieName(isSecure: Bool) -> String { isSecure ? "__Host-ibtool" : "ibtool" }

    /// Who is behind the request. A credential that is no longer good counts as none; a bearer wins
    /// over a cookie.
    func identify(_ head: RequestHead, from peer: Peer) throws(APIFailure) -> Identity {
        switch peer {
        case .local(let userID): return localOperator(userID)
        case .network(let address, _):
            if let authorization = head.headers["authorization"] {
                return try bearer(authorization, address)
            }
            let name = Self.cookieName(isSecure: head.isSecure)
            guard let secret = Cookies(head.headers)[name] else {
                return anonymous(address: address)
            }
            let hash = Secrets.hash(of: secret)
            guard let credential = try credential(hash), !credential.isToken else {
                return anonymous(address: address)
            }
            return identity(credential, .session(hash: hash), .web, address)
        }
    }

    /// Nobody in particular, from there.
    func anonymous(from peer: Peer) -> Identity {
        switch peer {
        case .local: anonymous(address: "unix")
        case .network(let address, _): anonymous(address: address)
        }
    }

    private func bearer(
        _ authorization: String, _ address: String
    ) throws(APIFailure) -> Identity {
        let scheme = authorization.utf8.prefix(7)
        guard scheme.elementsEqual("Bearer ".utf8) || String(scheme)?.lowercased() == "bearer "
        else { return anonymous(address: address) }
        let bearer = String(authorization.dropFirst(7))
        if let token = settings.metricsToken, token == Secret(bearer) {
            return anonymous(address: address, .metrics)
        }
        guard bearer.hasPrefix(Secrets.tokenPrefix) else { return anonymous(address: address) }
        let hash = Secrets.hash(of: bearer)
        guard let credential = try credential(hash), credential.isToken else {
            return anonymous(address: address)
        }
        return identity(credential, .token(hash: hash), .api, address)
    }

    private func credential(_ hash: [UInt8]) throws(APIFailure) -> Credential? {
        do { return try credentials.credential(hash: hash) } catch { throw .storage(error) }
    }

    private func anonymous(address: String, _ used: UsedCredential = .none) -> Identity {
        Identity(
            caller: nil, credential: settings.metricsAreOpen ? .metrics : used, account: nil,
            expiresAt: nil, address: address)
    }

    private func identity(
        _ credential: Credential, _ used: UsedCredential, _ origin: Origin,
        _ address: String
    ) -> Identity {
        let account = credential.account
        return Identity(
            caller: Caller(credential, origin: origin, address: address),
            credential: used, account: account, expiresAt: credential.expiresAt, address: address)
    }

    /// The operator at the data directory's socket: whoever may open it owns the data anyway.
    private func localOperator(_ userID: UInt32) -> Identity {
        let address = "unix"
        let caller = Caller(
            userID: 0, name: "operator (uid \(userID))", role: .admin,
            permissions: Set(Permission.allCases),
            visibility: Visibility(sites: nil, seesComplainant: true, seesPatient: true),
            language: .english, origin: .command, address: address)
        return Identity(
            caller: caller, credential: .local, account: nil, expiresAt: nil, address: address)
    }
}

extension Caller {
    /// The caller an account is, narrowed by a token's scopes and widened by the patient grant.
    init(_ account: Account, scopes: Set<Permission>?, origin: Origin, address: String) {
        let permissions = account.permissions(within: scopes)
        self.init(
            userID: account.id, name: account.name, role: account.role, permissions: permissions,
            visibility: account.visibility(with: permissions), language: account.language,
            origin: origin, address: address)
    }

    /// The caller behind a live credential.
    init(_ credential: Credential, origin: Origin, address: String) {
        let account = credential.account
        self.init(
            userID: account.id, name: account.name, role: account.role,
            permissions: credential.permissions, visibility: credential.visibility,
            language: account.language, origin: origin, address: address)
    }
}
