import Tabular
import Testing

@Suite struct WorkbookFaultTests {
    static let rows = WorkbookTests.header + "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>"

    static let sheets: [(String, WorkbookFault)] = [
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", .documentType(entry: "xl/worksheets/s9.xml")),
        ("<a>&b;</a>", .malformed(entry: "xl/worksheets/s9.xml")),
        ("<a><b></a></b>", .malformed(entry: "xl/worksheets/s9.xml")),
        ("<a><b>", .malformed(entry: "xl/worksheets/s9.xml")),
        ("<a", .malformed(entry: "xl/worksheets/s9.xml")),
        ("<a x=1/>", .malformed(entry: "xl/worksheets/s9.xml")),
        ("", .malformed(entry: "xl/worksheets/s9.xml")),
        ("<a><row x=\"<\"/></a>", .malformed(entry: "xl/worksheets/s9.xml")),
        ("<a/><a/>", .malformed(entry: "xl/worksheets/s9.xml")),
        (String(repeating: "<a>", count: 300), .malformed(entry: "xl/worksheets/s9.xml")),
    ]

    @Test(arguments: sheets)
    func brokenXMLIsRefused(_ xml: String, _ fault: WorkbookFault) throws {
        let bytes = try custom { zip in
            try zip.add("xl/worksheets/s9.xml", Array(xml.utf8))
        }
        // The attribute without quotes is looked at only when somebody asks for it.
        if xml == "<a x=1/>" {
            #expect(throws: TableError.self) { try readTable(MemorySource(bytes)) }
            return
        }
        for piece in [1, 1_000] {
            #expect(throws: TableError.workbook(fault)) {
                try readTable(DripSource(bytes: bytes, piece: piece))
            }
        }
    }

    @Test func brokenArchivesAreRefused() throws {
        let good = try workbook([("S", Self.rows)], deflated: true)
        #expect(try readTable(MemorySource(good)).rows.count == 1)
        for count in stride(from: 4, to: good.count - 1, by: 13) {
            #expect(throws: TableError.self) {
                try readTable(MemorySource(Array(good.prefix(count))))
            }
        }
        for index in stride(from: 0, to: good.count, by: 3) {
            var damaged = good
            damaged[index] ^= 0x41
            // Many bytes do not matter; what is read is then the same, or refused.
            if let table = try? readTable(MemorySource(damaged)), table.dialect.format == .xlsx {
                #expect(table.rows.count <= 1)
            }
        }
    }

    @Test func eachFaultOfAnArchiveHasItsName() throws {
        let sheet = Array("<worksheet><sheetData>\(Self.rows)</sheetData></worksheet>".utf8)
        let name = "xl/worksheets/s9.xml"
        try expect(.wrongChecksum(entry: name)) { try $0.add(name, sheet, checksum: 7) }
        try expect(.wrongChecksum(entry: name)) {
            try $0.add(name, sheet, deflated: true, checksum: 7)
        }
        try expect(.wrongChecksum(entry: name)) { try $0.add(name, sheet, deflated: true, size: 3) }
        try expect(.wrongChecksum(entry: name)) {
            try $0.add(name, sheet, deflated: true, size: 9_999)
        }
        try expect(.encrypted) { try $0.add(name, sheet, flags: 1) }
        try expect(.unsupportedMethod(entry: name)) { try $0.add(name, sheet, method: 12) }
        try expect(.missing(part: name)) { try $0.add("xl/other.xml", sheet) }
        for bad in ["../evil", "/root", "a/../b", "a\\b", "x\0y", ""] {
            try expect(.badEntryName) {
                try $0.add(name, sheet)
                try $0.add(bad, [])
            }
        }
        try expect(.tooManyEntries(max: 30)) { zip in
            try zip.add(name, sheet)
            for index in 0..<30 { try zip.add("\(index)", []) }
        }
    }

    @Test func aBombEndsAsOneClearError() throws {
        let rows = String(repeating: "<row><c><v>1</v></c></row>", count: 200_000)
        let sheet = Array("<worksheet><sheetData>\(rows)</sheetData></worksheet>".utf8)
        let name = "xl/worksheets/s9.xml"
        try expect(.tooLarge(max: 1 << 20)) { try $0.add(name, sheet, deflated: true) }
        // A directory that lies about the size does not help.
        try expect(.wrongChecksum(entry: name)) {
            try $0.add(name, sheet, deflated: true, size: 1_000)
        }
    }

    @Test func aWorkbookMayUnpackToSoManyTimesItsOwnLengthAndNoMore() throws {
        let text = String(repeating: "a", count: 2_000_000)
        let sheet = Array(
            "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>\(text)</t></is></c></row></sheetData></worksheet>"
                .utf8)
        let bytes = try custom { try $0.add("xl/worksheets/s9.xml", sheet, deflated: true) }
        var limits = TableLimits()
        limits.inflatedBytesFree = 1 << 20
        let fault = WorkbookFault.tooLarge(max: max(1 << 20, Int64(bytes.count) * 100))
        #expect(throws: TableError.workbook(fault)) {
            try readTable(MemorySource(bytes), limits: limits)
        }
        limits.inflationMax = 1_000
        #expect(throws: Never.self) { try readTable(MemorySource(bytes), limits: limits) }
    }

    @Test func otherFilesAreRefusedByName() throws {
        let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        #expect(throws: TableError.oldWorkbook) { try readTable(MemorySource(old)) }
        #expect(throws: TableError.notATable) { try readTable("%PDF-1.7\nx") }
        #expect(throws: TableError.notATable) {
            try readTable(MemorySource((0...255).map { UInt8($0) } + (0...255).map { UInt8($0) }))
        }
        #expect(throws: TableError.empty) { try readTable("") }
        #expect(throws: TableError.empty) { try readTable("\n\n") }
        var zip = ZipBuilder()
        try zip.add("data.csv", Array("a,b\n1,2\n".utf8))
        #expect(throws: TableError.workbook(.missing(part: "xl/workbook.xml"))) {
            try readTable(MemorySource(zip.finished()))
        }
    }

    @Test func aLargeArchivesDirectoryIsUnderstood() throws {
        var copy = ZipBuilder()
        _ = try workbook([("S", Self.rows)], change: { copy = $0 })
        let table = try readTable(MemorySource(copy.finishedLarge()))
        #expect(table.rows.count == 1)
        var broken = copy.finishedLarge()
        broken[broken.count - 22 - 20 - 56] ^= 1
        #expect(throws: TableError.workbook(.damagedArchive)) {
            try readTable(MemorySource(broken))
        }
    }

    @Test func aCommentBehindTheArchiveIsNoFault() throws {
        var zip = ZipBuilder()
        try zip.add("data.csv", [])
        #expect(throws: TableError.workbook(.missing(part: "xl/workbook.xml"))) {
            try readTable(MemorySource(zip.finished(comment: "PK\u{5}\u{6} not here")))
        }
    }

    private func expect(
        _ fault: WorkbookFault, _ change: (inout ZipBuilder) throws -> Void
    ) throws {
        var limits = TableLimits()
        limits.entriesMax = 30
        limits.inflatedBytesMax = 1 << 20
        let bytes = try custom(change)
        #expect(throws: TableError.workbook(fault)) {
            try readTable(MemorySource(bytes), limits: limits)
        }
    }

    /// A workbook whose only sheet is xl/worksheets/s9.xml, which `change` adds or not.
    private func custom(_ change: (inout ZipBuilder) throws -> Void) throws -> [UInt8] {
        var zip = ZipBuilder()
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        try zip.add(
            "xl/workbook.xml",
            Array(
                "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
                    .utf8))
        try zip.add(
            "xl/_rels/workbook.xml.rels",
            Array(
                """
                <Relationships><Relationship Id="a" Type="\(kind)/worksheet" \
                Target="worksheets/s9.xml"/></Relationships>
                """.utf8))
        try change(&zip)
        return zip.finished()
    }
}
