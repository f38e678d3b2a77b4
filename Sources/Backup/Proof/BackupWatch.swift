public import Platform
public import Telemetry

/// Looks at the backups again and again: an alarm is a line of the log when it begins and when it is
/// over, and the lag of the last hour is kept for who wants to see it drawn.
public final class BackupWatch: Sendable {
    /// How often it looks.
    public static let interval = Duration.seconds(10)
    /// Looks that are kept: an hour of them.
    public static let samplesMax = 360

    /// What is known of a destination at a look.
    public struct Reading: Sendable {
        public let destination: String
        public let health: BackupHealth
        public let lag: Duration

        public init(destination: String, health: BackupHealth, lag: Duration) {
            self.destination = destination
            self.health = health
            self.lag = lag
        }
    }

    private struct State {
        var thread: Thread?
        var alarms: [String: Set<BackupHealth.Reason>] = [:]
        var lags: [String: [Double]] = [:]
    }

    private let log: Log
    private let read: @Sendable () -> [Reading]
    private let stopping = Mailbox<Bool>(capacity: 1)
    private let state = Lock(State())

    public init(log: Log, read: @escaping @Sendable () -> [Reading]) {
        self.log = log
        self.read = read
    }

    /// Begins.
    public func start() throws(SystemError) {
        let thread = try Thread.start(name: "backup-watch") { [self] in
            while !stopping.isOver {
                look()
                _ = stopping.take(until: .now() + Self.interval)
            }
        }
        state.withLock { $0.thread = thread }
    }

    /// Ends it.
    public func finish() {
        stopping.close()
        state.withLock { $0.thread }?.join()
    }

    /// The lags of the last hour in seconds, oldest first, one each `interval`.
    public func lags(of destination: String) -> [Double] {
        state.withLock { $0.lags[destination] ?? [] }
    }

    func look() {
        for reading in read() {
            let alarms = Set(reading.health.reasons.filter { $0.level == .red })
            let before = state.withLock { state in
                var lags = state.lags[reading.destination] ?? []
                if lags.count >= Self.samplesMax { lags.removeFirst() }
                lags.append(reading.lag.inSeconds)
                state.lags[reading.destination] = lags
                return state.alarms.updateValue(alarms, forKey: reading.destination) ?? []
            }
            for reason in BackupHealth.Reason.allCases {
                let fields: KeyValuePairs<String, LogValue> = [
                    "destination": .text(reading.destination), "reason": .text(reason.rawValue),
                ]
                if alarms.contains(reason), !before.contains(reason) {
                    log.error("backup.alarm", fields)
                } else if before.contains(reason), !alarms.contains(reason) {
                    log.info("backup.alarm.over", fields)
                }
            }
        }
    }
}
