public import Complaints
public import Rules

/// What another rule set would make of the files there are, over all history: also of files at their
/// end, as if people still worked on them.
public struct DryRun: Sendable {
    /// Differences kept; all are counted.
    public static let differencesMax = 1_000
    /// Files read in one step, each a snapshot of its own.
    public static let rangeLength: Int64 = 2_048

    /// A file of which the two sets differ.
    public struct Difference: Sendable {
        public let id: Int64
        public let number: String
        public let status: String
        public let site: Int64?
        public let lines: [Line]
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
    /// How many files gain, lose or move a clock, by the rule's id.
    public private(set) var byRule: [String: Counts] = [:]
    public private(set) var differences: [Difference] = []
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
        var found: [(FactRows.Row, [[FieldValue]])] = []
        try rows.each(next..<end) { row throws(StorageFailure) in
            found.append((row, try rows.members(of: row.id)))
        }
        for (row, members) in found { compare(row, members) }
        next = end
        return try reader.connection.count("SELECT coalesce(max(id), 0) FROM complaint", []) >= end
    }

    private mutating func compare(_ row: FactRows.Row, _ members: [[FieldValue]]) {
        done += 1
        func assess(_ set: RuleSet, _ places: [Int]) -> Assessment {
            set.assess(
                Facts(
                    places.map { row.values[$0] }, status: row.status,
                    members: members.map { member in places.map { member[$0] } }
                ).reopened)
        }
        let lines = Self.lines(
            from: assess(before, beforePlaces), to: assess(after, afterPlaces))
        if lines.isEmpty { return }
        changed += 1
        if ComplaintEnd(row.status) == nil { changedOpen += 1 }
        for case .clock(let rule, let before, let after) in lines {
            if before == nil {
                byRule[rule, default: Counts()].gained += 1
            } else if after == nil {
                byRule[rule, default: Counts()].lost += 1
            } else {
                byRule[rule, default: Counts()].moved += 1
            }
        }
        guard differences.count < Self.differencesMax else { return }
        differences.append(
            Difference(
                id: row.id, number: row.number, status: row.status, site: row.site, lines: lines))
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
