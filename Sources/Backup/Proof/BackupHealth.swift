public import Platform

/// How much a backup can be relied on, by what is known of it at a moment: the one place that decides
/// what is green, and what is an alarm.
public struct BackupHealth: Sendable, Equatable {
    /// The colour that people see.
    public enum Level: String, Sendable, Comparable {
        /// Everything is stored, and a drill has shown that it can be restored.
        case green
        /// Not proved, or something is under way.
        case amber
        /// Somebody has to do something.
        case red

        public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .green: 0
            case .amber: 1
            case .red: 2
            }
        }
    }

    /// Why it is not green.
    public enum Reason: String, Sendable, CaseIterable {
        /// Another instance writes to the destination.
        case stopped
        /// What is committed has waited longer than the limit.
        case lag
        case drillFailed = "drill_failed"
        /// The last drill is too long ago.
        case drillAge = "drill_age"
        /// The copy of the key file has waited longer than the limit.
        case keys
        case starting
        case snapshot
        case behind
        /// No drill has come to an end yet.
        case unproven
        /// The instance itself has lost files of attachments.
        case attachments

        /// Whether it is an alarm.
        public var level: Level {
            switch self {
            case .stopped, .lag, .drillFailed, .drillAge, .keys: .red
            case .starting, .snapshot, .behind, .unproven, .attachments: .amber
            }
        }
    }

    /// From when on something is an alarm.
    public struct Limits: Sendable, Equatable {
        /// How long something may wait.
        public var lag = Duration.seconds(900)
        /// How often drills are made; nil for by hand alone.
        public var drillInterval: Duration?

        public init() {}

        /// How old the last drill may be: one that was missed is an alarm.
        var drillAgeMax: Duration {
            drillInterval.map { $0 * 2 + .seconds(3600) } ?? .seconds(31 * 86_400)
        }
    }

    /// In order of weight.
    public let reasons: [Reason]

    public var level: Level { reasons.map(\.level).max() ?? .green }

    /// - Parameters:
    ///   - lag: how long the oldest commit that is not stored has waited.
    ///   - drill: the last one that came to an end.
    ///   - keysFailing: since when the key file could not be copied; nil while it is.
    public init(
        _ status: BackupStatus, lag: Duration, drill: DrillResult?, keysFailing: Timestamp?,
        _ limits: Limits, at now: Timestamp
    ) {
        var found: Set<Reason> = []
        switch status.state {
        case .stopped: found.insert(.stopped)
        case .starting: found.insert(.starting)
        case .snapshot: found.insert(.snapshot)
        case .behind: found.insert(.behind)
        case .current: break
        }
        if lag > limits.lag { found.insert(.lag) }
        if let keysFailing, now - keysFailing > limits.lag { found.insert(.keys) }
        if status.attachments.missing > 0 { found.insert(.attachments) }
        if let drill {
            if !drill.isProof { found.insert(.drillFailed) }
            if now - drill.ended > limits.drillAgeMax { found.insert(.drillAge) }
        } else {
            found.insert(.unproven)
        }
        reasons = Reason.allCases.filter(found.contains)
    }
}
