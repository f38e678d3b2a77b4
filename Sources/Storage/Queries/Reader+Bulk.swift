public import Complaints

/// What there is of bulk work, and what it begins with.
extension Reader {
    /// The bulk work of that id, nil when there is none.
    public func bulk(_ id: Int64) throws(StorageFailure) -> BulkRecord? {
        try BulkTable.find(id, on: connection)
    }

    /// The newest first, of those older than `before`: one author's, or everybody's.
    public func bulks(
        before id: Int64? = nil, by author: String? = nil, limit: Int
    ) throws(StorageFailure) -> [BulkRecord] {
        try BulkTable.newest(before: id ?? .max, by: author, limit: limit, on: connection)
    }

    /// What an earlier run left undone, oldest first.
    public func unfinishedBulks() throws(StorageFailure) -> [BulkRecord] {
        try BulkTable.unfinished(connection)
    }

    /// Rows that are done behind `row`, of some outcomes or, where none is named, all.
    public func bulkRows(
        _ id: Int64, after row: Int64, outcomes: Set<BulkRow.Outcome> = [], limit: Int,
        for visibility: Visibility
    ) throws(StorageFailure) -> [BulkRow] {
        try BulkTable.rows(
            of: id, after: row, outcomes, limit: limit, for: visibility, on: connection)
    }

    /// The complaints that the work changed or made, at the versions it made of them, behind `row`.
    public func madeByBulk(
        _ id: Int64, after row: Int64, limit: Int
    ) throws(StorageFailure) -> [(row: Int64, complaint: SeenComplaint)] {
        try BulkTable.made(by: id, after: row, limit: limit, on: connection)
    }

    /// Every complaint of the list that the caller sees, by id, with its version in this snapshot; at
    /// most `limit`.
    public func seenComplaints(
        _ query: ComplaintQuery, for visibility: Visibility, limit: Int
    ) throws(StorageFailure) -> [SeenComplaint] {
        var byID = query
        byID.sort = [SortTerm("received", isDescending: true)]
        let plan = try ComplaintListing(
            connection: connection, catalogue: catalogue(), visibility: visibility,
            commit: commit, grid: nil
        ).plan(byID)
        var seen: [SeenComplaint] = []
        for page in plan.pages(after: nil) where seen.count < limit {
            var ids = try connection.statement(made: page.sql)
            let next = ids.bind(page.values)
            ids.bind(next, Int64(limit - seen.count))
            ids.bind(next + 1, 0 as Int64)
            while try ids.step() {
                seen.append(SeenComplaint(id: ids.int64(0), version: try version(ids.int64(0))))
            }
        }
        return seen.sorted { $0.id < $1.id }
    }

    private func version(_ id: Int64) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement("SELECT version FROM complaint WHERE id = ?")
        statement.bind(1, id)
        return try statement.step() ? statement.int64(0) : 0
    }
}
