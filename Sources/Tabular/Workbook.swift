/// An XLSX file: which sheets it has, and the rows of one of them.
struct Workbook {
    /// One sheet that has cells.
    struct Sheet {
        let name: String
        let part: String
        let isVisible: Bool
    }

    private let archive: ZipArchive
    private let limits: TableLimits
    private let is1904: Bool
    private let stylesPart: String?
    private let stringsPart: String?
    /// The absolute limit, or the one that a file of this length has.
    private let inflatedBytesMax: Int64
    /// The shared strings once they were read: finding out what a workbook is needs them too.
    private let shelf = StringsShelf()

    /// The sheets in their order.
    let sheets: [Sheet]

    init(_ source: any ByteSource, limits: TableLimits) throws(TableError) {
        guard source.length <= limits.bytesMax else { throw .tooManyBytes(max: limits.bytesMax) }
        archive = try ZipArchive(source, limits: limits)
        self.limits = limits
        inflatedBytesMax = min(
            limits.inflatedBytesMax,
            max(limits.inflatedBytesFree, source.length * limits.inflationMax))
        let budget = InflateBudget(inflatedBytesMax)
        let root = try Relations(archive, of: "", budget: budget)
        let part = root.target(type: "officeDocument") ?? "xl/workbook.xml"
        guard archive.contains(part) else { throw .workbook(.missing(part: part)) }
        let relations = try Relations(archive, of: part, budget: budget)
        let content = try WorkbookContent(try archive.open(part, budget: budget), entry: part)
        is1904 = content.is1904
        stylesPart = relations.target(type: "styles")
        stringsPart = relations.target(type: "sharedStrings")
        sheets = content.sheets.compactMap { sheet in
            guard let target = relations.target(id: sheet.relation, type: "worksheet") else {
                return nil
            }
            return Sheet(name: sheet.name, part: target, isVisible: sheet.isVisible)
        }
        guard !sheets.isEmpty else { throw .empty }
    }

    /// The sheet with the data: the one with the most cells in rows of two cells and more, hidden
    /// sheets only when no other has any.
    func dataSheet() throws(TableError) -> String {
        let visible = sheets.filter(\.isVisible)
        let candidates = visible.isEmpty ? sheets : visible
        if candidates.count == 1 { return candidates[0].name }
        let budget = InflateBudget(inflatedBytesMax)
        var best: (name: String, cells: Int) = (candidates[0].name, -1)
        for sheet in candidates {
            let cells = try countCells(sheet, budget)
            if cells > best.cells { best = (sheet.name, cells) }
        }
        return best.name
    }

    /// The rows of that sheet.
    func reader(sheet name: String, scratchFolder: String?) throws(TableError) -> SheetReader {
        guard let sheet = sheets.first(where: { $0.name == name }) else {
            throw .workbook(.noSheet(named: name))
        }
        let budget = InflateBudget(inflatedBytesMax)
        var styles = WorkbookStyles()
        if let stylesPart, archive.contains(stylesPart) {
            let stream = try archive.open(stylesPart, budget: budget)
            styles = try WorkbookStyles(stream, entry: stylesPart)
        }
        return SheetReader(
            try archive.open(sheet.part, budget: budget), entry: sheet.part,
            total: archive.packedSize(sheet.part),
            strings: try sharedStrings(budget, scratchFolder: scratchFolder), styles: styles,
            is1904: is1904, limits: limits)
    }

    private func sharedStrings(
        _ budget: InflateBudget, scratchFolder: String?
    ) throws(TableError) -> SharedStrings {
        if let known = shelf.strings { return known }
        let strings = SharedStrings(limits: limits, scratchFolder: scratchFolder)
        if let stringsPart, archive.contains(stringsPart) {
            let stream = try archive.open(stringsPart, budget: budget)
            try strings.read(stream, entry: stringsPart)
        }
        shelf.strings = strings
        return strings
    }

    private func countCells(_ sheet: Sheet, _ budget: InflateBudget) throws(TableError) -> Int {
        var xml = XMLPullParser(
            try archive.open(sheet.part, budget: budget), entry: sheet.part)
        var cells = 0
        var rowCells = 0
        while true {
            switch try xml.next() {
            case .endOfDocument: return cells
            case .start where xml.isNamed("v") || xml.isNamed("is"): rowCells += 1
            case .end where xml.isNamed("row"):
                if rowCells > 1 { cells += rowCells }
                rowCells = 0
            default: break
            }
        }
    }
}

private final class StringsShelf {
    var strings: SharedStrings?
}

/// What the workbook part says (ECMA-376 part 1 section 18.2).
private struct WorkbookContent {
    var sheets: [(name: String, relation: String, isVisible: Bool)] = []
    var is1904 = false

    init(_ stream: any ByteStream, entry: String) throws(TableError) {
        var xml = XMLPullParser(stream, entry: entry)
        while true {
            switch try xml.next() {
            case .endOfDocument: return
            case .start where xml.isNamed("workbookPr"):
                let value = try xml.attributeText("date1904")
                is1904 = value == "1" || value == "true" || value == "on"
            case .start where xml.isNamed("sheet"):
                let name = try xml.attributeText("name") ?? ""
                let relation = try xml.attributeText("id") ?? ""
                let state = try xml.attributeText("state")
                sheets.append((name, relation, state == nil || state == "visible"))
            default: break
            }
        }
    }
}

/// Which parts a part refers to (ECMA-376 part 2 section 9.3).
private struct Relations {
    private var targets: [(id: String, type: String, target: String)] = []

    /// Reads the relations of a part; none when it has no relations. The name "" stands for the
    /// whole.
    init(_ archive: ZipArchive, of part: String, budget: InflateBudget) throws(TableError) {
        let folder = part.split(separator: "/").dropLast()
        let file = part.split(separator: "/").last ?? ""
        let name = (folder.map { "\($0)/" }.joined()) + "_rels/\(file).rels"
        guard archive.contains(name) else { return }
        var xml = XMLPullParser(try archive.open(name, budget: budget), entry: name)
        while true {
            switch try xml.next() {
            case .endOfDocument: return
            case .start where xml.isNamed("Relationship"):
                guard let id = try xml.attributeText("Id"),
                    let type = try xml.attributeText("Type"),
                    let target = try xml.attributeText("Target"),
                    try xml.attributeText("TargetMode") != "External"
                else { continue }
                let kind = type.split(separator: "/").last.map { String($0) } ?? ""
                targets.append((id, kind, Relations.resolve(target, folder)))
            default: break
            }
        }
    }

    func target(type: String) -> String? {
        targets.first { $0.type == type }?.target
    }

    func target(id: String, type: String) -> String? {
        targets.first { $0.id == id && $0.type == type }?.target
    }

    private static func resolve(_ target: String, _ folder: ArraySlice<Substring>) -> String {
        var parts = target.hasPrefix("/") ? [] : Array(folder)
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
