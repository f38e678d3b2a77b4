import Tabular
import Testing

@Suite struct WriterTests {
    static let rows: [[Cell]] = [
        [.text("a"), .number("1.5"), .date("2024-01-05"), .bool(true)],
        [
            .text("é, \"q\"\r\nline <&> _x000D_ \u{1}\t😀"), .empty, .date("2024-01-05T10:00:30"),
            .bool(false),
        ],
        [.text(" padded "), .number("-5"), .text("\u{FFFF}"), .empty],
        [.text("00012"), .number("12345678901234567890"), .date("1899-01-01"), .text("x")],
    ]
    static let columns = ["name", "number", "when", "flag & more"]

    @Test func aWrittenWorkbookReadsBackTheSame() throws {
        let bytes = try write(Self.rows)
        let table = try readTable(MemorySource(bytes))
        #expect(table.dialect.sheet == "A-B")
        #expect(table.dialect.headerRow == 1)
        #expect(table.columns == Self.columns)
        #expect(table.rows[0].cells == Self.rows[0])
        #expect(table.rows[1].cells == Self.rows[1])
        #expect(
            table.rows[2].cells == [.text(" padded "), .number("-5"), .text("\u{FFFD}"), .empty])
        // What a workbook cannot hold as a number or date is text.
        #expect(
            table.rows[3].cells
                == [.text("00012"), .text("12345678901234567890"), .text("1899-01-01"), .text("x")])
        #expect(try write(Self.rows) == bytes)
    }

    @Test func manyRowsComeOutInPieces() throws {
        var writer = XLSXWriter(sheetName: "Data", columns: ["n", "text"])
        var bytes = try writer.begin()
        var pieces = 0
        for number in 1...3_000 {
            let piece = try writer.row([.number("\(number)"), .text("row \(number * 7_919)")])
            if !piece.isEmpty { pieces += 1 }
            bytes += piece
        }
        bytes += try writer.finish()
        #expect(pieces > 0)
        let table = try readTable(MemorySource(bytes))
        #expect(table.rows.count == 3_000)
        #expect(table.texts[2_999] == ["3000", "row 23757000"])
    }

    @Test func textTooLongForACellIsCutAndCounted() throws {
        var writer = XLSXWriter(sheetName: "", columns: ["a", "b"])
        var bytes = try writer.begin()
        let whole = String(repeating: "x", count: 32_767)
        bytes += try writer.row([.text(whole), .text(String(repeating: "😀", count: 20_000))])
        bytes += try writer.finish()
        let cut = writer.cutCells
        #expect(cut == 1)
        let row = try readTable(MemorySource(bytes)).rows[0]
        #expect(row.cells[0] == .text(whole))
        #expect(row.cells[1].shown.utf16.count <= 32_767)
        #expect(row.cells[1].shown.hasSuffix("😀 […]"))
    }

    @Test func aSheetHasNoMoreColumnsThanExcelKnows() throws {
        var writer = XLSXWriter(sheetName: "S", columns: ["a"])
        _ = try writer.begin()
        _ = try writer.row([Cell](repeating: .empty, count: 16_384))
        var error: XLSXWriterError?
        do throws(XLSXWriterError) {
            _ = try writer.row([Cell](repeating: .empty, count: 16_385))
        } catch let thrown { error = thrown }
        #expect(error == .tooManyColumns(max: 16_384))
    }

    @Test func writtenTextReadsBackTheSame() throws {
        let writer = CSVWriter()
        var bytes = writer.begin(columns: Self.columns)
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        for row in Self.rows { bytes += writer.row(row) }
        let table = try readTable(MemorySource(bytes))
        #expect(table.columns == Self.columns)
        #expect(table.texts == Self.rows.map { row in row.map(\.shown) })
        #expect(table.rows.allSatisfy { $0.problem == nil })
    }

    @Test(arguments: [
        ([Cell.text("a"), .text("b c")], "a,b c\r\n"),
        ([.text("a,b"), .text("q\"")], "\"a,b\",\"q\"\"\"\r\n"),
        ([.empty], "\"\"\r\n"), ([.empty, .empty], ",\r\n"), ([.text(" a")], "\" a\"\r\n"),
        ([.text("a\nb")], "\"a\nb\"\r\n"), ([.number("-5"), .bool(true)], "-5,true\r\n"),
    ])
    func rowsAreQuotedWhereNeeded(_ cells: [Cell], _ line: String) {
        #expect(String(decoding: CSVWriter().row(cells), as: UTF8.self) == line)
    }

    static let payloads = [
        "=1+1", "+SUM(A1)", "-2+3", "@cmd", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "\n=1", " =1",
        "\u{A0}=1", "＝1+1", "＋1", "－1", "＠x", "+33 1 23", "-", "+", "--5", "-5-3", "-1.2.3",
        "\u{FEFF}=1",
        "\u{200B}=1", "+33-12", "'=1+1", "''=1", "'-2+3",
    ]

    @Test(arguments: payloads)
    func formulasAreGuarded(_ text: String) {
        #expect(FormulaGuard.guarded(text) == "'" + text)
        #expect(FormulaGuard.unguarded("'" + text) == text)
        let line = String(decoding: CSVWriter().row([.text(text), .empty]), as: UTF8.self)
        #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
        let raw = CSVWriter(guardsFormulas: false).row([.text(text), .empty])
        #expect(!String(decoding: raw, as: UTF8.self).contains("'" + text))
    }

    @Test(arguments: [
        "", "a", "-5", "+33", "-1,5", "+1.5e-3", "5-3", "a=b", "'quoted", "'tis", "é",
        "'\u{301}=1", "''\u{301}=1",
    ])
    func ordinaryTextAndNumbersPass(_ text: String) {
        #expect(FormulaGuard.guarded(text) == text)
        #expect(FormulaGuard.unguarded(text) == text)
    }

    @Test(arguments: payloads + ["'tis", "-5", "plain", "'"])
    func anExportReadAgainIsWhatWasWritten(_ text: String) throws {
        let writer = CSVWriter()
        var bytes = writer.begin(columns: ["id", "=name"])
        writer.append([.number("1"), .text(text)], to: &bytes)
        let table = try readTable(MemorySource(bytes))
        #expect(table.texts == [["1", text]])
        #expect(table.columns.last == "=name")
    }

    private func write(_ rows: [[Cell]]) throws -> [UInt8] {
        var writer = XLSXWriter(sheetName: "A/B", columns: Self.columns)
        var bytes = try writer.begin()
        for row in rows { bytes += try writer.row(row) }
        return bytes + (try writer.finish())
    }
}
