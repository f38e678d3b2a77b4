internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Telemetry

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
        let secret = Secrets.session(instance.random)
        let hash = Secrets.hash(of: secret)
        let expiry = (instance.clock.now() + instance.settings.sessionAgeMax).microseconds
        var earlier: [UInt8]?
        if case .session(let hash) = identity.credential { earlier = hash }
        let replaced = earlier
        let author = Author(name: name, origin: .web, address: identity.address)
        instance.store.write(by: author) { transaction throws(StorageFailure) -> Account in
            let account = try prepare(transaction)
            if let replaced { try transaction.endSession(hash: replaced) }
            try transaction.createSession(of: account.id, hash: hash, expiresAt: expiry)
            return account
        } then: { result in
            after()
            switch result {
            case .failure(.diskFull(let reason)):
                guard let known, self.keepUnwritten(known, hash, expiry) else {
                    return self.fail(.storage(.diskFull(reason)))
                }
                let commit = self.instance.publishedCommit
                self.instance.answers.run { self.sendSession(known, commit, secret, expiry) }
            case .failure(let failure): self.fail(.storage(failure))
            case .success(let committed):
                if let replaced { self.instance.credentials.unwritten.remove(replaced) }
                self.instance.answers.run {
                    self.sendSession(committed.value, committed.commit, secret, expiry)
                }
            }
        }
    }

    private func keepUnwritten(_ account: Account, _ hash: [UInt8], _ expiry: Int64) -> Bool {
        let session = UnwrittenSessions.Session(
            account: account, expiresAt: expiry, openedAt: instance.clock.now().microseconds,
            address: identity.address)
        guard instance.credentials.unwritten.add(session, hash: hash) else { return false }
        instance.log.warning(
            "signin.unwritten", ["name": "\(account.name)", "address": "\(identity.address)"])
        return true
    }

    private func sendSession(
        _ account: Account, _ commit: Int64, _ secret: String, _ expiry: Int64
    ) {
        let caller = Caller(account, scopes: nil, origin: .web, address: identity.address)
        do throws(StorageFailure) {
            let body = instance.sessionBody(
                caller, account: account, expiresAt: expiry,
                siteCodes: try instance.siteCodes(account.sites))
            let cookie = instance.sessionCookie(secret, isSecure: request.head.isSecure)
            send(.json(body, status: 201, commit: commit).with("set-cookie", cookie))
        } catch {
            fail(.storage(error))
        }
    }
}
