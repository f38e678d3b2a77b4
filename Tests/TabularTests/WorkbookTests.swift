import Tabular
import Testing

@Suite struct WorkbookTests {
    static let header = """
        <row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c>\
        <c r="B1" t="inlineStr"><is><t>value</t></is></c></row>
        """

    /// Reads the second column of the second row.
    private func value(
        _ cell: String, strings: String? = nil, formats: String = "",
        cellFormats: String = "<xf numFmtId=\"0\"/>", is1904: Bool = false
    ) throws -> Cell {
        let rows =
            Self.header + """
                <row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c>\(cell)</row>
                """
        let bytes = try workbook(
            [("Sheet", rows)], strings: strings, formats: formats, cellFormats: cellFormats,
            is1904: is1904)
        let table = try readTable(MemorySource(bytes))
        #expect(table.columns == ["name", "value"])
        for piece in [1, 7] {
            #expect(try readTable(DripSource(bytes: bytes, piece: piece)) == table)
        }
        return table.rows[0].cells[1]
    }

    static let cells: [(cell: String, value: Cell)] = [
        ("<c r=\"B2\"><v>12</v></c>", .number("12")),
        ("<c r=\"B2\" t=\"n\"><v>4.0999999999999996</v></c>", .number("4.1")),
        ("<c r=\"B2\"><v>1.5E+10</v></c>", .number("15000000000")),
        ("<c r=\"B2\"><v>12345678901234567890</v></c>", .number("12345678901234567890")),
        ("<c r=\"B2\" t=\"b\"><v>1</v></c>", .bool(true)),
        ("<c r=\"B2\" t=\"b\"><v>0</v></c>", .bool(false)),
        ("<c r=\"B2\" t=\"e\"><v>#N/A</v></c>", .text("#N/A")),
        ("<c r=\"B2\" t=\"str\"><f>A1&amp;\"x\"</f><v>namex</v></c>", .text("namex")),
        ("<c r=\"B2\" t=\"d\"><v>2024-01-05</v></c>", .date("2024-01-05")),
        (
            "<c r=\"B2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a &lt;b&gt; </t></is></c>",
            .text(" a <b> ")
        ),
        (
            """
            <c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>rich</t></r><r><t> text</t></r>\
            <rPh><t>no</t></rPh></is></c>
            """,
            .text("rich text")
        ),
        (
            "<c r=\"B2\" t=\"inlineStr\"><is><t>a_x000D_\r\nb_x005F_x000D_ &#233;&#x1F600;</t></is>"
                + "</c>",
            .text("a\r\nb_x000D_ é😀")
        ),
        ("<c r=\"B2\" t=\"inlineStr\"><is><t><![CDATA[<a> & ]]>b</t></is></c>", .text("<a> & b")),
        ("<c r=\"B2\" t=\"s\"><v>1</v></c>", .text("second")),
        ("<c t=\"s\"><v>2</v></c>", .text("rich two")),
        ("<x:c r='B2' t='s'><x:v>0</x:v></x:c>", .text("first")),
        ("<c r=\"B2\" s=\"0\"/>", .empty),
        ("<c r=\"B2\" t=\"inlineStr\"><is><t/></is></c>", .empty),
    ]

    @Test(arguments: cells)
    func cellsOfEveryTypeAreRead(_ cell: String, _ expected: Cell) throws {
        let strings = """
            <si><t>first</t></si><si><t>second</t></si>\
            <si><r><t>rich</t></r><r><t xml:space="preserve"> two</t></r><rPh><t>no</t></rPh></si>
            """
        #expect(try value(cell, strings: strings) == expected)
    }

    static let dates: [(format: String, serial: String, is1904: Bool, value: Cell)] = [
        ("14", "43635", false, .date("2019-06-19")),
        ("14", "1", false, .date("1900-01-01")),
        ("14", "59", false, .date("1900-02-28")),
        ("14", "60", false, .date("1900-02-29")),
        ("14", "61", false, .date("1900-03-01")),
        ("14", "2958465", false, .date("9999-12-31")),
        ("14", "2958466", false, .number("2958466")),
        ("14", "0", false, .number("0")),
        ("14", "-1", false, .number("-1")),
        ("14", "42173", true, .date("2019-06-19")),
        ("14", "0", true, .date("1904-01-01")),
        ("22", "43635.5", false, .date("2019-06-19T12:00:00")),
        ("22", "43635.999999", false, .date("2019-06-20")),
        ("21", "0.25", false, .text("06:00:00")),
        ("0", "43635", false, .number("43635")),
        ("9", "0.5", false, .number("0.5")),
        ("46", "1.5", false, .number("1.5")),
        ("164", "43635", false, .date("2019-06-19")),
        ("165", "43635", false, .number("43635")),
        ("166", "43635", false, .date("2019-06-19")),
        ("167", "43635", false, .number("43635")),
    ]

    @Test(arguments: dates)
    func numbersWithADateFormatAreDates(
        _ format: String, _ serial: String, _ is1904: Bool, _ expected: Cell
    ) throws {
        let formats = """
            <numFmt numFmtId="164" formatCode="[$-40C]d\\ mmmm\\ yyyy;@"/>\
            <numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/>\
            <numFmt numFmtId="166" formatCode="yyyy-mm-dd h:mm:ss"/>\
            <numFmt numFmtId="167" formatCode="[h]:mm"/>
            """
        let cell = "<c r=\"B2\" s=\"1\"><v>\(serial)</v></c>"
        let found = try value(
            cell, formats: formats,
            cellFormats: "<xf numFmtId=\"0\"/><xf numFmtId=\"\(format)\"/>", is1904: is1904)
        #expect(found == expected)
    }

    @Test func rowsAndCellsMayBeMissing() throws {
        let rows =
            Self.header + """
                <row r="4"><c r="B4"><v>1</v></c></row><row/><row r="7"><c r="D7"><v>2</v></c></row>
                """
        let table = try readTable(MemorySource(try workbook([("Sheet", rows)])))
        #expect(table.rows.map(\.number) == [4, 7])
        #expect(table.rows[0].cells == [.empty, .number("1")])
        #expect(table.rows[1].extras == [NamedCell(name: "column 4", cell: .number("2"))])
        #expect(table.rows[1].problem == .cellCount(expected: 2, found: 4))
    }

    @Test func theSheetWithTheMostRecordsIsReadAndAnotherByName() throws {
        let data =
            Self.header
            + (2...6).map { row in
                "<row r=\"\(row)\"><c r=\"A\(row)\"><v>\(row)</v></c><c><v>1</v></c></row>"
            }.joined()
        let notes = (1...30).map { "<row r=\"\($0)\"><c r=\"A\($0)\"><v>1</v></c></row>" }.joined()
        let bytes = try workbook(
            [
                ("Summary", Self.header), ("Notes", notes), ("All Reports", data),
                ("Old", data + data),
            ],
            deflated: true, hidden: ["Old"])
        let table = try readTable(MemorySource(bytes))
        #expect(table.dialect.sheet == "All Reports")
        #expect(table.rows.count == 5)
        let dialect = try TableDialect.detect(MemorySource(bytes), sheet: "Notes")
        #expect(try readTable(MemorySource(bytes), dialect: dialect).rows.count == 30)
        #expect(try TableReader(MemorySource(bytes)).sheets.count == 4)
        #expect(throws: TableError.workbook(.noSheet(named: "None"))) {
            try TableDialect.detect(MemorySource(bytes), sheet: "None")
        }
    }

    @Test func titlesAboveTheHeaderAreSkippedAndHeaderlessSheetsGetNumbers() throws {
        let title = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Report of 2024</v></c></row>"
        let header = Self.header.replacing("1\"", with: "3\"")
        let data = (4...8).map { row in
            "<row r=\"\(row)\"><c r=\"A\(row)\"><v>\(row)</v></c><c><v>1</v></c></row>"
        }.joined()
        let titled = try readTable(MemorySource(try workbook([("S", title + header + data)])))
        #expect(titled.dialect.headerRow == 3)
        #expect(titled.columns == ["name", "value"])
        #expect(titled.rows.count == 5)
        let bare = try readTable(MemorySource(try workbook([("S", data)])))
        #expect(bare.dialect.headerRow == 0)
        #expect(bare.columns == ["column 1", "column 2"])
        #expect(bare.rows.count == 5)
    }

    @Test func aCellAtExcelsLimitIsReadWhole() throws {
        let long = String(repeating: "é", count: 32_767)
        #expect(try value("<c r=\"B2\" t=\"str\"><v>\(long)</v></c>") == .text(long))
    }

    @Test func stringsBeyondTheBoundGoToATemporaryFile() throws {
        let strings = (0..<2_000).map { "<si><t>string \($0) é</t></si>" }.joined()
        let rows =
            Self.header
            + (2...2_000).map { row in
                """
                <row r="\(row)"><c r="A\(row)" t="s"><v>\(row * 7 % 2_000)</v></c>\
                <c r="B\(row)" t="s"><v>\(row - 1)</v></c></row>
                """
            }.joined()
        let bytes = try workbook([("S", rows)], strings: strings, deflated: true)
        let plain = try readTable(MemorySource(bytes))
        #expect(plain.texts[0] == ["string 14 é", "string 1 é"])
        var limits = TableLimits()
        limits.sharedStringsMemoryMax = 1_000
        #expect(throws: TableError.self) { try readTable(MemorySource(bytes), limits: limits) }
        let spilled = try readTable(MemorySource(bytes), limits: limits, scratchFolder: "/tmp")
        #expect(spilled == plain)
    }
}
