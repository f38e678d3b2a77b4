import Complaints
import Rules

/// Looks at files for what an inspector would object to, a span of ids at a time: each span is one pass
/// over its rows, on a snapshot of its own, so that no file is opened and no reader stands long.
struct FileCheckScan {
    /// Ids that one reading passes over.
    static let span: Int64 = 10_000

    let connection: Connection
    private let checks: [FileCheck]
    private let conditions: [Condition]
    private let sites: Condition
    private let rules: RuleSet

    init(
        _ checks: [FileCheck], _ compiler: FilterCompiler, today: CivilDate, rules: RuleSet,
        on connection: Connection
    ) throws(StorageFailure) {
        self.checks = checks
        self.connection = connection
        self.rules = rules
        var conditions: [Condition] = []
        for check in checks {
            conditions.append(try check.condition(compiler, today: today, rules: rules))
        }
        self.conditions = conditions
        // Not by the index of sites: the span leads.
        sites = FilterCompiler.sites(of: compiler.visibility, column: "+complaint.site_id")
    }

    /// How many files of the span behind `id` have each of the checks.
    func counts(after id: Int64) throws(StorageFailure) -> FileCheckCounts {
        let end = try end(after: id)
        let query = countQuery
        var statement = try connection.statement(made: query.text)
        bind(&statement, query.values, after: id, to: end.last)
        var counts = FileCheckCounts(
            files: 0, counts: [Int64](repeating: 0, count: checks.count), last: end.last,
            isEnd: end.isEnd)
        if try statement.step() {
            counts.files = statement.int64(0)
            for index in checks.indices { counts.counts[index] = statement.int64(index + 1) }
        }
        for index in checks.indices where checks[index].isJudged {
            counts.counts[index] = try judged(index, after: id, to: end.last)
        }
        return counts
    }

    /// Files of the span behind `id` that have one of the checks, by id; at most `limit`.
    func files(after id: Int64, limit: Int) throws(StorageFailure) -> CheckedFiles {
        let end = try end(after: id)
        let query = listQuery
        var statement = try connection.statement(made: query.text)
        let next = bind(&statement, query.values, after: id, to: end.last)
        statement.bind(next, Int64(limit))
        var deadline = AcknowledgementDeadline(rules)
        var files: [CheckedFile] = []
        var met = 0
        var last = id
        while try statement.step() {
            met += 1
            last = statement.int64(0)
            let received = statement.optionalText(3)
            let acknowledged = statement.optionalText(5)
            var found: [Int] = []
            for index in checks.indices where statement.bool(Self.listed + index) {
                let isFound =
                    !checks[index].isJudged
                    || deadline.isLate(acknowledged ?? "", received: received ?? "")
                if isFound { found.append(index) }
            }
            if found.isEmpty { continue }
            files.append(
                CheckedFile(
                    id: last, number: statement.text(1), status: statement.text(2),
                    received: received, summary: statement.optionalText(4), checks: found))
        }
        let isFull = met == limit
        return CheckedFiles(
            files: files, last: isFull ? last : end.last, isEnd: end.isEnd && !isFull)
    }

    /// Of those that SQL found, the ones that are late.
    private func judged(
        _ index: Int, after id: Int64, to last: Int64
    ) throws(StorageFailure) -> Int64 {
        let query = judgedQuery(index)
        var statement = try connection.statement(made: query.text)
        bind(&statement, query.values, after: id, to: last)
        var deadline = AcknowledgementDeadline(rules)
        var count: Int64 = 0
        while try statement.step() {
            if deadline.isLate(statement.text(1), received: statement.text(0)) {
                count += statement.int64(2)
            }
        }
        return count
    }

    private func end(after id: Int64) throws(StorageFailure) -> (last: Int64, isEnd: Bool) {
        var statement = try connection.statement("SELECT coalesce(max(id), 0) FROM complaint")
        let newest = try statement.step() ? statement.int64(0) : 0
        let last = id + Self.span
        return (min(last, max(newest, id)), last >= newest)
    }

    @discardableResult
    private func bind(
        _ statement: inout Statement, _ values: [SQLValue], after id: Int64, to last: Int64
    ) -> Int {
        let next = statement.bind(values)
        statement.bind(next, id)
        statement.bind(next + 1, last)
        return statement.bind(sites.values, from: next + 2)
    }

    // MARK: SQL

    /// Columns of a list before the checks.
    private static let listed = 6

    private var rows: String {
        "FROM complaint WHERE complaint.id > ? AND complaint.id <= ? AND (\(sites.text))"
    }

    /// One pass that counts everything.
    var countQuery: Condition {
        let sums = conditions.map { "coalesce(sum((\($0.text)) IS TRUE), 0)" }
        return Condition(
            "SELECT count(*), \(sums.joined(separator: ", ")) \(rows)", conditions.flatMap(\.values)
        )
    }

    /// The files with at least one of the checks, each check a column.
    var listQuery: Condition {
        let flags = conditions.enumerated().map { "((\($1.text)) IS TRUE) AS c\($0)" }
        let any = conditions.indices.map { "c\($0)" }.joined(separator: " OR ")
        return Condition(
            """
            SELECT * FROM (SELECT complaint.id AS id, number, status, received, summary, \
            json_extract(complaint.document,'$.acknowledged') AS acknowledged, \
            \(flags.joined(separator: ", ")) \(rows)) WHERE \(any) ORDER BY id LIMIT ?
            """, conditions.flatMap(\.values))
    }

    private func judgedQuery(_ index: Int) -> Condition {
        // The condition stands behind the span here, and its values before: an inner query keeps both
        // in one order.
        Condition(
            """
            SELECT received, acknowledged, count(*) FROM (SELECT received, \
            json_extract(complaint.document,'$.acknowledged') AS acknowledged, \
            ((\(conditions[index].text)) IS TRUE) AS found \(rows)) WHERE found GROUP BY 1, 2
            """, conditions[index].values)
    }
}
