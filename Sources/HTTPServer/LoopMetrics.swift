import HTTP
import Platform
import Telemetry

/// One loop's part of the server's numbers: counted without a lock and without a word to other loops.
struct LoopMetrics {
    /// What became of the requests of one route.
    private struct Tally {
        /// By first digit of the status, from 2.
        let answers: [CounterShare]
        let latency: HistogramShare
    }

    let accepted: CounterShare
    let received: CounterShare
    let sent: CounterShare
    private let shared: ServerMetrics
    /// By the route's ordinal plus one; the first is for requests that reached no route.
    private var tallies: [Tally?] = [nil]

    init(_ shared: ServerMetrics) {
        self.shared = shared
        accepted = shared.accepted.share()
        received = shared.received.share()
        sent = shared.sent.share()
    }

    /// Counts an answer, and how long it took.
    mutating func answered(_ route: RouteLabel?, _ status: Status, after time: Duration) {
        let tally = tally(route)
        tally.answers[Int(status.code / 100) - 2].add()
        tally.latency.observe(time.inSeconds)
    }

    /// Counts a refusal by the server itself.
    mutating func refused(_ reason: String, _ status: Status) {
        tally(nil).answers[Int(status.code / 100) - 2].add()
        shared.turnedAway(reason)
    }

    /// A route's numbers exist from its first request on, made once a loop.
    private mutating func tally(_ route: RouteLabel?) -> Tally {
        let place = route.map { $0.ordinal + 1 } ?? 0
        if place >= tallies.count {
            tallies += [Tally?](repeating: nil, count: place + 1 - tallies.count)
        }
        if let tally = tallies[place] { return tally }
        let tally = Tally(
            answers: (2...5).map { shared.answers(route, statusDigit: $0).share() },
            latency: shared.latency(route).share())
        tallies[place] = tally
        return tally
    }
}
