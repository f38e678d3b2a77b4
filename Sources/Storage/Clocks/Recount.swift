import Complaints
import Rules

/// Bringing every file to the rules that became active: by id, in chunks, beside the traffic. How far
/// it is stands in the recount table, written with each chunk.
struct Recount: Sendable, Equatable {
    /// Files looked at in one step.
    static let rangeLength: Int64 = 2_048

    let ruleSet: Int64
    /// Files below were looked at.
    let next: Int64
    /// Files beyond were made under these rules.
    let last: Int64

    var isDone: Bool { next > last }

    static func read(on connection: Connection) throws(StorageFailure) -> Recount {
        var statement = try connection.statement("SELECT rule_set, next, last FROM recount")
        guard try statement.step() else {
            throw .failed(.damaged("The recount table is empty. Restore a backup."))
        }
        return Recount(
            ruleSet: statement.int64(0), next: statement.int64(1), last: statement.int64(2))
    }

    func write(to connection: Connection) throws(StorageFailure) {
        var statement = try connection.statement(
            "UPDATE recount SET rule_set = ?, next = ?, last = ?")
        statement.bind(1, ruleSet)
        statement.bind(2, next)
        statement.bind(3, last)
        try statement.run()
    }
}

/// How far the active rules have been applied.
public struct RecountProgress: Sendable, Equatable {
    public let ruleSet: Int64
    public let done: Int64
    public let total: Int64

    public var isDone: Bool { done >= total }
}

/// The next step of a recount: files that the rules in force would show otherwise.
public struct RecountStep: Sendable {
    let ruleSet: Int64
    let next: Int64
    public let complaints: [Int64]
}

extension Reader {
    /// How far the active rules have been applied to the files that were there before them.
    public func recountProgress() throws(StorageFailure) -> RecountProgress {
        let recount = try Recount.read(on: connection)
        return RecountProgress(
            ruleSet: recount.ruleSet, done: min(recount.next - 1, recount.last),
            total: recount.last)
    }

    /// What is to be done next; nil when every file is as the rules have it.
    public func nextRecount() throws(StorageFailure) -> RecountStep? {
        let recount = try Recount.read(on: connection)
        if recount.isDone { return nil }
        let set = layout.rules.set
        let rows = FactRows(set.factNames, layout, on: connection)
        let end = recount.next + Recount.rangeLength
        var differing: [Int64] = []
        try rows.each(recount.next..<end) { row throws(StorageFailure) in
            let facts = try rows.facts(of: row, in: set)
            let fields = ClockFields(set.assess(facts), of: set, status: row.status)
            if fields != row.stored { differing.append(row.id) }
        }
        return RecountStep(ruleSet: recount.ruleSet, next: end, complaints: differing)
    }
}

extension WriteTransaction {
    /// Works some files' clocks out anew.
    public func recount(_ complaints: ArraySlice<Int64>) throws(StorageFailure) {
        for id in complaints {
            guard let record = try session.findComplaint(.id(id)) else { continue }
            try session.reassess(record)
        }
    }

    /// Notes that a step is done, unless other rules have become active since.
    public func finishRecount(_ step: RecountStep) throws(StorageFailure) {
        let recount = try Recount.read(on: session.connection)
        guard recount.ruleSet == step.ruleSet else { return }
        try Recount(ruleSet: recount.ruleSet, next: step.next, last: recount.last)
            .write(to: session.connection)
    }
}
