internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Telemetry

/// A session about to begin: a secret that nobody had before.
struct NewSession: Sendable {
    private let secret: String
    /// Microseconds since 1970.
    let expiresAt: Int64

    init(_ instance: Instance) {
        secret = Secrets.session(instance.random)
        expiresAt = (instance.clock.now() + instance.settings.sessionAgeMax).microseconds
    }

    var hash: [UInt8] { Secrets.hash(of: secret) }

    /// The Set-Cookie value for whoever asked.
    func cookie(_ exchange: Exchange) -> String {
        exchange.instance.sessionCookie(secret, isSecure: exchange.request.head.isSecure)
    }
}

/// How signing in and setting up end: a new session.
extension Exchange {
    /// Makes a session for the account that `prepare` gives in the same transaction, and answers with
    /// its cookie and the body of `GET /session`. The secret is always a new one, and the session the
    /// request came with ends. `after` runs when the transaction has ended, whichever way. While the
    /// disk is full the session of `known` stays in memory.
    func openSession(
        by name: String, known: Account? = nil,
        of prepare:
            @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Account,
        after: @escaping @Sendable () -> Void = {}
    ) {
        let new = NewSession(instance)
        var earlier: [UInt8]?
        if case .session(let hash) = identity.credential { earlier = hash }
        let replaced = earlier
        let author = Author(name: name, origin: .web, address: identity.address)
        instance.store.write(by: author) { transaction throws(StorageFailure) -> Account in
            let account = try prepare(transaction)
            if let replaced { try transaction.endSession(hash: replaced) }
            try transaction.createSession(of: account.id, hash: new.hash, expiresAt: new.expiresAt)
            return account
        } then: { result in
            after()
            switch result {
            case .failure(.diskFull(let reason)):
                guard let known, self.keepUnwritten(known, new) else {
                    return self.fail(.storage(.diskFull(reason)))
                }
                let commit = self.instance.publishedCommit
                self.instance.answers.run { self.sendSession(known, commit, new) }
            case .failure(let failure): self.fail(.storage(failure))
            case .success(let committed):
                if let replaced { self.instance.credentials.unwritten.remove(replaced) }
                self.instance.answers.run {
                    self.sendSession(committed.value, committed.commit, new)
                }
            }
        }
    }

    private func keepUnwritten(_ account: Account, _ new: NewSession) -> Bool {
        let session = UnwrittenSessions.Session(
            account: account, expiresAt: new.expiresAt,
            openedAt: instance.clock.now().microseconds, address: identity.address)
        guard instance.credentials.unwritten.add(session, hash: new.hash) else { return false }
        instance.log.warning(
            "signin.unwritten", ["name": "\(account.name)", "address": "\(identity.address)"])
        return true
    }

    private func sendSession(_ account: Account, _ commit: Int64, _ new: NewSession) {
        let caller = Caller(account, scopes: nil, origin: .web, address: identity.address)
        do throws(StorageFailure) {
            let body = instance.sessionBody(
                caller, account: account, expiresAt: new.expiresAt,
                siteCodes: try instance.siteCodes(account.sites))
            send(
                .json(body, status: 201, commit: commit).with("set-cookie", new.cookie(self)))
        } catch {
            fail(.storage(error))
        }
    }
}
