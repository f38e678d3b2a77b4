public import Complaints

extension Reader {
    /// How many complaints the list has for the caller.
    public func count(
        _ query: ComplaintQuery, for visibility: Visibility
    ) throws(StorageFailure) -> Int64 {
        try ComplaintListing(
            connection: connection, catalogue: catalogue(), visibility: visibility,
            commit: commit, grid: grid
        ).total(query)
    }

    /// What an account still has to do in files that the caller may see: what is due first, then what
    /// has no date; at most `limit`.
    public func openTasks(
        of owner: String, for visibility: Visibility, limit: Int
    ) throws(StorageFailure) -> [Companion] {
        var ids = try connection.statement(
            """
            SELECT companion.id, companion.complaint_id, complaint.site_id FROM companion
            JOIN complaint ON complaint.id = companion.complaint_id
            WHERE companion.owner = ? AND companion.kind = 'task' AND companion.state = 'open'
            AND companion.withdrawn_at IS NULL
            ORDER BY companion.due IS NULL, companion.due, companion.id
            """)
        ids.bind(1, owner)
        var tasks: [Companion] = []
        while tasks.count < limit, try ids.step() {
            guard visibility.sees(site: ids.optionalInt64(2)) else { continue }
            let found = try companion(
                .work, ids.int64(0), of: .id(ids.int64(1)), for: visibility)
            if let found { tasks.append(found) }
        }
        return tasks
    }
}

extension ComplaintListing {
    /// How many records the list has.
    fileprivate func total(_ query: ComplaintQuery) throws(StorageFailure) -> Int64 {
        let plan = try plan(query)
        var memory = try GridListing(query, plan, self, Paging(digest: 0, limit: 1))
        if let found = try memory?.total(connection, upTo: nil) { return found }
        return try connection.count(plan.count.sql, plan.count.values)
    }
}
