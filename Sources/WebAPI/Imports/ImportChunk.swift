internal import Complaints
internal import Importing
internal import Storage

/// What the writer does with one source row.
enum ImportStep: Sendable {
    case apply(ImportedRow)
    /// Exactly the row that came before under its id: nothing to do.
    case skip
    case reject([ImportRowError])
}

/// Consecutive rows of a file, planned, for one turn of the writer.
struct ImportChunk: Sendable {
    /// How many rows of the file stand before it.
    let rowsBefore: Int64
    var steps: [ImportStep] = []
    /// Bytes of the file read so far.
    var bytesDone: Int64 = 0

    /// Applies the rows and writes counts, errors and progress beside them, all in one savepoint: a
    /// crash keeps either the whole chunk or nothing of it.
    func apply(
        to record: ImportRecord, from before: ImportProgress, within scope: ImportScope,
        _ columns: ImportedColumns, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) {
        var progress = before
        var errors: [ImportRowError] = []
        for step in steps {
            progress.counts.read += 1
            switch step {
            case .skip: progress.counts.unchanged += 1
            case .reject(let reasons):
                progress.counts.rejected += 1
                errors += reasons
            case .apply(let row):
                let outcome = try transaction.importRow(row, of: record, within: scope)
                errors += progress.counts.add(outcome, of: row, columns)
            }
        }
        progress.rowsDone += Int64(steps.count)
        progress.bytesDone = max(progress.bytesDone, bytesDone)
        if !errors.isEmpty { try transaction.addImportErrors(errors, to: record.id) }
        try transaction.updateImport(progress)
    }

    /// The rows before and behind the middle.
    var halves: [ImportChunk] {
        let middle = steps.count / 2
        return [(0, steps[..<middle]), (middle, steps[middle...])].map { before, part in
            ImportChunk(
                rowsBefore: rowsBefore + Int64(before), steps: Array(part), bytesDone: bytesDone)
        }
    }

    /// The chunk with everything that this thread can do for the writer.
    func prepared(for store: Store) -> ImportChunk {
        var chunk = self
        chunk.steps = steps.map { step in
            if case .apply(let row) = step { .apply(store.prepared(row)) } else { step }
        }
        return chunk
    }
}

extension ImportRecord.Counts {
    /// Counts what became of a row; what of it was rejected or kept is told.
    fileprivate mutating func add(
        _ outcome: ImportOutcome, of row: ImportedRow, _ columns: ImportedColumns
    ) -> [ImportRowError] {
        switch outcome {
        case .created:
            created += 1
            return []
        case .updated(let kept):
            updated += 1
            return add(kept, of: row, columns)
        case .unchanged(let kept):
            unchanged += 1
            return add(kept, of: row, columns)
        case .rejected(let reason, let field):
            rejected += 1
            return [ImportRowError(reason, field, of: row, columns)]
        }
    }

    private mutating func add(
        _ kept: [ImportConflict], of row: ImportedRow, _ columns: ImportedColumns
    ) -> [ImportRowError] {
        conflicts += Int64(kept.count)
        return kept.map { ImportRowError($0, of: row, columns) }
    }
}
