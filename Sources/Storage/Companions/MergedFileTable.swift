import Complaints

/// The merged_file table: which file is a duplicate of which, and since when. Written wherever a file
/// becomes a duplicate or is one no more, by people and by imports alike; everybody asks here who belongs
/// together.
struct MergedFileTable {
    /// Files that one file may stand for; the rest is not followed.
    static let membersMax = 1_000

    /// A file, or one that was merged into it.
    struct Member {
        let id: Int64
        let number: String
        let site: Int64?
        /// When it was merged, in microseconds since 1970; 0 for the file itself.
        let since: Int64
    }

    let connection: Connection

    func original(of id: Int64) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement(
            "SELECT original_id FROM merged_file WHERE complaint_id = ?")
        statement.bind(1, id)
        return try statement.step() ? statement.int64(0) : nil
    }

    /// The files merged into that one, directly or through others, by their ids.
    func members(of id: Int64) throws(StorageFailure) -> [Member] {
        try family(of: id).filter { $0.id != id }
    }

    /// The file itself, then those merged into it.
    func family(of id: Int64) throws(StorageFailure) -> [Member] {
        var statement = try connection.statement(
            """
            WITH RECURSIVE member(id, since) AS (
              SELECT ?1, 0
              UNION
              SELECT merged_file.complaint_id, merged_file.since FROM member
              JOIN merged_file ON merged_file.original_id = member.id
              LIMIT 1000)
            SELECT complaint.id, complaint.number, complaint.site_id, min(member.since)
            FROM member JOIN complaint ON complaint.id = member.id
            GROUP BY complaint.id ORDER BY complaint.id <> ?1, complaint.id
            """)
        statement.bind(1, id)
        var members: [Member] = []
        while try statement.step() {
            members.append(
                Member(
                    id: statement.int64(0), number: statement.text(1),
                    site: statement.optionalInt64(2), since: statement.int64(3)))
        }
        return members
    }

    /// The earliest day on which anybody became aware of what the file or one of its duplicates tells:
    /// the clocks of a merged file start then. Nil when none of them says.
    func earliestAwareness(of id: Int64) throws(StorageFailure) -> String? {
        var earliest: String?
        for member in try family(of: id) {
            var statement = try connection.statement("SELECT aware FROM complaint WHERE id = ?")
            statement.bind(1, member.id)
            guard try statement.step(), let day = statement.optionalText(0) else { continue }
            earliest = min(earliest ?? day, day)
        }
        return earliest
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
