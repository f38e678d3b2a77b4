internal import HTTP
internal import Platform
internal import Storage
internal import Tabular

/// The rejected rows and kept values of an import as CSV, read page by page as the client takes them.
final class ImportErrorFile: BodyProducer {
    private static let pageRows = 500

    private struct State {
        var lastRow: Int64 = 0
        var hasBegun = false
        var isOver = false
    }

    private let store: Store
    private let id: Int64
    private let writer = CSVWriter()
    private let state = Lock(State())

    init(store: Store, id: Int64) {
        self.store = store
        self.id = id
    }

    func next() throws -> [UInt8]? {
        let state = state.withLock { $0 }
        if state.isOver { return nil }
        let id = id
        let errors = try store.read { reader throws(StorageFailure) in
            try reader.importErrors(id, after: state.lastRow, limit: Self.pageRows)
        }
        var bytes: [UInt8] = []
        if !state.hasBegun {
            bytes = writer.begin(
                columns: ["row", "kind", "column", "value", "reason", "detail"])
        }
        for error in errors {
            writer.append(
                [
                    .number(String(error.row)), .text(error.kind), .text(error.column),
                    .text(error.value), .text(error.reason), .text(error.detail),
                ], to: &bytes)
        }
        self.state.withLock { state in
            state.hasBegun = true
            state.lastRow = errors.last?.row ?? state.lastRow
            state.isOver = errors.count < Self.pageRows
        }
        return bytes
    }

    func cancel() { state.withLock { state in state.isOver = true } }
}
