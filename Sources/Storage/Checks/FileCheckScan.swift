import Complaints
import Rules

/// Looks at the rows of files for what an inspector would object to, a span of ids or so many candidates
/// at a time: each is one pass, on a snapshot of its own, so that no file is opened and no reader stands
/// long. It answers whatever the columns in memory do not (`FileCheckMasks`).
struct FileCheckScan {
    /// Ids that one reading passes over.
    static let span: Int64 = 10_000
    /// Candidates that one reading looks at.
    static let candidatesMax = 2_000

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
        let span = Self.span(id, end.last)
        var statement = try prepared(countQuery(span))
        var counts = FileCheckCounts(
            files: 0, counts: [Int64](repeating: 0, count: checks.count), last: end.last,
            isEnd: end.isEnd)
        if try statement.step() {
            counts.files = statement.int64(0)
            for index in checks.indices { counts.counts[index] = statement.int64(index + 1) }
        }
        for index in checks.indices where checks[index].isJudged {
            counts.counts[index] = try judged(index, in: span)
        }
        return counts
    }

    /// Files of the span behind `id` that have one of the checks, by id; at most `limit`.
    func files(after id: Int64, limit: Int) throws(StorageFailure) -> CheckedFiles {
        let end = try end(after: id)
        let found = try files(in: Self.span(id, end.last), limit: limit)
        guard let last = found.full else {
            return CheckedFiles(files: found.files, last: end.last, isEnd: end.isEnd)
        }
        return CheckedFiles(files: found.files, last: last, isEnd: false)
    }

    /// The same of the next files behind `id` of those that may have one: no others are looked at.
    func files(
        after id: Int64, of candidates: GridMask, limit: Int
    ) throws(StorageFailure) -> CheckedFiles {
        let slots = candidates.slots(
            after: Int(clamping: id), limit: Self.candidatesMax + 1)
        let part = slots.prefix(Self.candidatesMax)
        let list = "[" + part.map(String.init).joined(separator: ",") + "]"
        let found = try files(
            in: Condition(
                "complaint.id IN (SELECT value FROM json_each(?))", [.text(list)]), limit: limit)
        guard let last = found.full else {
            return CheckedFiles(
                files: found.files, last: part.last.map(Int64.init) ?? id,
                isEnd: slots.count == part.count)
        }
        return CheckedFiles(files: found.files, last: last, isEnd: false)
    }

    /// Those among the records of a condition, by id; `full` is the last one looked at where there were
    /// as many as there may be.
    private func files(
        in span: Condition, limit: Int
    ) throws(StorageFailure) -> (files: [CheckedFile], full: Int64?) {
        let query = listQuery(span)
        var statement = try connection.statement(made: query.text)
        let next = statement.bind(query.values)
        statement.bind(next, Int64(limit))
        var deadline = AcknowledgementDeadline(rules)
        var files: [CheckedFile] = []
        var met = 0
        var last: Int64 = 0
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
        return (files, met == limit ? last : nil)
    }

    /// Of those that SQL found, the ones that are late.
    private func judged(_ index: Int, in span: Condition) throws(StorageFailure) -> Int64 {
        var statement = try prepared(judgedQuery(index, span))
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
        let (sum, isBeyond) = id.addingReportingOverflow(Self.span)
        let last = isBeyond ? Int64.max : sum
        return (min(last, max(newest, id)), last >= newest)
    }

    private func prepared(_ query: Condition) throws(StorageFailure) -> Statement {
        var statement = try connection.statement(made: query.text)
        statement.bind(query.values)
        return statement
    }

    // MARK: SQL

    /// Columns of a list before the checks.
    private static let listed = 6

    /// The ids behind one, up to another.
    static func span(_ id: Int64, _ last: Int64) -> Condition {
        Condition("complaint.id > ? AND complaint.id <= ?", [.integer(id), .integer(last)])
    }

    private func rows(_ span: Condition) -> Condition {
        Condition(
            "FROM complaint WHERE \(span.text) AND (\(sites.text))", span.values + sites.values)
    }

    /// One pass that counts everything.
    func countQuery(_ span: Condition) -> Condition {
        let sums = conditions.map { "coalesce(sum((\($0.text)) IS TRUE), 0)" }
        let rows = rows(span)
        return Condition(
            "SELECT count(*), \(sums.joined(separator: ", ")) \(rows.text)",
            conditions.flatMap(\.values) + rows.values)
    }

    /// The files with at least one of the checks, each check a column; the limit is still to be bound.
    func listQuery(_ span: Condition) -> Condition {
        let flags = conditions.enumerated().map { "((\($1.text)) IS TRUE) AS c\($0)" }
        let any = conditions.indices.map { "c\($0)" }.joined(separator: " OR ")
        let rows = rows(span)
        return Condition(
            """
            SELECT * FROM (SELECT complaint.id AS id, number, status, received, summary, \
            json_extract(complaint.document,'$.acknowledged') AS acknowledged, \
            \(flags.joined(separator: ", ")) \(rows.text)) WHERE \(any) ORDER BY id LIMIT ?
            """, conditions.flatMap(\.values) + rows.values)
    }

    private func judgedQuery(_ index: Int, _ span: Condition) -> Condition {
        // The condition stands behind the span here, and its values before: an inner query keeps both
        // in one order.
        let rows = rows(span)
        return Condition(
            """
            SELECT received, acknowledged, count(*) FROM (SELECT received, \
            json_extract(complaint.document,'$.acknowledged') AS acknowledged, \
            ((\(conditions[index].text)) IS TRUE) AS found \(rows.text)) WHERE found GROUP BY 1, 2
            """, conditions[index].values + rows.values)
    }
}
