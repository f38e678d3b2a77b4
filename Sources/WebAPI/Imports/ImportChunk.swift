internal import Complaints
internal import Importing
internal import Platform
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
    var steps: [ImportStep] = []
    /// Bytes of the file read so far.
    var bytesDone: Int64 = 0

    /// What a turn of the writer made of a chunk.
    struct Result: Sendable {
        let record: ImportRecord
        let took: Duration
    }

    /// Applies the rows and writes counts, errors and progress beside them, all in one savepoint: a
    /// crash keeps either the whole chunk or nothing of it.
    func apply(
        to before: ImportRecord, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> Result {
        let start = MonotonicInstant.now()
        var record = before
        var errors: [ImportRowError] = []
        for step in steps {
            record.counts.read += 1
            switch step {
            case .skip: record.counts.unchanged += 1
            case .reject(let reasons):
                record.counts.rejected += 1
                errors += reasons
            case .apply(let row):
                let outcome = try transaction.importRow(row, of: before)
                Self.count(outcome, row, &record.counts, &errors)
            }
        }
        record.rowsDone += Int64(steps.count)
        record.bytesDone = max(record.bytesDone, bytesDone)
        if !errors.isEmpty { try transaction.addImportErrors(errors, to: record.id) }
        try transaction.updateImport(record)
        return Result(record: record, took: MonotonicInstant.now() - start)
    }

    private static func count(
        _ outcome: ImportOutcome, _ row: ImportedRow, _ counts: inout ImportRecord.Counts,
        _ errors: inout [ImportRowError]
    ) {
        switch outcome {
        case .created: counts.created += 1
        case .updated(let conflicts):
            counts.updated += 1
            counts.conflicts += Int64(conflicts)
        case .unchanged(let conflicts):
            counts.unchanged += 1
            counts.conflicts += Int64(conflicts)
        case .rejected(let reason):
            counts.rejected += 1
            let known = RejectionReason(rawValue: reason)
            errors.append(
                ImportRowError(
                    row: row.row, column: "", value: row.sourceID ?? "", reason: reason,
                    detail: known?.sentence ?? reason))
        }
    }
}

extension ImportRowError {
    init(_ rejection: RowRejection) {
        self.init(
            row: rejection.row, column: rejection.column, value: rejection.value,
            reason: rejection.reason.rawValue, detail: rejection.detail)
    }

    /// A row that the store refused: the one value it names, in terms of the file's columns.
    init(_ refusal: Refusal, row: ImportedRow, columns: [FieldName: String]) {
        var column = ""
        var value = row.sourceID ?? ""
        let reason: RejectionReason
        switch refusal {
        case .invalid(let problems):
            let problem = problems.first
            let field = FieldName(String(problem?.pointer.dropFirst() ?? ""))
            column = columns[field] ?? ""
            if let text = row.values[field]?.text { value = text }
            reason = RejectionReason(problem?.code)
        case .locked: reason = .locked
        case .notFound: reason = .unknownReference
        default: reason = .invalidText
        }
        self.init(
            row: row.row, column: column, value: value, reason: reason.rawValue,
            detail: reason.sentence)
    }
}

extension RejectionReason {
    /// What the store's complaint about a value is among the reasons of imports.
    fileprivate init(_ code: FieldProblem.Code?) {
        switch code {
        case .notAChoice, .invalidCountry: self = .notAChoice
        case .tooLong: self = .tooLong
        case .invalidDate: self = .invalidDate
        case .dateOutOfRange: self = .dateOutOfRange
        case .outOfRange, .wrongType: self = .invalidNumber
        case .required: self = .missingRequired
        case .unknownReference: self = .unknownReference
        default: self = .invalidText
        }
    }
}
