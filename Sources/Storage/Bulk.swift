public import Complaints

/// Bulk work on complaints as stored: a journaled job over rows that were frozen before it began.
public struct BulkRecord: Sendable {
    /// What is done with the rows.
    public enum Kind: String, Sendable {
        case edit, create
        /// Puts back what other work wrote.
        case undo
    }

    /// Where the job is.
    public enum State: String, Sendable {
        case queued, running, done, failed, cancelled

        /// Whether nothing more will happen.
        public var isOver: Bool { self != .queued && self != .running }
    }

    /// What became of the rows done; they add up to `done`.
    public struct Counts: Sendable, Equatable {
        public var done: Int64 = 0
        /// Changed, or made.
        public var changed: Int64 = 0
        public var unchanged: Int64 = 0
        /// Somebody changed the complaint after the rows were frozen.
        public var conflict: Int64 = 0
        public var refused: Int64 = 0

        public init() {}
    }

    public var id: Int64 = 0
    public let kind: Kind
    public var state = State.queued
    /// Who writes, and why.
    public let author: Author
    /// What the author might do when they asked for it; nobody does more later.
    public let permissions: Set<Permission>
    /// The file of the rows inside the data directory's `imports` folder.
    public let fileName: String
    public let total: Int64
    /// The fields it writes, by name; of an undo those of the work that it takes back.
    public let fields: [String]
    /// The work that this takes back.
    public let undoes: Int64?
    /// The work that takes this back, or has; nil where that was stopped or failed, so that it may be
    /// asked for again.
    public internal(set) var undoneBy: Int64?
    public var counts = Counts()
    /// Microseconds since 1970; nil while it is not so far.
    public var createdAt: Int64 = 0
    public var startedAt: Int64?
    public var finishedAt: Int64?
    /// Why it failed, in one sentence.
    public var failure: Words?

    public init(
        kind: Kind, author: Author, permissions: Set<Permission>, fileName: String, total: Int64,
        fields: [String] = [], undoes: Int64? = nil
    ) {
        self.kind = kind
        self.author = author
        self.permissions = permissions
        self.fileName = fileName
        self.total = total
        self.fields = fields
        self.undoes = undoes
    }
}

/// What became of one row of bulk work.
public struct BulkRow: Sendable, Equatable {
    /// How a row ends.
    public enum Outcome: String, Sendable, CaseIterable {
        case changed, unchanged, conflict, refused
    }

    /// Its place among the rows, counted from 1.
    public let row: Int64
    /// The complaint changed or made; nil when none was made.
    public let complaint: Int64?
    public let outcome: Outcome
    /// Why nothing was done: a problem's type or the code of a wrong value; "" otherwise.
    public let reason: String
    /// The value at fault, as a JSON pointer into the row's body; "" for the whole.
    public let pointer: String
    /// The version that it made of the complaint; nil when it left it alone.
    public let version: Int64?
    /// The complaint's number, where whoever reads the row sees the complaint; never stored.
    public internal(set) var number: String?

    public init(
        row: Int64, complaint: Int64?, _ outcome: Outcome, reason: String = "",
        pointer: String = "",
        version: Int64? = nil
    ) {
        self.row = row
        self.complaint = complaint
        self.outcome = outcome
        self.reason = reason
        self.pointer = pointer
        self.version = version
    }
}

/// A complaint and the version that somebody saw.
public struct SeenComplaint: Sendable, Equatable {
    public let id: Int64
    public let version: Int64

    public init(id: Int64, version: Int64) {
        self.id = id
        self.version = version
    }
}
