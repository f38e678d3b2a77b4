import Complaints
public import Tabular

/// Reads a release of the IMDRF's terminologies.
///
/// In a workbook each annex is a sheet: some rows about the annex ("Annex Name", "Release Number"),
/// then a header, then the terms, each with its "CodeHierarchy" such as `A01|A0101`. The JSON files are
/// an array of records with the same members and say nothing of their release; the one of all annexes
/// has a record for each annex itself (`A`), which begins its hierarchies. A term that belongs under
/// several parents stands there once for each, with the same code.
public struct TerminologyReader {
    /// Rows above the header of a sheet.
    private static let headerRowsMax = 30

    private let source: any ByteSource
    private let limits: TableLimits
    private let scratchFolder: String?
    private var file = TerminologyFile()
    private var rows: [Row] = []
    /// The release that the sheet at hand says it is of.
    private var release: String?

    /// One term as a row has it.
    private struct Row {
        let annex: EventCode.Annex
        let term: EventTerm
        let sheet: String?
        let number: Int64
    }

    public init(
        _ source: any ByteSource, limits: TableLimits = TableLimits(), scratchFolder: String? = nil
    ) {
        self.source = source
        var limits = limits
        limits.rowsMax = min(limits.rowsMax, Int64(TerminologyFile.termsMax))
        self.limits = limits
        self.scratchFolder = scratchFolder
    }

    /// Everything the file holds; what is wrong with single rows is in the result.
    public mutating func read() throws(TerminologyFault) -> TerminologyFile {
        do throws(TableError) {
            let first = try TableReader(source, limits: limits, scratchFolder: scratchFolder)
            if first.dialect.format == .xlsx {
                for sheet in first.sheets { try readSheet(sheet, first.dialect) }
            } else if first.dialect.format.isDelimited {
                try readSheet(nil, first.dialect)
            } else {
                try readRecords(first)
            }
        } catch {
            if case .tooManyRows(let max) = error { throw .tooManyTerms(max: Int(max)) }
            throw .table(error)
        }
        collect()
        if file.tables.isEmpty, file.problemCount == 0 { throw .noTerms }
        return file
    }

    // MARK: Rows

    /// A sheet without a header of ours is none of an annex.
    private mutating func readSheet(
        _ sheet: String?, _ dialect: TableDialect
    ) throws(TableError) {
        var dialect = dialect
        dialect.sheet = sheet
        dialect.headerRow = 0
        release = nil
        let reader: TableReader
        do throws(TableError) {
            reader = try TableReader(
                source, dialect: dialect, limits: limits, scratchFolder: scratchFolder)
        } catch {
            if error == .empty, sheet != nil { return }
            throw error
        }
        var columns: TerminologyColumns?
        var above = 0
        while let row = try reader.next() {
            if let columns {
                take(row, columns, sheet)
                continue
            }
            let texts = (row.cells + row.extras.map(\.cell)).map(\.shown)
            columns = TerminologyColumns(texts)
            above += 1
            if columns == nil {
                release = release ?? Self.release(in: texts)
                if above > Self.headerRowsMax { return }
            }
        }
    }

    private mutating func readRecords(_ reader: TableReader) throws(TableError) {
        guard let columns = TerminologyColumns(reader.columns) else { return }
        while let row = try reader.next() { take(row, columns, nil) }
    }

    /// "Release Number: 2026", in one cell or in two.
    private static func release(in cells: [String]) -> String? {
        let line = cells.filter { !$0.isEmpty }.joined(separator: " ")
        guard FoldedText(line).text.hasPrefix("release number"),
            let colon = line.firstIndex(of: ":")
        else { return nil }
        let text = TextRules.trimmed(String(line[line.index(after: colon)...]))
        return text.isEmpty ? nil : TextRules.prefix(text, bytesMax: 40)
    }

    private mutating func take(_ row: TableRow, _ columns: TerminologyColumns, _ sheet: String?) {
        func note(_ reason: TerminologyProblem.Reason, _ value: String) {
            file.note(
                TerminologyProblem(sheet: sheet, row: row.number, reason: reason, value: value))
        }
        switch row.problem {
        // Rows above the table are shorter than it is.
        case nil, .cellCount: break
        case let problem?: return note(.unreadable, problem.description)
        }
        let texts = columns.texts(of: row.cells + row.extras.map(\.cell))
        if texts.code.isEmpty {
            if texts.terms.isEmpty { return }
            return note(.codeMissing, texts.terms[0])
        }
        // The record of an annex itself.
        if EventCode.Annex(rawValue: texts.code.uppercased()) != nil { return }
        guard let (annex, code) = EventCode.read(texts.code) else {
            return note(.codeInvalid, TextRules.prefix(texts.code, bytesMax: 100))
        }
        guard let term = texts.terms.first else { return note(.termMissing, code.text) }
        if texts.terms.count > 1 { return note(.severalTerms, code.text) }
        guard term.utf8.count <= EventTerm.termBytesMax,
            max(texts.otherCode.utf8.count, texts.statusNote.utf8.count, texts.status.utf8.count)
                <= EventTerm.definitionBytesMax,
            texts.definition.utf8.count <= EventTerm.definitionBytesMax
        else { return note(.tooLong, code.text) }
        guard let path = Self.path(texts.hierarchy, of: code, in: annex) else {
            return note(.hierarchyBroken, TextRules.prefix(texts.hierarchy, bytesMax: 200))
        }
        rows.append(
            Row(
                annex: annex,
                term: EventTerm(
                    code: code.text, term: term, definition: texts.definition,
                    otherCode: texts.otherCode, status: texts.status, statusNote: texts.statusNote,
                    paths: [path]), sheet: sheet, number: row.number))
        if let release, !file.tables.contains(where: { $0.annex == annex }) {
            file.tables.append(TerminologyFile.Table(annex: annex, release: release))
        }
    }

    /// The codes from the top down to this one; nil when they do not end with it. Without a hierarchy
    /// the figures of the code say it.
    private static func path(
        _ hierarchy: String, of code: EventCode, in annex: EventCode.Annex
    ) -> [String]? {
        if hierarchy.isEmpty { return code.path(in: annex) }
        var steps = hierarchy.split(separator: "|").map {
            TextRules.trimmed(String($0)).uppercased()
        }
        if steps.first == annex.rawValue { steps.removeFirst() }
        return steps.last == code.text ? steps : nil
    }

    // MARK: Terms

    /// Puts rows of one code together, and looks for what stands above each.
    private mutating func collect() {
        var places: [String: Int] = [:]
        let codes = Set(rows.map(\.term.code))
        for annex in EventCode.Annex.allCases {
            let release = file.tables.first { $0.annex == annex }?.release
            file.tables.removeAll { $0.annex == annex }
            var table = TerminologyFile.Table(annex: annex, release: release)
            for row in rows where row.annex == annex {
                add(row, to: &table, &places, codes)
            }
            if !table.terms.isEmpty { file.tables.append(table) }
        }
    }

    private mutating func add(
        _ row: Row, to table: inout TerminologyFile.Table, _ places: inout [String: Int],
        _ codes: Set<String>
    ) {
        let path = row.term.paths[0]
        if let missing = path.dropLast().first(where: { !codes.contains($0) }) {
            return file.note(
                TerminologyProblem(
                    sheet: row.sheet, row: row.number, reason: .parentUnknown, value: missing))
        }
        guard let place = places[row.term.code] else {
            places[row.term.code] = table.terms.count
            table.terms.append(row.term)
            return
        }
        guard table.terms[place].term == row.term.term else {
            return file.note(
                TerminologyProblem(
                    sheet: row.sheet, row: row.number, reason: .repeated, value: row.term.code))
        }
        let paths = table.terms[place].paths
        if !paths.contains(path), paths.count < EventTerm.pathsMax {
            table.terms[place].paths.append(path)
        }
    }
}
