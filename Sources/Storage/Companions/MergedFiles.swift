import Complaints

/// Which complaints were merged into one, directly or by way of another, told by their links.
enum MergedFiles {
    /// One of them: the complaint itself, or a duplicate of it.
    struct Member {
        let id: Int64
        let number: String
        let site: Int64?
    }

    /// Beyond this many, the rest is not followed.
    static let membersMax = 1_000

    /// The complaint itself first, then its duplicates by their ids.
    static func members(
        of complaint: Int64, on connection: Connection
    ) throws(StorageFailure) -> [Member] {
        var statement = try connection.statement(
            """
            WITH RECURSIVE member(id) AS (
              SELECT ?1
              UNION
              SELECT companion.complaint_id FROM member JOIN companion
              ON companion.other_complaint_id = member.id AND companion.kind = 'link'
              WHERE companion.state = 'duplicate' AND companion.withdrawn_at IS NULL
              LIMIT 1000)
            SELECT complaint.id, complaint.number, complaint.site_id
            FROM member JOIN complaint ON complaint.id = member.id
            ORDER BY complaint.id <> ?1, complaint.id
            """)
        statement.bind(1, complaint)
        var members: [Member] = []
        while try statement.step() {
            members.append(
                Member(
                    id: statement.int64(0), number: statement.text(1),
                    site: statement.optionalInt64(2)))
        }
        return members
    }

    /// The earliest day on which anybody became aware of what the file or one of its duplicates tells:
    /// the clocks of a merged file start then. Nil when none of them says.
    static func earliestAwareness(
        of complaint: Int64, on connection: Connection
    ) throws(StorageFailure) -> String? {
        var earliest: String?
        for member in try members(of: complaint, on: connection) {
            var statement = try connection.statement("SELECT aware FROM complaint WHERE id = ?")
            statement.bind(1, member.id)
            guard try statement.step(), let day = statement.optionalText(0) else { continue }
            earliest = min(earliest ?? day, day)
        }
        return earliest
    }
}
