internal import Crypto
internal import Platform

/// Hashes and checks passwords, one after the other on a thread of its own: each takes a third of a
/// second and 32 MiB on purpose, so they queue here and nowhere else.
final class PasswordDesk: Sendable {
    static let queueMax = 16

    /// What came of checking a password.
    enum Verdict: Sendable, Equatable {
        /// `needsRehash`: the stored hash is weaker than today's.
        case fits(needsRehash: Bool)
        case differs
        case failed(String)
    }

    private let queue = Mailbox<@Sendable () -> Void>(capacity: queueMax)
    private let thread: Thread
    private let cost: PasswordHash.Cost

    init(cost: PasswordHash.Cost) throws(SystemError) {
        self.cost = cost
        let queue = self.queue
        thread = try Thread.start(name: "passwords") {
            while let work = queue.take() { work() }
        }
    }

    /// A hash nobody's password has, checked with the same work when there is no account.
    private var decoy: String {
        let numbers = "\(cost.logN)$\(cost.blockSize)$\(cost.parallelism)"
        let salt = String(repeating: "A", count: 22)
        return "scrypt$\(numbers)$\(salt)$\(String(repeating: "A", count: 43))"
    }

    /// Checks a password against the stored hash, or against a decoy with the same work when there
    /// is none. `next` runs on the desk's thread.
    ///
    /// - Returns: false when too many wait; `next` is not called then.
    func verify(
        _ password: String, against stored: String?,
        then next: @escaping @Sendable (Verdict) -> Void
    ) -> Bool {
        let text = stored ?? decoy
        let cost = self.cost
        return queue.offer {
            do throws(CryptoError) {
                let fits = try PasswordHash.verify(Array(password.utf8), against: text)
                guard fits, stored != nil else { return next(.differs) }
                next(.fits(needsRehash: PasswordHash.needsRehash(text, cost: cost)))
            } catch {
                next(.failed(error.description))
            }
        }
    }

    /// Hashes a new password with a new salt; `next` runs on the desk's thread.
    ///
    /// - Returns: false when too many wait; `next` is not called then.
    func hash(
        _ password: String, then next: @escaping @Sendable (Result<String, CryptoError>) -> Void
    ) -> Bool {
        let cost = self.cost
        return queue.offer {
            do throws(CryptoError) {
                next(.success(try PasswordHash.make(Array(password.utf8), cost: cost)))
            } catch {
                next(.failure(error))
            }
        }
    }

    /// How many passwords wait.
    var waiting: Int { queue.count }

    /// Ends the thread after what is queued.
    func close() {
        queue.close()
        thread.join()
    }
}
