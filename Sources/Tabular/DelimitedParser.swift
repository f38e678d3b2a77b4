/// Cuts UTF-8 text into rows of cells (RFC 4180), whatever the pieces it comes in.
///
/// ```
/// cellStart → quoted → quoteInQuoted → quote: quoted | delimiter, line end: cellStart | plain
///     └──────→ plain → delimiter, line end: cellStart
/// carriageReturn: a CR outside quotes whose next byte decides
/// ```
/// A quote that is not closed before the end of the text, or within the bound of a cell, is taken
/// as text: the row in which it stands ends at the next line end, is reported, and reading goes on
/// there.
struct DelimitedParser {
    private enum State { case cellStart, plain, quoted, quoteInQuoted, carriageReturn }

    private let delimiter: UInt8
    private let quote: UInt8?
    private let endsAtCarriageReturn: Bool
    private let limits: TableLimits

    private var state = State.cellStart
    private var cell: [UInt8] = []
    private var cells: [Cell] = []
    private var rowBytes = 0
    private var problem: RowProblem?
    private var wasQuoted = false
    private var number: Int64 = 0

    /// Whole rows that nobody has taken yet.
    var rows: [RawRow] = []

    init(_ dialect: TableDialect, limits: TableLimits) {
        delimiter = dialect.delimiter
        quote = dialect.quote
        endsAtCarriageReturn = dialect.lineEnd == .carriageReturn
        self.limits = limits
    }

    /// Takes the next piece of text.
    mutating func feed(_ piece: [UInt8]) {
        var piece = piece
        while let again = parse(piece.span) { piece = again }
    }

    /// Takes the end of the text: the last row needs no line end.
    mutating func finish() {
        while state == .quoted { feed(reopened()) }
        if state != .cellStart || !cells.isEmpty { endRow() }
    }

    /// Parses the piece. When a quote turns out not to be closed, gives back the text from there
    /// on, to be parsed again.
    private mutating func parse(_ bytes: Span<UInt8>) -> [UInt8]? {
        var position = 0
        while position < bytes.count {
            switch state {
            case .cellStart:
                if let quote, bytes[position] == quote {
                    state = .quoted
                    wasQuoted = true
                    position += 1
                } else {
                    state = .plain
                }
            case .plain: parsePlain(bytes, &position)
            case .quoted:
                parseQuoted(bytes, &position)
                if cell.count > limits.cellBytesMax {
                    let again = reopened()
                    return again + copied(bytes.extracting(position...))
                }
            case .quoteInQuoted: parseBehindQuote(bytes, &position)
            case .carriageReturn:
                if bytes[position] == 0x0A {
                    position += 1
                    endRow()
                } else if endsAtCarriageReturn {
                    endRow()
                } else {
                    cell.append(0x0D)
                    state = .plain
                }
            }
        }
        return nil
    }

    private mutating func parsePlain(_ bytes: Span<UInt8>, _ position: inout Int) {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == delimiter || byte <= 0x0D && (byte == 0x0A || byte == 0x0D || byte == 0) {
                append(bytes.extracting(start..<position))
                position += 1
                if byte == 0x0A {
                    endRow()
                } else if byte == delimiter {
                    endCell()
                } else if byte == 0x0D {
                    state = .carriageReturn
                } else {
                    note(.nulByte(column: cells.count + 1))
                }
                return
            }
            position += 1
        }
        append(bytes.extracting(start..<position))
    }

    private mutating func parseQuoted(_ bytes: Span<UInt8>, _ position: inout Int) {
        let start = position
        // A bit more than the bound is enough to see that it is passed.
        let end = min(bytes.count, start + limits.cellBytesMax - cell.count + 1)
        while position < end {
            let byte = bytes[position]
            if byte == quote || byte == 0 {
                appendQuoted(bytes.extracting(start..<position))
                position += 1
                if byte == 0 {
                    note(.nulByte(column: cells.count + 1))
                } else {
                    state = .quoteInQuoted
                }
                return
            }
            position += 1
        }
        appendQuoted(bytes.extracting(start..<position))
    }

    private mutating func parseBehindQuote(_ bytes: Span<UInt8>, _ position: inout Int) {
        let byte = bytes[position]
        if byte == quote {
            cell.append(byte)
            state = .quoted
        } else if byte == delimiter {
            endCell()
        } else if byte == 0x0A {
            endRow()
        } else if byte == 0x0D {
            state = .carriageReturn
        } else {
            note(.textAfterQuote(column: cells.count + 1))
            state = .plain
            return
        }
        position += 1
    }

    /// Takes the quote that was opened last as text, and gives back what came behind it.
    private mutating func reopened() -> [UInt8] {
        var again: [UInt8] = []
        for byte in cell {
            again.append(byte)
            if byte == quote { again.append(byte) }
        }
        note(.unterminatedQuote(column: cells.count + 1))
        cell = quote.map { [$0] } ?? []
        state = .plain
        return again
    }
}

// MARK: - Cells and rows

extension DelimitedParser {
    private mutating func note(_ found: RowProblem) {
        if problem == nil { problem = found }
    }

    private mutating func appendQuoted(_ run: Span<UInt8>) {
        // The pointer stays inside this call.
        unsafe run.withUnsafeBufferPointer { unsafe cell.append(contentsOf: $0) }
    }

    /// Appends to a cell without quotes, which is cut at its bound.
    private mutating func append(_ run: Span<UInt8>) {
        let room = limits.cellBytesMax - cell.count
        if run.count > room {
            note(.cellTooLong(column: cells.count + 1, bytesMax: limits.cellBytesMax))
        }
        appendQuoted(run.extracting(first: max(0, room)))
    }

    private mutating func endCell() {
        state = .cellStart
        rowBytes += cell.count
        if cells.count == limits.columnsMax {
            note(.tooManyColumns(max: limits.columnsMax))
        } else if rowBytes > limits.rowBytesMax {
            note(.rowTooLong(bytesMax: limits.rowBytesMax))
        } else if cell.isEmpty {
            cells.append(.empty)
        } else {
            let decoded = decodedText(cell.span)
            if !decoded.isValid { note(.undecodable(column: cells.count + 1)) }
            cells.append(.text(decoded.text))
        }
        cell.removeAll(keepingCapacity: true)
    }

    private mutating func endRow() {
        endCell()
        number += 1
        let isBlank = !wasQuoted && cells.count == 1 && cells[0] == .empty && problem == nil
        if !isBlank { rows.append(RawRow(number: number, cells: cells, problem: problem)) }
        cells.removeAll(keepingCapacity: true)
        rowBytes = 0
        problem = nil
        wasQuoted = false
    }
}

/// The rows of a delimited text.
final class DelimitedReader: RawRowReader {
    private let source: SourceStream
    private let total: Int64
    private let text: any ByteStream
    private var parser: DelimitedParser
    private var taken = 0
    private var isAtEnd = false

    init(_ opened: OpenedText, dialect: TableDialect, limits: TableLimits) {
        source = opened.source
        total = opened.total
        text = opened.text
        parser = DelimitedParser(dialect, limits: limits)
    }

    var progress: (read: Int64, total: Int64) { (source.position, total) }

    func next() throws(TableError) -> RawRow? {
        while taken == parser.rows.count {
            parser.rows.removeAll(keepingCapacity: true)
            taken = 0
            if isAtEnd { return nil }
            if let piece = try text.next() {
                parser.feed(piece)
            } else {
                isAtEnd = true
                parser.finish()
            }
        }
        defer { taken += 1 }
        return parser.rows[taken]
    }
}
