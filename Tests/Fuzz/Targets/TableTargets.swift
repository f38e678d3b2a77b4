import Compression
import Tabular

/// Limits small enough to be met.
private let limits: TableLimits = {
    var limits = TableLimits()
    limits.bytesMax = 1 << 20
    limits.rowsMax = 1_000
    limits.columnsMax = 50
    limits.cellBytesMax = 1_000
    limits.rowBytesMax = 4_000
    limits.inflatedBytesMax = 1 << 20
    limits.entriesMax = 100
    limits.sharedStringsMax = 1_000
    limits.sharedStringsMemoryMax = 1 << 20
    return limits
}()

/// A file of any kind, told by its content: the rows do not depend on how its bytes come.
func table(_ bytes: [UInt8]) throws {
    let whole = rows(MemorySource(bytes), nil)
    try hold(rows(TrickleSource(bytes: bytes, step: 7), nil) == whole, "seven bytes at a time")
}

/// The first byte chooses the dialect, the rest is delimited text: what was read well is written and
/// read as the same.
func delimited(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let formats: [TableFormat] = [.csv, .tsv, .pipe, .semicolon]
    let dialect = TableDialect(
        format: formats[Int(choice & 3)],
        encoding: TextEncoding.allCases[Int(choice >> 2) % TextEncoding.allCases.count],
        quote: choice & 0x20 == 0 ? 0x22 : nil,
        lineEnd: choice & 0x40 == 0 ? .lineFeed : .carriageReturn,
        headerRow: choice & 0x80 == 0 ? 1 : 0)
    let text = Array(bytes.dropFirst())
    guard let whole = rows(MemorySource(text), dialect) else { return }
    try hold(
        rows(TrickleSource(bytes: text, step: 1), dialect) == whole, "one byte at a time")
    guard whole.isGood else { return }
    let writer = CSVWriter(hasByteOrderMark: false)
    let written = writer.begin(columns: whole.columns) + whole.rows.flatMap { writer.row($0.cells) }
    let again = rows(MemorySource(written), TableDialect(format: .csv))
    let kept = whole.rows.map(\.texts).filter { $0.contains { !$0.isEmpty } }
    try hold(
        again?.rows.map(\.texts).filter { $0.contains { !$0.isEmpty } } == kept,
        "written and read back: \(String(decoding: written, as: UTF8.self).debugDescription)")
}

/// Extended JSON, an array or lines.
func extendedJSON(_ bytes: [UInt8]) throws {
    for format in [TableFormat.mongoArray, .mongoLines] {
        let dialect = TableDialect(format: format)
        let whole = rows(MemorySource(bytes), dialect)
        try hold(
            rows(TrickleSource(bytes: bytes, step: 5), dialect) == whole, "five bytes at a time")
    }
}

/// Bytes as a ZIP file, read as a workbook.
func zip(_ bytes: [UInt8]) throws {
    _ = rows(MemorySource([0x50, 0x4B, 0x03, 0x04] + bytes), nil)
    _ = rows(MemorySource(bytes), TableDialect(format: .xlsx))
}

/// The parts of a workbook, one after the other with a NUL between, in a ZIP file that is in order.
func workbookParts(_ bytes: [UInt8]) throws {
    let names = [
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    ]
    let given = bytes.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
    let usual: [String] = [
        "", "", "",
        "<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        """
        <Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>\
        <Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/>\
        <Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>
        """,
    ]
    let parts = names.indices.map { index in
        (name: names[index], bytes: index < given.count ? given[index] : Array(usual[index].utf8))
    }
    let file = StoredZip.file(parts)
    let whole = rows(MemorySource(file), nil)
    try hold(rows(TrickleSource(bytes: file, step: 11), nil) == whole, "eleven bytes at a time")
}

/// Packed bytes: bounded, and the same however they come.
func inflate(_ bytes: [UInt8]) throws {
    for format in [CompressedFormat.gzip, .rawDeflate] {
        let whole = inflated(format, [bytes])
        try hold(inflated(format, bytes.map { [$0] }) == whole, "\(format) by bytes")
    }
    let packed = try Gzip.compress(bytes)
    try hold(inflated(.gzip, halves(of: packed)) == bytes, "packed and unpacked")
}

private func inflated(_ format: CompressedFormat, _ pieces: [[UInt8]]) -> [UInt8]? {
    accepted {
        var inflater = try Inflater(format, outputBytesMax: 64 << 10)
        var output: [UInt8] = []
        for piece in pieces {
            inflater.feed(piece)
            while let some = try inflater.next(max: 1_000) { output += some }
        }
        try inflater.finish()
        return output
    }
}

// MARK: - Reading whole tables

/// All a reader gave before it ended or refused.
private struct Table: Equatable {
    var columns: [String]
    var rows: [TableRow] = []
    var failure: TableError?

    var isGood: Bool {
        failure == nil && !columns.isEmpty && Set(columns).count == columns.count
            && rows.allSatisfy { $0.problem == nil && $0.extras.isEmpty }
    }
}

extension TableRow {
    fileprivate var texts: [String] { cells.map(\.shown) }
}

private func rows(_ source: any ByteSource, _ dialect: TableDialect?) -> Table? {
    guard
        let reader = accepted({ try TableReader(source, dialect: dialect, limits: limits) })
    else { return nil }
    var table = Table(columns: reader.columns)
    do throws(TableError) {
        while let row = try reader.next() { table.rows.append(row) }
    } catch {
        table.failure = error
    }
    return table
}

/// Gives fewer bytes than asked for.
private struct TrickleSource: ByteSource {
    let bytes: [UInt8]
    let step: Int

    var length: Int64 { Int64(bytes.count) }

    func read(at offset: Int64, max: Int) -> [UInt8] {
        guard offset >= 0, offset < length, max > 0 else { return [] }
        return Array(bytes[Int(offset)...].prefix(min(step, max)))
    }
}
