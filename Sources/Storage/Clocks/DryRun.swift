public import Complaints
public import Rules

/// What another rule set would make of the files there are, over all history: also of files at their
/// end, as if people still worked on them.
///
/// What was decided and reported counts: a clock that a signed decision or a report ended under both sets
/// changes for nobody. What only the rules would change is told apart as decided.
public struct DryRun: Sendable {
    /// Differences kept; all are counted.
    public static let differencesMax = 1_000
    /// The same of files that differ in nothing but what was decided.
    public static let decidedMax = 200
    /// Files read in one step, each a snapshot of its own.
    public static let rangeLength: Int64 = 2_048

    /// A file of which the two sets differ.
    public struct Difference: Sendable {
        public let id: Int64
        public let number: String
        public let status: String
        public let site: Int64?
        public let lines: [Line]
        /// What differs between the sets alone: a decision or a report has settled it.
        public let decided: [Line]
    }

    /// What becomes of one rule's clock, or of the decisions asked for.
    public enum Line: Sendable, Equatable {
        case clock(rule: String, before: CivilDate?, after: CivilDate?)
        case decision(before: String?, after: String?)
    }

    public private(set) var done: Int64 = 0
    public private(set) var changed: Int64 = 0
    /// Of those that people still work on.
    public private(set) var changedOpen: Int64 = 0
    /// Files that differ in nothing but what was decided and reported already: none of the changed.
    public private(set) var decided: Int64 = 0
    /// How many files gain, lose or move a clock, by the rule's id.
    public private(set) var byRule: [String: Counts] = [:]
    public private(set) var differences: [Difference] = []
    private var decidedKept = 0
    private var next: Int64 = 1
    private let before: RuleSet
    private let after: RuleSet
    private let names: [FieldName]
    private let beforePlaces: [Int]
    private let afterPlaces: [Int]

    /// Files, by what becomes of one rule's clock.
    public struct Counts: Sendable, Equatable {
        public var gained: Int64 = 0
        public var lost: Int64 = 0
        public var moved: Int64 = 0
    }

    public init(from before: RuleSet, to after: RuleSet) {
        self.before = before
        self.after = after
        let names = before.factNames + after.factNames.filter { !before.factNames.contains($0) }
        self.names = names
        beforePlaces = before.factNames.compactMap { names.firstIndex(of: $0) }
        afterPlaces = after.factNames.compactMap { names.firstIndex(of: $0) }
    }

    /// Reads the next files; false when there are no more.
    public mutating func step(_ reader: borrowing Reader) throws(StorageFailure) -> Bool {
        let rows = FactRows(names, reader.layout, on: reader.connection)
        let end = next + Self.rangeLength
        let settled = try Self.settled(next..<end, on: reader.connection)
        var found: [(FactRows.Row, [[FieldValue]], ReportingRows?)] = []
        try rows.each(next..<end) { row throws(StorageFailure) in
            let reporting =
                settled.contains(row.id)
                ? try ReportingRows(of: row.id, on: reader.connection) : nil
            found.append((row, try rows.members(of: row.id), reporting))
        }
        for (row, members, reporting) in found { compare(row, members, reporting) }
        next = end
        return try reader.connection.count("SELECT coalesce(max(id), 0) FROM complaint", []) >= end
    }

    /// The files of a range for which something was decided or reported.
    static func settled(
        _ ids: Range<Int64>, on connection: Connection
    ) throws(StorageFailure) -> Set<Int64> {
        var statement = try connection.statement(made: settledFiles)
        statement.bind(1, ids.lowerBound)
        statement.bind(2, ids.upperBound)
        var found: Set<Int64> = []
        while try statement.step() { found.insert(statement.int64(0)) }
        return found
    }

    static let settledFiles = """
        SELECT complaint_id FROM companion INDEXED BY companion_by_complaint
        WHERE complaint_id >= ? AND complaint_id < ? AND kind IN ('decision', 'report')
        """

    private mutating func compare(
        _ row: FactRows.Row, _ members: [[FieldValue]], _ reporting: ReportingRows?
    ) {
        done += 1
        func assess(
            _ set: RuleSet, _ places: [Int], _ reporting: ReportingRows? = nil
        ) -> Assessment {
            let values = places.map { row.values[$0] }
            let members = members.map { member in places.map { member[$0] } }
            let facts =
                reporting?.completing(
                    FileFacts(values: values, status: row.status, members: members), in: set)
                ?? Facts(values, status: row.status, members: members)
            return set.assess(facts.reopened)
        }
        let asked = Self.lines(
            from: assess(before, beforePlaces), to: assess(after, afterPlaces))
        guard let reporting else { return note(row, asked, decided: []) }
        let lines = Self.lines(
            from: assess(before, beforePlaces, reporting).unsettled,
            to: assess(after, afterPlaces, reporting).unsettled)
        note(row, lines, decided: asked.filter { ask in !lines.contains { $0.isOf(ask) } })
    }

    /// Counts a file, and keeps it as long as there is room.
    private mutating func note(_ row: FactRows.Row, _ lines: [Line], decided settled: [Line]) {
        if lines.isEmpty, settled.isEmpty { return }
        if lines.isEmpty {
            decided += 1
        } else {
            changed += 1
            if ComplaintEnd(row.status) == nil { changedOpen += 1 }
        }
        for case .clock(let rule, let before, let after) in lines {
            if before == nil {
                byRule[rule, default: Counts()].gained += 1
            } else if after == nil {
                byRule[rule, default: Counts()].lost += 1
            } else {
                byRule[rule, default: Counts()].moved += 1
            }
        }
        // Files that change are not kept out by those that do not.
        let kept = lines.isEmpty ? decidedKept : differences.count - decidedKept
        guard kept < (lines.isEmpty ? Self.decidedMax : Self.differencesMax) else { return }
        if lines.isEmpty { decidedKept += 1 }
        differences.append(
            Difference(
                id: row.id, number: row.number, status: row.status, site: row.site, lines: lines,
                decided: settled))
    }

    private static func lines(from before: Assessment, to after: Assessment) -> [Line] {
        var lines: [Line] = []
        for clock in before.clocks {
            let due = after.clocks.first { $0.rule.id == clock.rule.id }?.due
            if due != clock.due {
                lines.append(.clock(rule: clock.rule.id, before: clock.due, after: due))
            }
        }
        for clock in after.clocks
        where !before.clocks.contains(where: { $0.rule.id == clock.rule.id }) {
            lines.append(.clock(rule: clock.rule.id, before: nil, after: clock.due))
        }
        if before.decisionRequired != after.decisionRequired {
            lines.append(
                .decision(before: before.decisionRequired, after: after.decisionRequired))
        }
        return lines
    }
}

extension DryRun.Line {
    /// Whether both are of one rule's clock, or of the decisions asked for.
    fileprivate func isOf(_ other: DryRun.Line) -> Bool {
        switch (self, other) {
        case (.clock(let rule, _, _), .clock(let other, _, _)): rule == other
        case (.decision, .decision): true
        default: false
        }
    }
}

extension Assessment {
    /// Without the clocks that a decision or a report has ended.
    fileprivate var unsettled: Assessment {
        var left = self
        left.clocks.removeAll { clock in
            switch clock.end {
            case .submitted, .notReportable: true
            case .done, .fileEnded, nil: false
            }
        }
        return left
    }
}
