internal import Complaints
internal import JSON
internal import Storage

/// The pages of a list, one after the other by cursor, each on a snapshot of its own: a long export
/// holds no snapshot, so that the log can be checkpointed under it.
struct ExportPages: Sendable {
    private let store: Store
    private let visibility: Visibility
    private var query: ComplaintQuery
    private var isDone = false

    init(store: Store, query: ComplaintQuery, visibility: Visibility) {
        self.store = store
        self.query = query
        self.visibility = visibility
    }

    /// The next page's records; nil after the last.
    mutating func next() throws(APIFailure) -> [JSONObject]? {
        if isDone { return nil }
        var writer = JSONWriter(reserving: 1 << 20)
        let (query, visibility) = (self.query, self.visibility)
        do {
            try store.read { reader throws(StorageFailure) in
                try reader.complaints(query, for: visibility, into: &writer)
            }
        } catch {
            throw .storage(error)
        }
        let page: JSONObject?
        do {
            let limits = JSONLimits(bytesMax: 256 << 20, nodesMax: 10_000_000)
            page = try JSONValue.parse(writer.take(), limits: limits).objectValue
        } catch {
            throw .broken("a page of an export is not JSON: \(error)")
        }
        guard let page, let items = page["items"]?.arrayValue else {
            throw .broken("a page of an export has no items")
        }
        if let next = page["next"]?.stringValue {
            self.query.start = .cursor(next)
        } else {
            isDone = true
        }
        return items.compactMap(\.objectValue)
    }
}
