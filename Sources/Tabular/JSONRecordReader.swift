internal import JSON

/// The records of a JSON file as named cells.
final class JSONRecordReader {
    /// One record.
    struct Record {
        let number: Int64
        let cells: [NamedCell]
        let problem: RowProblem?
        let bytes: Int
    }

    private let opened: OpenedText
    private var elements: JSONElementReader
    private let countsLines: Bool
    private let limits: TableLimits
    private var isAtEnd = false

    init(_ opened: OpenedText, format: TableFormat, limits: TableLimits) {
        self.opened = opened
        self.limits = limits
        countsLines = format == .ndjson || format == .mongoLines
        let shape: JSONElementReader.Shape =
            switch format {
            case .jsonArray, .mongoArray: .array
            case .openFDA: .member("results")
            case .jsonSequence: .sequence
            default: .lines
            }
        elements = JSONElementReader(shape, elementBytesMax: limits.rowBytesMax)
    }

    var progress: (read: Int64, total: Int64) { (opened.source.position, opened.total) }

    /// The next record; nil at the end.
    func next() throws(TableError) -> Record? {
        while true {
            if let element = try nextElement() { return record(element) }
            if isAtEnd { return nil }
            if let piece = try opened.text.next() {
                elements.feed(piece)
            } else {
                isAtEnd = true
                elements.finish()
            }
        }
    }

    private func nextElement() throws(TableError) -> JSONElementReader.Element? {
        do throws(JSONError) {
            return try elements.next()
        } catch {
            throw .json(error)
        }
    }

    private func record(_ element: JSONElementReader.Element) -> Record {
        let number = countsLines ? element.line : element.ordinal
        var cells: [NamedCell] = []
        var problem: RowProblem?
        do throws(JSONError) {
            let bounds = JSONLimits(bytesMax: limits.rowBytesMax, nodesMax: 100_000)
            let value = try JSONValue.parse(element.bytes, limits: bounds)
            if let object = value.objectValue {
                cells = JSONFlattener.flatten(object)
            } else {
                problem = .notAnObject
                let text = value.stringValue ?? decodedText(element.bytes.span).text
                cells = [NamedCell(name: "value", cell: .init(text: text))]
            }
        } catch {
            problem = .notJSON(error.description)
            let text = decodedText(element.bytes.span.extracting(first: 1 << 10)).text
            cells = [NamedCell(name: "value", cell: .init(text: text))]
        }
        return Record(number: number, cells: cells, problem: problem, bytes: element.bytes.count)
    }
}
