import HTTP
import Platform
import Telemetry

/// Which requests become log lines. Those answered with a 5xx always do.
public enum AccessLogging: Sendable, Equatable {
    case off
    case all
    /// One of so many, on each loop.
    case sampled(Int)
}

/// One loop's lines about requests, handed to the log's thread together: never more than `batchBytes`
/// or `delay` behind. What the log has no room for is dropped and counted.
struct AccessLog {
    private static let batchBytes = 8 << 10
    private static let delay: Duration = .milliseconds(200)

    /// What a line says of the moment and the client.
    struct Line {
        let status: Status
        let id: RequestID
        let method: Method
        let path: String
        let route: RouteLabel?
        let peer: Peer
        let time: Duration
    }

    private let log: Log
    private let logging: AccessLogging
    private var batch: [UInt8] = []
    private var lineCount = 0
    private var countdown = 0
    /// When the batch goes on its way; nil while it is empty.
    private(set) var deadline: MonotonicInstant?

    init(_ log: Log, _ logging: AccessLogging) {
        self.log = log
        self.logging = logging
    }

    /// Whether refused requests are told of, too.
    var tellsRefusals: Bool { logging != .off }

    /// Whether an answer with that status becomes a line.
    mutating func wants(_ status: Status) -> Bool {
        if status.code >= 500 { return true }
        guard log.isEnabled(.info) else { return false }
        switch logging {
        case .off: return false
        case .all: return true
        case .sampled(let every):
            countdown -= 1
            guard countdown < 0 else { return false }
            countdown = every - 1
            return true
        }
    }

    /// Adds a line.
    mutating func add(_ line: Line, _ moment: Connection.Moment) {
        let peer: String
        switch line.peer {
        case .network(let address, _): peer = address
        case .local(let userID): peer = "uid \(userID)"
        }
        log.append(
            line.status.code >= 500 ? .error : .info, "request",
            [
                "id": .text(line.id.text), "method": .text(line.method.rawValue),
                "path": .text(line.path), "route": .text(line.route?.path ?? "none"),
                "status": .integer(Int64(line.status.code)),
                "ms": .number(Double(line.time.wholeNanoseconds / 1000) / 1000),
                "peer": .text(peer),
            ], at: Timestamp(microseconds: moment.microseconds), to: &batch)
        lineCount += 1
        if deadline == nil { deadline = moment.now + Self.delay }
        if batch.count >= Self.batchBytes { flush() }
    }

    /// Hands over what there is when its time has come.
    mutating func flushIfDue(_ now: MonotonicInstant) {
        if let deadline, now >= deadline { flush() }
    }

    /// Hands over what there is.
    mutating func flush() {
        guard lineCount > 0 else { return }
        log.write(batch: batch, lineCount: lineCount)
        batch = []
        (lineCount, deadline) = (0, nil)
    }
}
