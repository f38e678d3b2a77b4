public import Complaints
public import Platform
public import Telemetry

/// How to open a store.
public struct StoreOptions: Sendable {
    /// The data directory, created with mode 0700 when it is missing.
    public var directory: String
    public var cacheBytesMax = 64 << 20
    public var readersMax = 8
    /// Whether 16 MB are kept in a file to be let go of when the disk is full.
    public var keepsBallast = true
    /// Whether a thread keeps the fields that lists are filtered, sorted and counted by in memory:
    /// for whoever serves, not for a single command.
    public var keepsColumns = false
    /// What they may take; with more complaints than fit, SQL does without them.
    public var columnBytesMax = 256 << 20
    /// When they are written to their file; the tests give shorter times.
    var columnLimits = GridKeeping.Limits()
    /// What becomes of that file is told there.
    public var log = Log.silent
    /// Where the time of the log's rows and of the numbers' years comes from.
    public var clock = WallClock.system
    /// Who copies the commits out of the write-ahead log: the destinations of a backup.
    public var logFollowers: [LogFollower] = []
    /// Whether a commit is shown to nobody before a follower has said that it is stored elsewhere
    /// (`Store.noteStored`).
    public var waitsForStore = false
    /// When the write-ahead log is copied and emptied; the tests give shorter ones.
    var logLimits = LogLimits()

    public init(directory: String) { self.directory = directory }
}

/// Who writes, for the change log.
public struct Author: Sendable {
    /// What IBTool does by itself is done in this name; no account has it.
    public static let systemName = "system"

    /// The account's name, or `systemName`.
    public let name: String
    public let origin: Origin
    public let address: String
    public let reason: String?
    /// Whether a job writes: its commits may be fewer and larger than a person's, who waits.
    public let isJob: Bool

    public init(
        name: String, origin: Origin, address: String, reason: String? = nil, isJob: Bool = false
    ) {
        self.name = name
        self.origin = origin
        self.address = address
        self.reason = reason
        self.isJob = isJob || origin == .import
    }

    /// IBTool itself.
    public static func system(reason: String? = nil, isJob: Bool = false) -> Author {
        Author(name: systemName, origin: .system, address: "", reason: reason, isJob: isJob)
    }
}

/// A value whose change is durable, and the commit that made it so (the last change-log seq in it).
public struct Committed<Value: Sendable>: Sendable {
    public let value: Value
    public let commit: Int64

    public init(value: Value, commit: Int64) {
        self.value = value
        self.commit = commit
    }
}
