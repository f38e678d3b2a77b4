internal import Complaints
internal import Importing
internal import Storage
internal import Tabular

/// The rows of one import's file, read and planned in order. Used by the job thread alone.
final class ImportRows {
    enum Failure: Error {
        /// The file or its mapping, in one sentence.
        case file(Words)
        case storage(StorageFailure)
    }

    private let reader: TableReader
    private let source: String
    private var planner: RowPlanner
    /// The column of each field, to name it when the store refuses a value.
    let columns: ImportedColumns
    /// Why the file could not be read to its end; nil while it can.
    private(set) var failure: Words?
    private var lastRow: Int64 = 0
    private var rowsTaken: Int64 = 0

    init(
        _ record: ImportRecord, folder: ImportFolder, limits: TableLimits,
        catalogue: @autoclosure () throws(StorageFailure) -> FieldCatalogue, today: CivilDate
    ) throws(Failure) {
        let fields: FieldCatalogue
        do { fields = try catalogue() } catch { throw .storage(error) }
        do throws(TableError) {
            reader = try TableReader(
                FileSource(path: folder.path(of: record.fileName)), limits: limits,
                scratchFolder: folder.path)
        } catch {
            throw .file(error.words)
        }
        do throws(Refusal) {
            let mapping = try ImportMapping(record.mapping, catalogue: fields)
            planner = try RowPlanner(
                names: reader.columns, mapping: mapping, catalogue: fields, today: today)
            columns = ImportedColumns(mapping, fields)
        } catch {
            let cause = error.sentence
            throw .file(
                Words(
                    "The mapping does not fit the file or the fields: \(cause.english)",
                    "La correspondance ne convient pas au fichier ou aux champs\u{A0}: "
                        + cause.french))
        }
        source = record.source
    }

    /// Passes over the rows that were done before, so that equal ids and rows are counted again; false
    /// when the file ends before.
    func skip(_ count: Int64) -> Bool {
        var left = count
        while left > 0 {
            guard let row = take() else {
                failure =
                    failure
                    ?? Words(
                        "The file has fewer rows than were imported before.",
                        "Le fichier a moins de lignes qu’il n’en a été importé auparavant.")
                return false
            }
            _ = planner.plan(row)
            left -= 1
        }
        return true
    }

    /// A chunk ends behind the row that takes its text beyond this, so that long rows do not pile up:
    /// prepared, a row takes about ten times its text, and `ChunkPace.turnsMax` chunks may wait.
    static let chunkBytesMax = 64 << 10

    /// Up to `count` rows; none at the end of the file or at its first fault.
    func next(_ count: Int) -> ImportChunk {
        var chunk = ImportChunk(rowsBefore: rowsTaken)
        chunk.steps.reserveCapacity(count)
        var bytes = 0
        while chunk.steps.count < count, bytes < Self.chunkBytesMax, let row = take() {
            for cell in row.cells { bytes += cell.shown.utf8.count }
            chunk.steps.append(step(row))
        }
        chunk.bytesDone = reader.progress.read
        return chunk
    }

    private func take() -> TableRow? {
        if failure != nil { return nil }
        do throws(TableError) {
            let row = try reader.next()
            if let row {
                lastRow = row.number
                rowsTaken += 1
            }
            return row
        } catch {
            let cause = error.words
            failure = Words(
                "After row \(lastRow): \(cause.english)",
                "Après la ligne \(lastRow)\u{A0}: \(cause.french)")
            return nil
        }
    }

    private func step(_ row: TableRow) -> ImportStep {
        switch planner.plan(row) {
        case .reject(let reasons): return .reject(reasons.map(ImportRowError.init))
        case .apply(let plan):
            if plan.isRepeated { return .skip }
            return .apply(
                ImportedRow(
                    row: plan.row, source: source, sourceID: plan.sourceID,
                    identity: plan.identity, values: plan.values, sourceRow: plan.sourceRow,
                    siteName: plan.siteName))
        }
    }
}
