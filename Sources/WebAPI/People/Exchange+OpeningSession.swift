internal import Complaints
internal import HTTP
internal import Platform
internal import Storage

/// How signing in and setting up end: a new session.
extension Exchange {
    /// Makes a session for the account that `prepare` gives in the same transaction, and answers with
    /// its cookie and the body of `GET /session`. The secret is always a new one, and the session the
    /// request came with ends. `after` runs when the transaction has ended, whichever way.
    func openSession(
        by name: String,
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
            case .failure(let failure): self.fail(.storage(failure))
            case .success(let committed):
                self.instance.answers.run { self.sendSession(committed, secret, expiry) }
            }
        }
    }

    private func sendSession(_ committed: Committed<Account>, _ secret: String, _ expiry: Int64) {
        let account = committed.value
        let caller = Caller(account, scopes: nil, origin: .web, address: identity.address)
        do throws(StorageFailure) {
            let body = instance.sessionBody(
                caller, account: account, expiresAt: expiry,
                siteCodes: try instance.siteCodes(account.sites))
            let cookie = instance.sessionCookie(secret, isSecure: request.head.isSecure)
            send(.json(body, status: 201, commit: committed.commit).with("set-cookie", cookie))
        } catch {
            fail(.storage(error))
        }
    }
}
