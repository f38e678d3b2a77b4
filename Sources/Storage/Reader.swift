public import Complaints

/// A read snapshot on one connection. Everything a caller may see passes `Visibility`. JSON is
/// written from columns straight into the caller's writer.
public struct Reader: ~Copyable {
    /// The commit this snapshot shows (the last change-log seq in it).
    public let commit: Int64
    /// The connection with the open snapshot; this thread's own while the reader lives.
    let connection: Connection
    /// The keys of the sealed fields.
    let keys: KeyFile
    /// The fields and rules as of the last commit.
    let layout: ComplaintLayout
    let zones: ZoneBook
    /// The columns in memory, to be had at this snapshot's commit.
    let grid: GridView
}

/// What an endpoint needs to know of a record it just wrote out.
public struct RecordStamp: Sendable {
    public let id: Int64
    public let code: String
    public let version: Int64
    public let site: Int64?
    /// Whether sealed fields (complainant, patient, source row) are in the answer: never cached.
    public let holdsPersonal: Bool
    /// Whether restricted fields (patient) are in the answer: then it is logged first, never cached.
    public let holdsRestricted: Bool
}

/// One line of GET /events.
public struct ChangeNotice: Sendable {
    public let seq: Int64
    public let entity: Entity
    public let id: Int64
    public let code: String
    public let site: Int64?
    /// The site before the change; the same where it did not move.
    public let oldSite: Int64?
    public let operation: String
    public let version: Int64
    public let actor: String
    /// The fields that changed; empty for a record just made, where everything is new.
    public let fields: [String]
}

/// A list of sites or systems asked for.
public struct ReferenceQuery: Sendable {
    public var words: String?
    public var equals: [(name: String, value: String)] = []
    public var sort: [SortTerm] = []
    public var limit = 50
    public var start: ComplaintQuery.Start = .beginning

    public init() {}
}
