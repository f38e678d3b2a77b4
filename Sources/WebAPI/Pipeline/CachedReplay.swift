internal import HTTP
internal import Platform
internal import Storage

/// Lets the server give a cached answer again to the same head for a second: as long as no account,
/// session or token changed, the credential is good, and the cache would still give that answer.
///
/// The second is the time within which several uses of a credential count as one; the first request
/// after it takes the long way and notes its use.
final class CachedReplay: Replay {
    private let instance: Instance
    private let proof: AnswerProof?
    /// The generation of all credentials, where the answer depends on one.
    private let credentialGeneration: Int?
    /// The commit that the answer names, where it names the newest.
    private let commit: Int64?
    /// Microseconds since 1970, between which it may be given again.
    private let span: Range<Int64>

    /// Nil for an answer that is given once only: one never kept, one that rests on nothing that can
    /// be looked at again, or one to the local operator.
    init?(
        _ answer: Answer, _ admitted: Admitted, credentialGeneration: Int
    ) {
        switch answer.caching {
        case .never: return nil
        case .revalidated: guard answer.proof != nil else { return nil }
        case .shared, .immutable: break
        }
        instance = admitted.instance
        proof = answer.proof
        let isOpen = admitted.route.access == .open
        self.credentialGeneration = isOpen ? nil : credentialGeneration
        commit = answer.commit == nil ? instance.publishedCommit : nil
        let now = instance.clock.now().microseconds
        let end = min(
            now + CredentialCache.noteInterval, admitted.identity.expiresAt ?? .max)
        guard now < end else { return nil }
        span = now..<end
    }

    func use(at now: Int64) -> Bool {
        guard span.contains(now) else { return false }
        if let commit, commit != instance.publishedCommit { return false }
        if let credentialGeneration, credentialGeneration != instance.credentials.generation {
            return false
        }
        if let proof, !instance.store.cache.holds(proof, at: now) { return false }
        return true
    }
}
