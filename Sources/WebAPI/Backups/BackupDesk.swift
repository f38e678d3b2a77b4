public import Platform

/// What the application that keeps the backups tells and does for the API.
public protocol BackupDesk: Sendable {
    /// How everything stands.
    var overview: BackupOverview { get }

    /// What can be restored from a destination, by its place in the overview, in so many equal stretches
    /// of a time; nil for no such destination.
    func timeline(
        _ destination: Int, from begin: Timestamp?, to end: Timestamp?, stretches: Int
    ) -> BackupTimeline?

    /// Asks for a snapshot at every destination, or for a drill of each; false when there is none.
    func request(_ work: BackupWork) -> Bool
}

/// What can be asked for.
public enum BackupWork: Sendable {
    case snapshot, drill
}

/// How the backups stand.
public struct BackupOverview: Sendable {
    public var destinations: [BackupReport] = []
    /// Where the key file goes; nil when it is not backed up.
    public var keys: Keys?
    /// How often drills are made; nil for by hand alone.
    public var drillIntervalSeconds: Int64?
    /// How long something may wait before it is an alarm.
    public var alarmLagSeconds: Int64 = 0

    public init() {}

    /// The worst colour of the destinations; nil when there is none.
    public var level: String? {
        let levels = destinations.map(\.level)
        return ["red", "amber", "green"].first(where: levels.contains)
    }

    /// The copy of the key file.
    public struct Keys: Sendable {
        public let destination: String
        /// Whole, as `ibtool restore --keys` takes it.
        public let location: String
        /// Whether only IBTool with the right key can restore it.
        public let isEncrypted: Bool
        /// The key of a key management service that wraps its keys; nil for others.
        public let wrappedBy: String?
        public let isCurrent: Bool
        public let lastSuccess: Timestamp?
        /// What went wrong last; nil while all is well.
        public let error: String?

        public init(
            destination: String, location: String, isEncrypted: Bool, wrappedBy: String?,
            isCurrent: Bool, lastSuccess: Timestamp?, error: String?
        ) {
            self.destination = destination
            self.location = location
            self.isEncrypted = isEncrypted
            self.wrappedBy = wrappedBy
            self.isCurrent = isCurrent
            self.lastSuccess = lastSuccess
            self.error = error
        }
    }
}

/// How the backup to one destination stands.
public struct BackupReport: Sendable {
    public var destination = ""
    /// Whole, as `ibtool restore --from` takes it.
    public var location = ""
    /// One word of a closed list: starting, snapshot, current, behind, stopped.
    public var state = ""
    /// green, amber or red.
    public var level = ""
    /// Why it is not green, of a closed list, in order of weight.
    public var reasons: [String] = []
    /// The state in one sentence.
    public var message = ""
    public var transaction: Int64 = 0
    public var backedUpTo: Timestamp?
    public var lastSnapshot: Timestamp?
    public var lagSeconds = 0.0
    /// The lags of the last hour, oldest first, one each ten seconds.
    public var lags: [Double] = []
    public var waitingBytes: Int64 = 0
    public var storedBytes: Int64 = 0
    public var storedObjects: Int64 = 0
    public var attachments = Attachments()
    /// Whether only IBTool with the right key can restore it.
    public var isEncrypted = false
    /// The key of a key management service that wraps its keys, as `--encryption` takes it; nil for others.
    public var wrappedBy: String?
    /// Newest first.
    public var drills: [BackupDrill] = []
    /// Since when a drill is under way; nil when none is.
    public var drillRunningSince: Timestamp?
    /// Whether somebody asked for a drill that has not ended.
    public var isDrillWanted = false

    public init() {}

    /// Files of attachments there.
    public struct Attachments: Sendable {
        public var stored: Int64 = 0
        public var bytes: Int64 = 0
        public var waiting: Int64 = 0
        public var missing: Int64 = 0

        public init() {}
    }
}

/// What a drill found.
public struct BackupDrill: Sendable {
    public var began = Timestamp(microseconds: 0)
    public var seconds = 0.0
    /// What is wrong; nil when the backup is proved.
    public var fault: String?
    public var transaction: Int64 = 0
    public var commit: Int64 = 0
    public var bytes: Int64 = 0
    public var attachments: Int64 = 0
    public var attachmentsRead: Int64 = 0
    public var hadKeys = false

    public init() {}
}

/// What can be restored from a destination.
public struct BackupTimeline: Sendable {
    public let begin: Timestamp
    public let end: Timestamp
    /// The oldest and the newest state; nil when there is none.
    public var oldest: Timestamp?
    public var newest: Timestamp?
    /// In order, without those in which nothing lies.
    public var stretches: [Stretch] = []

    public init(begin: Timestamp, end: Timestamp) {
        self.begin = begin
        self.end = end
    }

    /// A part of the time.
    public struct Stretch: Sendable {
        public let begin: Timestamp
        /// States that can be restored.
        public var states: Int64 = 0
        public var snapshots: Int64 = 0
        /// Bytes stored in it.
        public var bytes: Int64 = 0
        /// The last of its states.
        public var transaction: Int64 = 0
        public var last: Timestamp

        public init(begin: Timestamp) {
            self.begin = begin
            last = begin
        }
    }
}
