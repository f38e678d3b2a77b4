/// The small parts of a written workbook.
enum WorkbookParts {
    private static let declaration =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    /// Every part but the sheet, in the order in which they are written.
    static func all(sheetName: String) -> [(name: String, text: String)] {
        [
            ("[Content_Types].xml", contentTypes),
            ("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", workbook(sheetName)),
            (
                "xl/_rels/workbook.xml.rels",
                relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")])
            ),
            ("xl/styles.xml", styles),
        ]
    }

    /// What stands before the first row: the header stays in view.
    static func sheetHead(columns: Int) -> String {
        declaration + "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\">"
            + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
            + "</sheetView></sheetViews><cols><col min=\"1\" max=\"\(max(columns, 1))\" "
            + "width=\"18\" customWidth=\"1\"/></cols><sheetData>"
    }

    private static var contentTypes: String {
        let parts = [
            ("/xl/workbook.xml", "sheet.main"), ("/xl/worksheets/sheet1.xml", "worksheet"),
            ("/xl/styles.xml", "styles"),
        ]
        return declaration + "<Types xmlns=\"\(package)/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/"
            + "vnd.openxmlformats-package.relationships+xml\"/>"
            + parts.map { name, kind in
                "<Override PartName=\"\(name)\" ContentType=\"\(type).\(kind)+xml\"/>"
            }.joined() + "</Types>"
    }

    private static func relations(_ targets: [(kind: String, target: String)]) -> String {
        declaration + "<Relationships xmlns=\"\(package)/relationships\">"
            + targets.enumerated().map { index, relation in
                "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/\(relation.kind)\" "
                    + "Target=\"\(relation.target)\"/>"
            }.joined() + "</Relationships>"
    }

    private static func workbook(_ sheetName: String) -> String {
        var name: [UInt8] = []
        appendXML(Array(sheetName.utf8), to: &name)
        return declaration + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
            + "<sheet name=\"\(String(decoding: name, as: UTF8.self))\" "
            + "sheetId=\"1\" r:id=\"rId1\"/>"
            + "</sheets></workbook>"
    }

    /// Cell styles: 0 plain, 1 date, 2 date and time, 3 header.
    private static var styles: String {
        declaration + "<styleSheet xmlns=\"\(main)\"><numFmts count=\"2\">"
            + "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
            + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>"
            + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
            + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
            + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
            + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
            + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border>"
            + "</borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
            + "borderId=\"0\"/></cellStyleXfs><cellXfs count=\"4\">"
            + cellFormat(number: 0, font: 0) + cellFormat(number: 164, font: 0)
            + cellFormat(number: 165, font: 0) + cellFormat(number: 0, font: 1)
            + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
            + "builtinId=\"0\"/></cellStyles></styleSheet>"
    }

    private static func cellFormat(number: Int, font: Int) -> String {
        "<xf numFmtId=\"\(number)\" fontId=\"\(font)\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
            + (number > 0 ? " applyNumberFormat=\"1\"" : "")
            + (font > 0 ? " applyFont=\"1\"" : "") + "/>"
    }
}
