import Compression
import Foundation
import Tabular
import Testing

/// A source that gives back a few bytes at a time, so that every parser meets every edge.
struct DripSource: ByteSource {
    let bytes: [UInt8]
    let piece: Int

    var length: Int64 { Int64(bytes.count) }

    func read(at offset: Int64, max: Int) -> [UInt8] {
        Array(bytes.dropFirst(Int(offset)).prefix(min(max, piece)))
    }
}

/// A table read whole.
struct ReadTable: Equatable {
    var dialect: TableDialect
    var columns: [String]
    var rows: [TableRow]

    var texts: [[String]] { rows.map { $0.cells.map(\.shown) } }
}

func readTable(
    _ source: any ByteSource, dialect: TableDialect? = nil, limits: TableLimits = TableLimits(),
    scratchFolder: String? = nil
) throws -> ReadTable {
    let reader = try TableReader(
        source, dialect: dialect, limits: limits, scratchFolder: scratchFolder)
    var rows: [TableRow] = []
    while let row = try reader.next() { rows.append(row) }
    return ReadTable(dialect: reader.dialect, columns: reader.columns, rows: rows)
}

func readTable(
    _ text: String, dialect: TableDialect? = nil, limits: TableLimits = TableLimits()
) throws -> ReadTable {
    try readTable(MemorySource(Array(text.utf8)), dialect: dialect, limits: limits)
}

/// The folder of public data beside the repository.
let sharedFolder: URL = {
    if let path = ProcessInfo.processInfo.environment["IBTOOL_SHARED"] {
        return URL(fileURLWithPath: path)
    }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared")
}()

func sharedFiles(_ folder: String, _ ending: String) -> [String] {
    let path = sharedFolder.appendingPathComponent(folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted()
}

/// Makes workbooks of given parts, well-formed or not.
struct ZipBuilder {
    var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(
        _ name: String, _ content: [UInt8], deflated: Bool = false, flags: UInt16 = 0,
        method: UInt16? = nil, checksum: UInt32? = nil, size: Int? = nil
    ) throws {
        var packed = content
        if deflated {
            var deflater = try Deflater(.rawDeflate, level: 9)
            packed = try deflater.feed(content)
            packed += try deflater.finish()
        }
        let common =
            little(20, 2) + little(Int(flags), 2) + little(Int(method ?? (deflated ? 8 : 0)), 2)
            + little(0, 4) + little(Int(checksum ?? CRC32(of: content).value), 4)
            + little(packed.count, 4) + little(size ?? content.count, 4)
            + little(name.utf8.count, 2) + little(0, 2)
        directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 6) + little(0, 4)
        directory += little(bytes.count, 4) + Array(name.utf8)
        bytes += little(0x0403_4B50, 4) + common + Array(name.utf8) + packed
        count += 1
    }

    func finished(comment: String = "") -> [UInt8] {
        bytes + directory + little(0x0605_4B50, 4) + little(0, 4) + little(count, 2)
            + little(count, 2) + little(directory.count, 4) + little(bytes.count, 4)
            + little(comment.utf8.count, 2) + Array(comment.utf8)
    }

    /// The same with a ZIP64 directory, as writers make it that do not know the sizes beforehand.
    func finishedLarge() -> [UInt8] {
        let start = bytes.count + directory.count
        let record =
            little(0x0606_4B50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
            + little(count, 8) + little(count, 8) + little(directory.count, 8)
            + little(bytes.count, 8)
        let locator = little(0x0706_4B50, 4) + little(0, 4) + little(start, 8) + little(1, 4)
        return bytes + directory + record + locator + little(0x0605_4B50, 4) + little(0, 4)
            + little(0xFFFF, 2) + little(0xFFFF, 2) + little(0xFFFF_FFFF, 4)
            + little(0xFFFF_FFFF, 4) + little(0, 2)
    }

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

/// A workbook of sheets given as the XML between `<sheetData>` and its end.
func workbook(
    _ sheets: [(name: String, rows: String)], strings: String? = nil, formats: String = "",
    cellFormats: String = "<xf numFmtId=\"0\"/>", is1904: Bool = false, deflated: Bool = false,
    hidden: Set<String> = [], change: (inout ZipBuilder) throws -> Void = { _ in }
) throws -> [UInt8] {
    var zip = ZipBuilder()
    func add(_ name: String, _ text: String) throws {
        try zip.add(name, Array(text.utf8), deflated: deflated)
    }
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var relations = "<Relationship Id=\"st\" Type=\"\(kind)/styles\" Target=\"styles.xml\"/>"
    var list = ""
    for (index, sheet) in sheets.enumerated() {
        relations += """
            <Relationship Id="r\(index)" Type="\(kind)/worksheet" \
            Target="/xl/worksheets/s\(index).xml"/>
            """
        list += """
            <sheet name="\(sheet.name)" sheetId="\(index + 1)" r:id="r\(index)" \
            state="\(hidden.contains(sheet.name) ? "hidden" : "visible")"/>
            """
        try add(
            "xl/worksheets/s\(index).xml",
            """
            <?xml version="1.0"?><!-- a > comment -->\
            <worksheet><sheetData>\(sheet.rows)</sheetData></worksheet>
            """)
    }
    if let strings {
        relations += """
            <Relationship Id="ss" Type="\(kind)/sharedStrings" Target="sharedStrings.xml"/>
            """
        try add("xl/sharedStrings.xml", "<sst>\(strings)</sst>")
    }
    try add(
        "_rels/.rels",
        """
        <Relationships><Relationship Id="a" Type="\(kind)/officeDocument" \
        Target="xl/workbook.xml"/></Relationships>
        """)
    try add(
        "xl/workbook.xml",
        "<workbook><workbookPr date1904=\"\(is1904 ? 1 : 0)\"/><sheets>\(list)</sheets></workbook>")
    try add("xl/_rels/workbook.xml.rels", "<Relationships>\(relations)</Relationships>")
    try add(
        "xl/styles.xml",
        """
        <styleSheet><numFmts>\(formats)</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
        <cellXfs>\(cellFormats)</cellXfs></styleSheet>
        """)
    try change(&zip)
    return zip.finished()
}
