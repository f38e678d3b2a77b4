/// The merged_file table: which file is a duplicate of which, and since when.
struct MergedFileTable {
    /// Files that one file may stand for.
    static let membersMax = 1_000

    struct Member {
        let id: Int64
        /// Microseconds since 1970.
        let since: Int64
    }

    let connection: Connection

    func original(of id: Int64) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement(
            "SELECT original_id FROM merged_file WHERE complaint_id = ?")
        statement.bind(1, id)
        return try statement.step() ? statement.int64(0) : nil
    }

    /// The files merged into that one, directly or through others.
    func members(of id: Int64) throws(StorageFailure) -> [Member] {
        var statement = try connection.statement(
            "SELECT complaint_id, since FROM merged_file WHERE original_id = ?")
        var found: [Member] = []
        var known: Set<Int64> = [id]
        var open = [id]
        while let next = open.popLast(), found.count < Self.membersMax {
            statement.bind(1, next)
            while try statement.step() {
                let member = Member(id: statement.int64(0), since: statement.int64(1))
                guard known.insert(member.id).inserted else { continue }
                found.append(member)
                open.append(member.id)
            }
            statement.rewind()
        }
        return found
    }

    func put(_ id: Int64, into original: Int64, at now: Int64) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            INSERT INTO merged_file(complaint_id, original_id, since) VALUES (?1, ?2, ?3)
            ON CONFLICT(complaint_id) DO UPDATE SET original_id = ?2, since = ?3
            """)
        statement.bind(1, id)
        statement.bind(2, original)
        statement.bind(3, now)
        try statement.run()
    }

    func remove(_ id: Int64) throws(StorageFailure) {
        var statement = try connection.statement("DELETE FROM merged_file WHERE complaint_id = ?")
        statement.bind(1, id)
        try statement.run()
    }
}
