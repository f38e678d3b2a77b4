import HTTP
import HTTPClient
import Platform
import TLS

/// Posts JSON to an address and tries again until it is taken (2xx): after 1, 2, 4 … 60 seconds. One thread
/// delivers at a time, and blocks while it does.
final class Webhook: Sendable {
    static let waitMax = Duration.seconds(60)
    /// The answers that are about the body.
    private static let refusals: Set = [400, 413, 415, 422]

    /// Why an attempt failed.
    struct Failure: Sendable {
        let sentence: String
        /// The address does not want this body, and will not want it later. Any other answer is about
        /// the address itself (401, 403, 404 …), which somebody mends.
        let isRefusal: Bool
    }

    /// How a delivery ended.
    enum Outcome: Sendable {
        case taken
        /// After as many attempts as its patience allows.
        case givenUp(Failure)
        /// `end` came first.
        case ended(Failure)
    }

    /// How often it is tried.
    struct Patience: Sendable {
        /// Whatever the failure is; nil is without end.
        let attemptsMax: Int?
        /// When the address refuses the body.
        let refusalsMax: Int

        /// For what something later makes up for.
        static func attempts(_ count: Int) -> Patience {
            Patience(attemptsMax: count, refusalsMax: count)
        }

        /// For what has to arrive: an address that is away or badly set up is waited for, one that refuses
        /// the body is not.
        static func untilTaken(refusalsMax: Int) -> Patience {
            Patience(attemptsMax: nil, refusalsMax: refusalsMax)
        }
    }

    /// For logs, metrics and people; holds no secret.
    let name: String
    private let client: HTTPClient
    private let target: String
    private let firstWait: Duration
    private let ending = Lock(false)
    /// Ends waits.
    private let stopping = Mailbox<Bool>(capacity: 1)

    /// - Parameter firstWait: before the second attempt; each further one waits twice as long.
    init(_ address: WebhookAddress, tls: TLSClient?, firstWait: Duration = .seconds(1)) {
        name = address.name
        target = address.target
        self.firstWait = firstWait
        var deadlines = ClientDeadlines()
        (deadlines.connect, deadlines.read, deadlines.write) = (
            .seconds(5), .seconds(10), .seconds(10)
        )
        deadlines.total = .seconds(20)
        let endpoint: Endpoint =
            if let tls {
                .tls(host: address.host, port: address.port, tls)
            } else {
                .tcp(host: address.host, port: address.port)
            }
        client = HTTPClient(endpoint, deadlines: deadlines, connectionsIdleMax: 0)
    }

    /// Delivers a body; `failed` hears of each attempt that failed, with its number from 1.
    func deliver(
        _ body: [UInt8], _ patience: Patience, failed: (Int, Failure) -> Void
    ) -> Outcome {
        var (wait, attempts, refusals) = (firstWait, 0, 0)
        while true {
            guard let failure = post(body) else { return .taken }
            attempts += 1
            if failure.isRefusal { refusals += 1 }
            failed(attempts, failure)
            if attempts == patience.attemptsMax || refusals == patience.refusalsMax {
                return .givenUp(failure)
            }
            // One that ends asks once more for each and does not wait.
            if isEnding { return .ended(failure) }
            _ = stopping.take(until: MonotonicInstant.now() + wait)
            wait = min(wait * 2, Self.waitMax)
        }
    }

    /// From now on nothing waits for another attempt.
    func end() {
        ending.withLock { $0 = true }
        _ = stopping.offer(true)
    }

    /// Whether `end` was called.
    var isEnding: Bool { ending.withLock { $0 } }

    /// Why it was not taken; nil when it was.
    private func post(_ body: [UInt8]) -> Failure? {
        var headers = HeaderFields()
        headers.append("content-type", "application/json")
        headers.append("user-agent", "ibtool")
        do throws(ClientError) {
            let answer = try client.request(
                .post, target, headers: headers, body: .bytes(body), bytesMax: 64 << 10)
            let code = answer.head.status.code
            if (200..<300).contains(code) { return nil }
            return Failure(
                sentence: "it answered \(code)", isRefusal: Self.refusals.contains(Int(code)))
        } catch {
            return Failure(sentence: error.description, isRefusal: false)
        }
    }
}
