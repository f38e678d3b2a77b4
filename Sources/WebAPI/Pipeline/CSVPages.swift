internal import HTTP
internal import Platform
internal import Storage
internal import Tabular

/// A list of numbered rows that can be had as CSV.
protocol CSVList: Sendable {
    associatedtype Row

    var columns: [String] { get }

    /// The next rows behind the one of that number, in their order; fewer than `limit` at the end only.
    func page(
        after row: Int64, limit: Int, of reader: borrowing Reader
    ) throws(StorageFailure) -> [Row]

    /// The number the next page begins behind.
    func number(of row: Row) -> Int64

    func cells(of row: Row) -> [Cell]
}

/// A list as CSV, read page by page as the client takes it.
final class CSVPages<List: CSVList>: BodyProducer {
    private enum Position: Sendable {
        case beginning
        case after(Int64)
        case end
    }

    /// Rows of one reading.
    private static var pageRows: Int { 500 }

    private let store: Store
    private let list: List
    private let writer = CSVWriter()
    private let position = Lock(Position.beginning)

    init(_ list: List, in store: Store) {
        self.store = store
        self.list = list
    }

    func next() throws -> [UInt8]? {
        switch position.withLock({ $0 }) {
        case .beginning: return try page(after: 0, head: writer.begin(columns: list.columns))
        case .after(let row): return try page(after: row, head: [])
        case .end: return nil
        }
    }

    func cancel() { position.withLock { $0 = .end } }

    private func page(after row: Int64, head: [UInt8]) throws -> [UInt8] {
        let rows = try store.read { reader throws(StorageFailure) in
            try list.page(after: row, limit: Self.pageRows, of: reader)
        }
        var bytes = head
        for row in rows { writer.append(list.cells(of: row), to: &bytes) }
        let last = rows.count < Self.pageRows ? nil : rows.last
        position.withLock { position in
            position = last.map { .after(list.number(of: $0)) } ?? .end
        }
        return bytes
    }
}
