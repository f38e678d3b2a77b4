internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Tabular

/// What became of the rows of bulk work as CSV, read page by page as the client takes them.
final class BulkRowFile: BodyProducer {
    private static let pageRows = 500

    private struct State {
        var lastRow: Int64 = 0
        var hasBegun = false
        var isOver = false
    }

    private let store: Store
    private let id: Int64
    private let outcomes: Set<BulkRow.Outcome>
    private let visibility: Visibility
    private let language: Language
    private let writer = CSVWriter()
    private let state = Lock(State())

    init(
        _ store: Store, id: Int64, _ outcomes: Set<BulkRow.Outcome>, for visibility: Visibility,
        in language: Language
    ) {
        self.store = store
        self.id = id
        self.outcomes = outcomes
        self.visibility = visibility
        self.language = language
    }

    func next() throws -> [UInt8]? {
        let state = state.withLock { $0 }
        if state.isOver { return nil }
        let rows = try store.read { reader throws(StorageFailure) in
            try reader.bulkRows(
                id, after: state.lastRow, outcomes: outcomes, limit: Self.pageRows,
                for: visibility)
        }
        var bytes: [UInt8] = []
        if !state.hasBegun {
            bytes = writer.begin(
                columns: ["row", "id", "number", "outcome", "reason", "pointer", "detail"])
        }
        for row in rows {
            let fault = BulkFault(reason: row.reason, pointer: row.pointer)
            writer.append(
                [
                    .number(String(row.row)),
                    row.complaint.map { .number(String($0)) } ?? .text(""),
                    .text(row.number ?? ""),
                    .text(row.outcome.rawValue), .text(row.reason), .text(row.pointer),
                    .text(row.reason.isEmpty ? "" : fault.sentence[language]),
                ], to: &bytes)
        }
        self.state.withLock { state in
            state.hasBegun = true
            state.lastRow = rows.last?.row ?? state.lastRow
            state.isOver = rows.count < Self.pageRows
        }
        return bytes
    }

    func cancel() { state.withLock { state in state.isOver = true } }
}
