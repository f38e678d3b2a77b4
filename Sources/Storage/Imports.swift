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
        /// Values left alone: changed by a person since the last import, past intake, or a decision.
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
    /// Why it was not done to its end, in one sentence.
    public var failure: Words?
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

/// How far an import is.
public struct ImportProgress: Sendable {
    public let id: Int64
    public let state: ImportRecord.State
    public var counts: ImportRecord.Counts
    /// As `ImportRecord.rowsDone`.
    public var rowsDone: Int64
    public var bytesDone: Int64
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
    /// A site named in the row, to be found by code or name, or made.
    public let siteName: String?
    private var content: Content

    private enum Content {
        case values(FieldValues, sourceRow: [UInt8])
        /// Prepared for the writer (`Store.prepared`); the values stand in it.
        case draft(ComplaintDraft)
    }

    /// - Parameter sourceRow: the untouched row as a JSON object: column → cell as text.
    public init(
        row: Int64, source: String, sourceID: String?, identity: String, values: FieldValues,
        sourceRow: [UInt8], siteName: String?
    ) {
        self.row = row
        self.source = source
        self.sourceID = sourceID
        self.identity = identity
        self.siteName = siteName
        content = .values(values, sourceRow: sourceRow)
    }

    /// What the row says.
    public var values: FieldValues {
        switch content {
        case .values(let values, _): values
        case .draft(let draft): draft.values
        }
    }

    /// With a draft for fields of that layout; as it is when a value fits no field.
    func prepared(for layout: ComplaintLayout) -> ImportedRow {
        var row = self
        do throws(Refusal) {
            row.content = .draft(try draft(for: layout))
        } catch {
            return self
        }
        return row
    }

    /// The row as a complaint, with where it comes from.
    func draft(for layout: ComplaintLayout) throws(Refusal) -> ComplaintDraft {
        switch content {
        case .draft(let draft): return try draft.fitting(layout)
        case .values(var all, let sourceRow):
            all["source"] = .text(source)
            if let sourceID { all["source_id"] = .text(sourceID) }
            return try ComplaintDraft(importing: all, sourceRow: sourceRow, layout)
        }
    }
}

/// What became of one source row.
public enum ImportOutcome: Sendable, Equatable {
    case created
    case updated(conflicts: [ImportConflict])
    case unchanged(conflicts: [ImportConflict])
    /// `reason` is `locked`, `closed` or `unknown_reference`; `field` is the one at fault, nil when
    /// it is the whole record.
    case rejected(reason: String, field: FieldName? = nil)
}

/// A value of a row that was not written over the complaint's own.
public struct ImportConflict: Sendable, Equatable {
    /// Why the complaint's value was kept; the raw value is the API's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// Somebody changed it since the last import.
        case changedHere = "changed_here"
        /// The verbatim description of a file that is past intake and was worked on.
        case pastIntake = "past_intake"
        /// A person closes or withdraws a file, never an import.
        case decisionNeeded = "decision_needed"
    }

    public let field: FieldName
    /// The value in the file.
    public let value: FieldValue
    public let reason: Reason

    public init(_ field: FieldName, _ value: FieldValue, _ reason: Reason) {
        self.field = field
        self.value = value
        self.reason = reason
    }
}

/// Where the author of an import may make and change complaints.
public struct ImportScope: Sendable, Equatable {
    /// Site ids; nil is everywhere, sites that are yet to be made included.
    public let sites: Set<Int64>?

    /// Everywhere.
    public static let everywhere = ImportScope(sites: nil)

    public init(sites: Set<Int64>?) { self.sites = sites }

    func admits(_ site: Int64?) -> Bool {
        guard let sites else { return true }
        return site.map(sites.contains) ?? false
    }
}
