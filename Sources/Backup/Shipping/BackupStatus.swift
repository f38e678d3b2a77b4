public import Platform

/// How the backup to one destination stands.
public struct BackupStatus: Sendable, Equatable {
    /// In one word.
    public enum State: String, Sendable {
        /// The store was not reached since the start.
        case starting
        /// A snapshot is being made; until it is stored nothing since can be restored.
        case snapshot
        /// Everything committed is stored, but for the last moments.
        case current
        /// The store does not take what waits.
        case behind
        /// Another instance writes to it: nothing more is done.
        case stopped
    }

    public var state = State.starting
    /// Where it goes, without secrets.
    public let destination: String
    /// The last transaction stored; 0 for none.
    public var transaction: UInt64 = 0
    /// Everything committed before is stored; nil before the first upload.
    public var backedUpTo: Timestamp?
    /// When the store took something last.
    public var lastSuccess: Timestamp?
    /// What went wrong last, until something goes well.
    public var lastError: String?
    public var lastErrorAt: Timestamp?
    /// When the newest snapshot was stored.
    public var lastSnapshot: Timestamp?
    public var uploadedObjects: Int64 = 0
    public var uploadedBytes: Int64 = 0
    /// Bytes that wait on the disk.
    public var waitingBytes: Int64 = 0
    /// What the store holds, by the last look.
    public var storedObjects = 0
    public var storedBytes: Int64 = 0

    /// How many files of attachments are there, and what keeps others from it.
    public struct Attachments: Sendable, Equatable {
        public var stored: Int64 = 0
        /// Bytes of their contents.
        public var bytes: Int64 = 0
        /// Files on their way.
        public var waiting: Int64 = 0
        /// Files that the database names and the data directory does not have.
        public var missing: Int64 = 0
    }

    public var attachments = Attachments()

    public init(destination: String) { self.destination = destination }

    /// The state in one sentence.
    public var sentence: String {
        switch state {
        case .starting: "The destination was not reached yet. \(lastError ?? "")"
        case .snapshot:
            "A snapshot is being stored; until then nothing new is backed up. \(lastError ?? "")"
        case .current: "Everything is backed up."
        case .behind:
            "Not backed up since \(backedUpTo.map(\.description) ?? "ever"): "
                + (lastError ?? "what waits is on its way.")
        case .stopped: lastError ?? "Stopped."
        }
    }
}
