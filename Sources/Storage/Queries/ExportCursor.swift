public import Complaints
import JSON
import Platform

/// A whole filtered list as rows of values, a batch at a time, in the list's order.
///
/// Each batch is read on a snapshot of its own behind the last record's key, so that a slow reader
/// of the export holds no connection and keeps no log from being checkpointed. A record whose sort
/// value changes meanwhile may be met twice or not at all; sorted by id, each is met once. Batches
/// are read by one thread at a time.
public final class ExportCursor: Sendable {
    /// One batch.
    public struct Batch: Sendable {
        /// The records, for the log of readings.
        public let ids: [Int64]
        /// One value a column.
        public let rows: [[FieldValue]]
    }

    /// What each row holds, in order.
    public let columns: [Field]
    /// Whether patient columns are among them: then each reading is logged before the rows leave.
    public let holdsRestricted: Bool
    private let query: ComplaintQuery
    private let visibility: Visibility
    private let position = Lock(Position.beginning)

    private enum Position: Sendable {
        case beginning
        case after(PageCursor)
        case end
    }

    /// An export of the query's filter, search and sort; `query.fields` narrows the columns, else
    /// there are all fields the caller may see, the source row excepted.
    init(
        _ query: ComplaintQuery, catalogue: FieldCatalogue, for visibility: Visibility
    ) throws(StorageFailure) {
        self.visibility = visibility
        var ordered = query
        if ordered.sort.isEmpty { ordered.sort = [SortTerm("received", isDescending: true)] }
        self.query = ordered
        let names = query.fields ?? catalogue.fields.map(\.name)
        var columns: [Field] = []
        for name in names {
            guard let field = catalogue[name] else {
                throw .refused(
                    .invalid([FieldProblem("?fields", .unknownField, argument: name.text)]))
            }
            guard visibility.sees(field.access) else {
                if query.fields == nil { continue }
                throw .refused(.restrictedField(name))
            }
            if field.type != .object { columns.append(field) }
        }
        self.columns = columns
        holdsRestricted = columns.contains { $0.access == .patient }
    }

    /// The next rows, at most so many; nil after the last.
    public func next(rows: Int, from reader: borrowing Reader) throws(StorageFailure) -> Batch? {
        let start = position.withLock { $0 }
        var cursor: PageCursor?
        switch start {
        case .beginning: break
        case .after(let last): cursor = last
        case .end: return nil
        }
        let listing = ComplaintListing(
            connection: reader.connection, catalogue: try reader.catalogue(),
            visibility: visibility, commit: reader.commit, grid: reader.grid)
        let plan = try listing.plan(query)
        let source = ExportRows(columns, reader.connection, reader.keys)
        var batch = ExportRows.Collected()
        var paging = Paging(digest: 0, limit: rows)
        paging.cursor = cursor
        var memory = try GridListing(query, plan, listing, paging)
        if let ids = try memory?.ids(paging), let memory {
            try source.collect(ids.prefix(rows), memory, rows: rows, into: &batch)
        } else {
            for page in plan.pages(after: cursor) where batch.ids.count < rows {
                try source.collect(page, plan, rows: rows, into: &batch)
            }
        }
        let last = batch.last
        let isFull = batch.ids.count == rows
        position.withLock { position in
            if let last, isFull { position = .after(last) } else { position = .end }
        }
        return batch.ids.isEmpty ? nil : Batch(ids: batch.ids, rows: batch.rows)
    }
}

extension Reader {
    /// Begins an export; its batches are read on later readers.
    public func export(
        _ query: ComplaintQuery, for visibility: Visibility
    ) throws(StorageFailure) -> ExportCursor {
        let catalogue = try catalogue()
        let cursor = try ExportCursor(query, catalogue: catalogue, for: visibility)
        // A filter that cannot be answered is refused now, not in the middle of a file.
        _ = try ComplaintListing(
            connection: connection, catalogue: catalogue, visibility: visibility, commit: commit,
            grid: grid
        ).plan(query)
        return cursor
    }
}
