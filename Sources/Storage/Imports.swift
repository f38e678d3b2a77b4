public import Complaints
public import JSON

/// An import as stored: a journaled job over a spooled file.
public struct ImportRecord: Sendable {
    /// Where the job is.
    public enum State: String, Sendable {
        case preview, queued, running, done, failed, cancelled, undoing, undone
    }

    /// What became of the rows read; created, updated, unchanged and rejected add up to read.
    public struct Counts: Sendable, Equatable {
        public var read: Int64 = 0
        public var created: Int64 = 0
        public var updated: Int64 = 0
        public var unchanged: Int64 = 0
        public var rejected: Int64 = 0
        /// Fields left alone because a person changed them since the last import.
        public var conflicts: Int64 = 0

        public init() {}
    }

    public var id: Int64 = 0
    public var name: String
    /// SHA-256 of the file, hex.
    public var fileHash: String
    public var fileBytes: Int64
    /// The spooled file's name inside the data directory's `imports` folder.
    public var fileName: String
    public var state: State
    public var isDryRun = false
    public var source: String
    public var author: String
    public var counts = Counts()
    /// Source rows done; a resumed job goes on after this one.
    public var rowsDone: Int64 = 0
    public var bytesDone: Int64 = 0
    /// Microseconds since 1970; nil while it is not so far.
    public var createdAt: Int64 = 0
    public var startedAt: Int64?
    public var finishedAt: Int64?
    public var failure: String?
    /// Dialect, columns and mapping as docs/api.md shows them.
    public var dialect: JSONValue = .null
    public var columns: JSONValue = .null
    public var mapping: JSONValue = .null

    public init(
        name: String, fileHash: String, fileBytes: Int64, fileName: String, state: State,
        source: String, author: String
    ) {
        self.name = name
        self.fileHash = fileHash
        self.fileBytes = fileBytes
        self.fileName = fileName
        self.state = state
        self.source = source
        self.author = author
    }
}

/// One rejected row or value.
public struct ImportRowError: Sendable {
    public let row: Int64
    public let column: String
    public let value: String
    /// One of the closed list of docs/api.md.
    public let reason: String
    public let detail: String

    public init(row: Int64, column: String, value: String, reason: String, detail: String) {
        self.row = row
        self.column = column
        self.value = value
        self.reason = reason
        self.detail = detail
    }
}

/// A saved mapping.
public struct MappingRecord: Sendable {
    public var id: Int64 = 0
    public var name: String
    public var source: String
    public var mapping: JSONValue

    public init(name: String, source: String, mapping: JSONValue) {
        self.name = name
        self.source = source
        self.mapping = mapping
    }
}

/// One source row, planned: what it says about one complaint.
public struct ImportedRow: Sendable {
    /// The row's number in the file, as a person counts.
    public let row: Int64
    public let source: String
    /// The foreign id shown as `source_id`; nil when the file has none.
    public let sourceID: String?
    /// What makes the row the same record in a later file: unique with `source`. The source id, with
    /// "#n" for the n-th different row of one id in a file; without an id the row's hash and its
    /// occurrence among equal rows.
    public let identity: String
    public let values: FieldValues
    /// The untouched row: column → cell as text.
    public let sourceRow: JSONObject
    /// A site named in the row, to be found by code or name, or made.
    public let siteName: String?

    public init(
        row: Int64, source: String, sourceID: String?, identity: String, values: FieldValues,
        sourceRow: JSONObject, siteName: String?
    ) {
        self.row = row
        self.source = source
        self.sourceID = sourceID
        self.identity = identity
        self.values = values
        self.sourceRow = sourceRow
        self.siteName = siteName
    }
}

/// What became of one source row.
public enum ImportOutcome: Sendable, Equatable {
    case created
    case updated(conflicts: Int)
    case unchanged(conflicts: Int)
    /// `reason` is `locked` or `closed`.
    case rejected(reason: String)
}
