public import Complaints

/// The codes of annexes that files have, in the fields of the catalogue and in an operator's own: what a
/// release must not lose.
///
/// From the columns in memory where they hold those fields; else one pass over the files for all
/// annexes, a span of ids at a time, each on a snapshot of its own. What changed meanwhile is looked at
/// behind it, last of all in the transaction that needs the codes: none is left out.
public struct UsedCodes: Sendable {
    /// Ids that one step passes over.
    static let span: Int64 = 5_000
    /// Changes that a transaction takes in; with more it is `.busy`.
    static let changesMax = 2_000
    /// So few are left to it.
    private static let changesLeft = 200
    /// So many steps look at what changed meanwhile: a job that writes as fast as they read would let them
    /// never end.
    private static let catchUpsMax = 100

    private let annexes: Set<EventCode.Annex>
    private var codes: [EventCode.Annex: Set<String>] = [:]
    /// The last id that was passed.
    private var passed: Int64 = 0
    private var hasPassedAll = false
    /// The change-log row whose effect is in it, and all before; nil before the first step.
    private var commit: Int64?

    private var catchUpsLeft: Int

    public init(_ annexes: Set<EventCode.Annex>) {
        self.init(annexes, catchUpsMax: Self.catchUpsMax)
    }

    init(_ annexes: Set<EventCode.Annex>, catchUpsMax: Int) {
        self.annexes = annexes
        catchUpsLeft = catchUpsMax
    }

    /// The codes of an annex that some file had when it was looked at.
    public subscript(annex: EventCode.Annex) -> Set<String> { codes[annex] ?? [] }

    /// Does the next step; false when a transaction can do the rest. `.busy` when more changes than can be
    /// caught up with.
    public mutating func step(_ reader: borrowing Reader) throws(StorageFailure) -> Bool {
        let fields = fields(of: reader.layout.catalogue)
        guard let known = commit else {
            commit = reader.commit
            guard let state = try reader.grid.snapshot(at: reader.commit, on: reader.connection),
                take(fields, from: state)
            else { return true }
            hasPassedAll = true
            return false
        }
        if !hasPassedAll {
            try pass(fields, on: reader.connection)
            return true
        }
        guard catchUpsLeft > 0 else { throw .busy }
        catchUpsLeft -= 1
        let changed = try changes(since: known, on: reader.connection, upTo: Self.changesMax)
        try look(at: changed.ids, fields, on: reader.connection)
        commit = changed.last
        return changed.rowCount > Self.changesLeft
    }

    /// Takes in what changed since the last step.
    ///
    /// - Precondition: `step` said that there is no more.
    mutating func complete(in session: WriterSession) throws(StorageFailure) {
        guard let commit, hasPassedAll else { preconditionFailure("steps are left") }
        let changed = try changes(
            since: commit, on: session.connection, upTo: Self.changesMax + 1)
        guard changed.rowCount <= Self.changesMax else { throw .busy }
        try look(
            at: changed.ids, fields(of: session.layout.catalogue), on: session.connection)
        self.commit = changed.last
    }

    // MARK: Where codes stand

    private typealias CodeField = (annex: EventCode.Annex, field: Field)

    private func fields(of catalogue: FieldCatalogue) -> [CodeField] {
        catalogue.fields.compactMap { field in
            guard case .list(of: .code(let annex)) = field.type, annexes.contains(annex) else {
                return nil
            }
            return (annex, field)
        }
    }

    /// Every code that a record has, from the columns; false where they do not hold one of the fields.
    private mutating func take(_ fields: [CodeField], from state: GridState) -> Bool {
        let present = GridMask(state.present)
        for (annex, field) in fields {
            guard let column = state.column(field) else { return false }
            for (value, count) in zip(column.values, column.counts(in: present)) where count > 0 {
                if case .text(let list) = value { note(list, annex) }
            }
        }
        return true
    }

    private mutating func pass(
        _ fields: [CodeField], on connection: Connection
    ) throws(StorageFailure) {
        let last = passed + Self.span
        try read(
            fields, Condition("id > ? AND id <= ?", [.integer(passed), .integer(last)]),
            on: connection)
        var newest = try connection.statement("SELECT coalesce(max(id), 0) FROM complaint")
        hasPassedAll = try newest.step() ? newest.int64(0) <= last : true
        passed = last
    }

    private mutating func look(
        at ids: [Int64], _ fields: [CodeField], on connection: Connection
    ) throws(StorageFailure) {
        if ids.isEmpty { return }
        let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
        try read(
            fields, Condition("id IN (SELECT value FROM json_each(?))", [.text(list)]),
            on: connection)
    }

    private mutating func read(
        _ fields: [CodeField], _ records: Condition, on connection: Connection
    ) throws(StorageFailure) {
        let columns = fields.compactMap { FieldColumn($0.field)?.expression }
        guard columns.count == fields.count, !columns.isEmpty else { return }
        var rows = try connection.statement(
            made: "SELECT \(columns.joined(separator: ",")) FROM complaint WHERE \(records.text)")
        rows.bind(records.values)
        while try rows.step() {
            for (index, field) in fields.enumerated() {
                if let list = rows.optionalText(index) { note(list, field.annex) }
            }
        }
    }

    private mutating func note(_ list: String, _ annex: EventCode.Annex) {
        for code in GridList.items(list) { codes[annex, default: []].insert(code) }
    }

    /// The files that the next rows of the log behind one changed, at most so many rows.
    private func changes(
        since commit: Int64, on connection: Connection, upTo limit: Int
    ) throws(StorageFailure) -> (ids: [Int64], rowCount: Int, last: Int64) {
        var rows = try connection.statement(
            "SELECT seq, entity, entity_id FROM change WHERE seq > ? ORDER BY seq")
        rows.bind(1, commit)
        var ids: Set<Int64> = []
        var (rowCount, last) = (0, commit)
        while rowCount < limit, try rows.step() {
            rowCount += 1
            last = rows.int64(0)
            if rows.text(1) == Entity.complaint.rawValue { ids.insert(rows.int64(2)) }
        }
        return (ids.sorted(), rowCount, last)
    }
}
