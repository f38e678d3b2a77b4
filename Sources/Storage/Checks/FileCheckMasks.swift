import Complaints
import Rules

/// Which files have which checks, as sets made from the columns in memory and what stands beside the
/// files: no file is read. What the columns do not hold, it does not answer.
struct FileCheckMasks {
    private let filter: GridFilter
    private let today: CivilDate
    private let rules: RuleSet
    private var neighbours: FileNeighbours?
    private var history: FileHistory?

    init(_ filter: GridFilter, today: CivilDate, rules: RuleSet) {
        self.filter = filter
        self.today = today
        self.rules = rules
    }

    /// How many files the caller may see; nil where the columns cannot tell.
    func fileCount() throws(StorageFailure) -> Int64? {
        if let count = try filter.keptCount(.everything) { return Int64(count) }
        return try filter.selection(.everything).map { Int64($0.count(in: filter.state)) }
    }

    /// The files that have the check, of those the caller may see; nil where the columns cannot tell.
    mutating func mask(_ check: FileCheck) throws(StorageFailure) -> GridMask? {
        guard var mask = try candidates(check) else { return nil }
        for fact in check.facts where FileNeighbours.facts.contains(fact) {
            guard let beside = try beside(fact) else { return nil }
            mask.formIntersection(beside)
        }
        if check.facts.contains(.reusesNoInvestigation) {
            guard var reusing = try reusing(mask) else { return nil }
            reusing.invert()
            mask.formIntersection(reusing)
        }
        // Last, since each file that is left is asked for.
        for fact in check.facts where FileHistory.facts.contains(fact) {
            var here = try changedHere(mask)
            if fact == .wasClosedElsewhere { here.invert() }
            mask.formIntersection(here)
        }
        return mask
    }

    /// The files that have it as far as fields say; nil where the columns cannot tell.
    func candidates(_ check: FileCheck) throws(StorageFailure) -> GridMask? {
        let held = check.held(today: today, rules: rules)
        guard var mask = try filter.selection(held)?.mask(in: filter.state) else { return nil }
        for fact in check.facts where fact.filter(today: today, rules: rules) == nil {
            if FileNeighbours.facts.contains(fact) || FileHistory.facts.contains(fact) { continue }
            guard let files = pairs(fact) else { return nil }
            mask.formIntersection(files)
        }
        return mask
    }

    private mutating func beside(_ fact: FileCheck.Fact) throws(StorageFailure) -> GridMask? {
        if neighbours == nil {
            neighbours = try FileNeighbours(
                filter.state, investigator: column("investigator"), today: today,
                on: filter.connection)
        }
        return neighbours?.masks[fact]
    }

    /// Those of the files that name another one whose investigation has results. Few name one: each of
    /// them is asked for.
    private func reusing(_ files: GridMask) throws(StorageFailure) -> GridMask? {
        let naming = Filter.compare("reused_investigation", .isNotEmpty)
        guard var candidates = try filter.selection(naming)?.mask(in: filter.state) else {
            return nil
        }
        candidates.formIntersection(files)
        var found = GridMask(none: files.words.count << 6)
        var row = try filter.connection.statement(made: Self.reuse)
        for file in candidates.slots {
            row.bind(1, Int64(file))
            if try row.step() { found.insert(Int(file)) }
            row.rewind()
        }
        return found
    }

    static let reuse =
        "SELECT 1 FROM complaint WHERE complaint.id = ? AND \(FileCheck.Fact.reusesResults)"

    private mutating func changedHere(_ files: GridMask) throws(StorageFailure) -> GridMask {
        let known: FileHistory
        if let history {
            known = history
        } else {
            known = try FileHistory(filter.state, on: filter.connection)
            history = known
        }
        return try known.changedHere(files, on: filter.connection)
    }

    // MARK: Two fields of one file

    private func pairs(_ fact: FileCheck.Fact) -> GridMask? {
        switch fact {
        case .isReviewedByInvestigator: areEqual("reviewer", "investigator")
        case .wasReceivedBeforeAwareness:
            column("received").flatMap { received in
                isGreater("aware", than: received.values.map { $0 == .null ? nil : $0 }, received)
            }
        case .isAcknowledgedLate: column("received").flatMap(isAcknowledgedLate)
        default: preconditionFailure("\(fact) is no fact of two fields")
        }
    }

    private func isAcknowledgedLate(_ received: GridColumn) -> GridMask? {
        var deadline = AcknowledgementDeadline(rules)
        let bounds = received.values.map { day -> SQLValue? in
            guard case .text(let text) = day, let last = deadline.last(received: text) else {
                return nil
            }
            return max(day, .text(last))
        }
        return isGreater("acknowledged", than: bounds, received)
    }

    /// The files whose first field is equal to their second whatever the letter case, of texts.
    private func areEqual(_ first: FieldName, _ second: FieldName) -> GridMask? {
        guard let first = column(first), let second = column(second), Self.areTexts(first.values)
        else { return nil }
        var texts = CaselessTexts()
        let own = first.values.map { texts.number(of: $0) }
        let others = second.values.map { texts.number(of: $0) }
        return GridMask(first.codes, second.codes) { one, other in
            own[Int(one)] != 0 && own[Int(one)] == others[Int(other)]
        }
    }

    /// The files whose field is greater than what a code of the second column stands for; nothing is
    /// greater than nil.
    private func isGreater(
        _ name: FieldName, than bounds: [SQLValue?], _ second: GridColumn
    ) -> GridMask? {
        guard let first = column(name), Self.areTexts(first.values),
            first.values.count + bounds.count <= Int(UInt16.max)
        else { return nil }
        let ranks = GridRanking.ranks(of: first.values + bounds.map { $0 ?? .null })
        // Null has the least rank, and is greater than nothing.
        let own = Array(ranks.prefix(first.values.count))
        var least = Array(ranks.dropFirst(first.values.count))
        for (index, bound) in bounds.enumerated() where bound == nil { least[index] = .max }
        return GridMask(first.codes, second.codes) { own[Int($0)] > least[Int($1)] }
    }

    /// Numbers have an equality of their own.
    private static func areTexts(_ values: [SQLValue]) -> Bool {
        values.allSatisfy { value in
            switch value {
            case .null, .text: true
            case .integer, .real: false
            }
        }
    }

    private func column(_ name: FieldName) -> GridColumn? {
        filter.field(name).flatMap { filter.state.column($0) }
    }
}
