internal import Complaints
internal import HTTP
internal import Storage
internal import Telemetry

/// The one way to sign (21 CFR 11.200(a)): the caller's own password comes with this very request and is
/// checked off the loops, throttled like a sign-in. A session or a token alone never suffices.
extension Exchange {
    /// Checks the credentials, then runs `act` on the password desk's thread with the signer, for
    /// `WriteTransaction.sign`. What is wrong is answered here: `not_the_signer` at
    /// `/signature/password`, logged, counted and in the change log.
    ///
    /// - Throws: `.forbidden` for who has no account or no password of their own, `.tooManyAttempts`.
    func signing(
        _ request: SignatureRequest, then act: @escaping @Sendable (Signer) -> Void
    ) throws(APIFailure) -> Outcome {
        guard let account = identity.account else { throw .forbidden(nil) }
        let (throttle, address) = (instance.throttle, identity.address)
        if let seconds = throttle.waitSeconds(name: account.name, address: address) {
            throw .tooManyAttempts(retryAfterSeconds: seconds)
        }
        throttle.note(name: account.name, address: address)
        let isOwnName = request.name.map { $0.lowercased() == account.name.lowercased() } ?? true
        // Another's name costs the same work and is refused with the same words.
        let stored = isOwnName ? account.passwordHash : nil
        let isTaken = request.password.reveal { password in
            instance.passwords.verify(password, against: stored) { verdict in
                switch verdict {
                case .failed(let sentence): self.fail(.broken(sentence))
                case .differs:
                    self.note(isOwnName ? .password : .account) {
                        self.fail(.invalid("/signature/password", .notTheSigner))
                    }
                case .fits:
                    throttle.forgive(name: account.name, address: address)
                    self.instance.signaturesChecked.add(1)
                    act(Signer(account: account, meaning: request.meaning))
                }
            }
        }
        guard isTaken else { throw .tooManyAttempts(retryAfterSeconds: 5) }
        return .later
    }

    /// Answers an attempt to sign of who may not, once it is in the change log.
    func forbidSignature() -> Outcome {
        note(.permission) { self.fail(.forbidden(.sign)) }
        return .later
    }

    private func note(
        _ why: SignatureRefusal, then: @escaping @Sendable () -> Void
    ) {
        instance.noteRefusedSignature(
            by: caller, because: why, on: route, parameters, then: then)
    }
}
