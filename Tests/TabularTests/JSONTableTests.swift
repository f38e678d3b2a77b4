import Tabular
import Testing

@Suite struct JSONTableTests {
    static let formats: [(text: String, format: TableFormat, rows: [[String]])] = [
        ("[{\"a\":1,\"b\":\"x\"},{\"b\":\"y\"}]", .jsonArray, [["1", "x"], ["", "y"]]),
        (" [ ]", .jsonArray, []),
        ("{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n", .ndjson, [["1", "2"], ["3", "4"]]),
        ("{\"a\":1}", .ndjson, [["1"]]),
        ("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", .jsonSequence, [["1"], ["2"]]),
        ("{\"_id\":{\"$oid\":\"5f\"},\"n\":1}\n", .mongoLines, [["5f", "1"]]),
        ("[{\"_id\":{\"$oid\":\"5f\"}}]", .mongoArray, [["5f"]]),
        ("{\"meta\":{\"total\":2},\"results\":[{\"a\":1},{\"a\":2}]}", .openFDA, [["1"], ["2"]]),
        ("{\n \"meta\": {},\n \"results\": [\n {\"a\": 1} ]}\n", .openFDA, [["1"]]),
    ]

    @Test(arguments: formats)
    func everyShapeOfJSONIsATable(
        _ text: String, _ format: TableFormat, _ rows: [[String]]
    ) throws {
        let bytes = Array(text.utf8)
        #expect(try TableDialect.detect(MemorySource(bytes)).format == format)
        guard !rows.isEmpty else {
            #expect(throws: TableError.empty) { try readTable(MemorySource(bytes)) }
            return
        }
        let table = try readTable(MemorySource(bytes))
        #expect(table.texts == rows)
        for piece in [1, 2, 3, 7] {
            #expect(try readTable(DripSource(bytes: bytes, piece: piece)) == table)
        }
        #expect(try readTable(MemorySource(gzip(bytes))).texts == rows)
        let wide =
            [0xFF, 0xFE]
            + text.utf16.flatMap { unit -> [UInt8] in
                [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            }
        #expect(try readTable(MemorySource(wide)).texts == rows)
    }

    @Test(arguments: ["42", " -1.5 ", "\"text\"", "true", "null\n"])
    func oneValueIsNoTable(_ text: String) {
        #expect(throws: TableError.scalar) { try readTable(text) }
    }

    @Test(arguments: [
        "[{\"a\":1}", "[{\"a\":1},", "[{\"a\":1},{\"a\":", "[{\"a\":1}]x",
    ])
    func aListThatBreaksOffKeepsItsWholeRecords(_ text: String) throws {
        let reader = try TableReader(MemorySource(Array(text.utf8)))
        #expect(reader.columns == ["a"])
        #expect(try reader.next()?.cells == [.number("1")])
        #expect(throws: TableError.self) { try reader.next() }
    }

    static let values: [(json: String, cell: Cell)] = [
        ("null", .empty), ("\"\"", .empty), ("\"x\"", .text("x")),
        ("\"x\\u0000y\"", .text("xy")), ("-1.50", .number("-1.50")),
        ("true", .bool(true)), ("[]", .empty), ("[\"a\",1,null,true]", .text("a; 1; true")),
        ("[[1],2]", .text("[[1],2]")), ("[{\"b\":1},2]", .text("[{\"b\":1},2]")),
        ("{\"$oid\":\"5f43\"}", .text("5f43")),
        ("{\"$date\":\"2024-01-05T10:00:00Z\"}", .date("2024-01-05T10:00:00Z")),
        ("{\"$date\":1704448800000}", .date("2024-01-05T10:00:00Z")),
        ("{\"$date\":{\"$numberLong\":\"1704448800007\"}}", .date("2024-01-05T10:00:00.007Z")),
        ("{\"$date\":{\"$numberLong\":\"-1\"}}", .date("1969-12-31T23:59:59.999Z")),
        ("{\"$numberLong\":\"9007199254740993\"}", .number("9007199254740993")),
        ("{\"$numberInt\":\"5\"}", .number("5")), ("{\"$numberDouble\":\"1.5\"}", .number("1.5")),
        ("{\"$numberDecimal\":\"0.10\"}", .number("0.10")),
        ("{\"$numberDouble\":\"NaN\"}", .text("NaN")),
        ("{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"00\"}}", .text("AQI=")),
        ("{\"$binary\":\"AQI=\",\"$type\":\"00\"}", .text("AQI=")),
        ("[{\"$oid\":\"a\"},{\"$oid\":\"b\"}]", .text("a; b")),
        ("{\"$undefined\":true}", .empty),
    ]

    @Test(arguments: values)
    func valuesBecomeCells(_ json: String, _ cell: Cell) throws {
        let table = try readTable("[{\"a\":\(json),\"z\":1}]")
        #expect(table.columns == ["a", "z"])
        #expect(table.rows[0].cells[0] == cell)
    }

    @Test func nestedObjectsAreFlattened() throws {
        let table = try readTable(
            """
            [{"a":{"b":{"c":1}},"d":[{"e":1,"f":2},{"e":3}],"a.b.c":9,"g":{"$x":1}}]
            """)
        #expect(table.columns == ["a.b.c", "d.e", "d.f", "d[2].e", "a.b.c (2)", "g.$x"])
        #expect(table.texts == [["1", "1", "2", "3", "9", "1"]])
    }

    @Test func textsOfOpenFDAAreNamedByTheirType() throws {
        let table = try readTable(
            """
            {"results":[{"mdr_text":[{"text_type_code":"Description","text":"one"},
            {"text_type_code":"Narrative","text":"two"},
            {"text_type_code":"Description","text":"three"}]}]}
            """)
        #expect(table.columns == ["mdr_text.Description", "mdr_text.Narrative"])
        #expect(table.texts == [["one\n\nthree", "two"]])
    }

    @Test func membersSeenLateAreExtras() throws {
        let early = String(repeating: "{\"a\":1}\n", count: 1_000)
        let table = try readTable(early + "{\"late\":2,\"a\":3}\n{\"late\":null}\n")
        #expect(table.columns == ["a"])
        #expect(table.rows[1_000].extras == [NamedCell(name: "late", cell: .number("2"))])
        #expect(table.rows[1_001].extras == [])
    }

    @Test func aBrokenLineIsReportedAndHarmsNoOther() throws {
        let table = try readTable("{\"a\":1}\n\n{\"a\":\n[1]\n{\"a\":2}\n")
        #expect(table.rows.map(\.number) == [1, 3, 4, 5])
        #expect(table.rows[1].problem == .notJSON("The JSON text ends too early at byte 5."))
        #expect(table.rows[1].extras == [NamedCell(name: "value", cell: .text("{\"a\":"))])
        #expect(table.rows[2].problem == .notAnObject)
        #expect(table.rows[3].problem == nil)
        #expect(table.texts.map { $0[0] } == ["1", "", "", "2"])
    }

    @Test func aBrokenFrameEndsTheReading() throws {
        #expect(throws: TableError.json(.unexpectedEnd(offset: 9))) {
            try readTable("[{\"a\":1},", dialect: TableDialect(format: .jsonArray))
        }
        var limits = TableLimits()
        limits.rowBytesMax = 7
        #expect(try readTable("[{\"a\":1}]", limits: limits).rows.count == 1)
        #expect(throws: TableError.json(.tooManyBytes(max: 7, offset: 1))) {
            try readTable("[{\"a\":12}]", limits: limits)
        }
    }

    @Test func textThatBeginsWithABracketMayBeATable() throws {
        let table = try readTable("[id],[name]\n1,x\n2,y\n")
        #expect(table.dialect.format == .csv)
        #expect(table.columns == ["[id]", "[name]"])
    }
}
