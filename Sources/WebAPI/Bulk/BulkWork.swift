internal import Complaints
internal import JSON
internal import Platform
internal import Storage

/// What the writer does with one row of bulk work.
enum BulkStep: Sendable {
    case edit(SeenComplaint)
    case create(ComplaintDraft)
    /// Puts back what made that version of the complaint, as far as the judge allows it.
    case putBack(SeenComplaint, judge: Intake)
    /// The row cannot be done, whatever the database says.
    case refuse(reason: String, pointer: String)
}

/// Consecutive rows for one turn of the writer.
struct BulkChunk: Sendable {
    /// The place of the first row among all, counted from 1.
    let first: Int64
    var steps: [BulkStep] = []
}

/// Does the rows of one piece of bulk work on the writer's thread, in their order: each chunk in one
/// savepoint with the journal of its rows, so that a crash keeps either the whole chunk or nothing.
///
/// Several chunks may wait for the writer. How far the work is, the database alone says: a batch that
/// was taken back took the counts of its chunks with it. A chunk that does not follow has no effect, so
/// that the rows done are always the first ones.
struct BulkWork: Sendable {
    private let id: Int64
    private let visibility: Visibility
    private let change: BulkChange?
    private let signer: Signer?

    /// - Parameters:
    ///   - change: the merge-patch of an edit.
    ///   - signer: who signs the files that it closes or opens again.
    init(_ id: Int64, for visibility: Visibility, change: BulkChange?, as signer: Signer?) {
        self.id = id
        self.visibility = visibility
        self.change = change
        self.signer = signer
    }

    /// Does a chunk and says how long it took; nil, without effect, when it does not follow the rows
    /// that are done in this very transaction.
    func apply(
        _ chunk: BulkChunk, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> Duration? {
        let start = MonotonicInstant.now()
        guard var record = try transaction.bulk(id), !record.state.isOver,
            record.counts.done == chunk.first - 1
        else { return nil }
        var rows: [BulkRow] = []
        rows.reserveCapacity(chunk.steps.count)
        for (index, step) in chunk.steps.enumerated() {
            let row = try apply(step, at: chunk.first + Int64(index), in: transaction)
            record.counts.add(row.outcome)
            rows.append(row)
        }
        try transaction.updateBulk(record, rows: rows)
        return MonotonicInstant.now() - start
    }

    private func apply(
        _ step: BulkStep, at place: Int64, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> BulkRow {
        switch step {
        case .refuse(let reason, let pointer):
            return BulkRow(
                row: place, complaint: nil, .refused, reason: reason, pointer: pointer)
        case .create(let draft):
            let made = try transaction.attempt { () throws(StorageFailure) in
                try transaction.createComplaint(draft, for: visibility)
            }
            switch made {
            case .success(let stamp):
                return BulkRow(
                    row: place, complaint: stamp.id, .changed, version: stamp.version)
            case .failure(let refusal): return BulkRow(place, nil, refusal)
            }
        case .edit(let seen): return try edit(seen, at: place, in: transaction)
        case .putBack(let made, let judge):
            return try putBack(made, as: judge, at: place, in: transaction)
        }
    }

    private func edit(
        _ seen: SeenComplaint, at place: Int64, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> BulkRow {
        let result = try transaction.attempt { () throws(StorageFailure) in
            try transaction.updateComplaint(seen, for: visibility, as: signer) {
                number, status throws(Refusal) in
                try change?.values(for: number, in: status) ?? FieldValues()
            }
        }
        switch result {
        case .success(let stamp):
            let isChanged = stamp.version != seen.version
            return BulkRow(
                row: place, complaint: seen.id, isChanged ? .changed : .unchanged,
                version: isChanged ? stamp.version : nil)
        case .failure(let refusal): return BulkRow(place, seen.id, refusal)
        }
    }

    /// A field that somebody gave another value makes the row a conflict, one whose old value is erased a
    /// refused one; its other fields are put back all the same.
    private func putBack(
        _ made: SeenComplaint, as judge: Intake, at place: Int64,
        in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> BulkRow {
        let result = try transaction.attempt { () throws(StorageFailure) in
            try transaction.putBack(made, for: visibility) {
                values, number, status throws(Refusal) in
                try judge.checkReturn(of: values, to: number, in: status)
            }
        }
        switch result {
        case .failure(let refusal): return BulkRow(place, made.id, refusal)
        case .success(let done):
            let version = done.isChanged ? done.stamp.version : nil
            guard let kept = done.kept else {
                return BulkRow(
                    row: place, complaint: made.id, done.isChanged ? .changed : .unchanged,
                    version: version)
            }
            let isConflict = kept.reason == .changedSince
            let kind = isConflict ? Problem.Kind.versionConflict : .erased
            return BulkRow(
                row: place, complaint: made.id, isConflict ? .conflict : .refused,
                reason: kind.rawValue, pointer: kept.name.pointer, version: version)
        }
    }
}

/// One merge-patch for many complaints: what it means depends on a complaint's status alone, so it is
/// read once for each.
final class BulkChange: Sendable {
    private let intake: Intake
    private let patch: JSONObject
    private let read = Lock<[String: FieldValues]>([:])

    init(_ patch: JSONObject, intake: Intake) {
        self.patch = patch
        self.intake = intake
    }

    /// The values for a complaint of that status, as `PATCH /complaints/{id}` would take them.
    func values(for number: String, in status: String) throws(Refusal) -> FieldValues {
        if let known = read.withLock({ read in read[status] }) { return known }
        let values = try intake.patch(patch, of: number, in: status)
        read.withLock { read in read[status] = values }
        return values
    }
}

extension BulkRecord.Counts {
    fileprivate mutating func add(_ outcome: BulkRow.Outcome) {
        done += 1
        switch outcome {
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        case .conflict: conflict += 1
        case .refused: refused += 1
        }
    }
}

extension BulkRow {
    /// A row that was refused: its first fault.
    fileprivate init(_ place: Int64, _ complaint: Int64?, _ refusal: Refusal) {
        let fault = BulkFault(refusal)
        let isConflict = if case .versionConflict = refusal { true } else { false }
        self.init(
            row: place, complaint: complaint, isConflict ? .conflict : .refused,
            reason: fault.reason, pointer: fault.pointer)
    }
}
