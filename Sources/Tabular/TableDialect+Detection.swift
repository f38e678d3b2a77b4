internal import JSON

extension TableDialect {
    /// How much of the text is looked at to tell its format.
    private static let sampleBytes = 256 << 10
    /// How far the file is searched for a byte outside ASCII before it is taken for UTF-8.
    private static let encodingBytesMax = 64 << 20

    /// Finds out how to read the file, by its content alone. Reads its beginning; of a text that
    /// begins in plain ASCII up to 64 MiB, to find the first accent; of a workbook with several
    /// sheets all of them, to find the one with the data, unless it is named.
    ///
    /// - Throws: `empty`, `notATable`, `oldWorkbook`, or what is wrong with a gzip or workbook.
    public static func detect(
        _ source: any ByteSource, sheet: String? = nil, limits: TableLimits = TableLimits(),
        scratchFolder: String? = nil
    ) throws(TableError) -> TableDialect {
        guard let head = try source.exactly(Int(min(8, source.length)), at: 0), !head.isEmpty else {
            throw .empty
        }
        if isWorkbook(head) {
            return try detect(
                Workbook(source, limits: limits), sheet: sheet, scratchFolder: scratchFolder)
        }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw .oldWorkbook }
        if head.starts(with: Array("%PDF".utf8)) { throw .notATable }
        let isGzipped = head.starts(with: [0x1F, 0x8B])
        let looked = try look(source, isGzipped: isGzipped, limits: limits)
        var transcoder = Transcoder(looked.encoding)
        let text = transcoder.convert(looked.sample)
        if looked.isWhole, isScalar(text) { throw .scalar }
        var dialect =
            json(text, isWhole: looked.isWhole)
            ?? delimited(
                Array(text.prefix(64 << 10)), isWhole: looked.isWhole && text.count <= 64 << 10)
        dialect.encoding = looked.encoding
        dialect.isGzipped = isGzipped
        if dialect.format.isDelimited {
            dialect.headerRow = try headerRow(text, isWhole: looked.isWhole, dialect, limits)
        }
        return dialect
    }

    /// Whether a file that begins so is a ZIP archive.
    static func isWorkbook(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    /// How to read a workbook: which sheet, and where its header is.
    static func detect(
        _ workbook: Workbook, sheet: String? = nil, scratchFolder: String?
    ) throws(TableError) -> TableDialect {
        let name: String
        if let sheet { name = sheet } else { name = try workbook.dataSheet() }
        let reader = try workbook.reader(sheet: name, scratchFolder: scratchFolder)
        var rows: [RawRow] = []
        while rows.count < HeaderGuess.sampleRows, let row = try reader.next() { rows.append(row) }
        return TableDialect(
            format: .xlsx, sheet: name, headerRow: HeaderGuess.headerRow(rows))
    }

    private static func look(
        _ source: any ByteSource, isGzipped: Bool, limits: TableLimits
    ) throws(TableError) -> (sample: [UInt8], isWhole: Bool, encoding: TextEncoding) {
        let bytes = try OpenedText.bytes(source, isGzipped: isGzipped, limits: limits).bytes
        var guess = EncodingGuess()
        var sample: [UInt8] = []
        var count = 0
        var isAtEnd = false
        while count < sampleBytes || count < encodingBytesMax && !guess.hasHighBytes {
            guard let piece = try bytes.next() else {
                isAtEnd = true
                break
            }
            if isGzipped, count == 0, piece.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
                throw .notATable
            }
            guess.look(at: piece)
            count += piece.count
            if sample.count < sampleBytes { sample += piece }
        }
        if count == 0 { throw .empty }
        guard let encoding = guess.result() else { throw .notATable }
        return (sample, isAtEnd && sample.count == count, encoding)
    }

    private static func headerRow(
        _ text: [UInt8], isWhole: Bool, _ dialect: TableDialect, _ limits: TableLimits
    ) throws(TableError) -> Int64 {
        var parser = DelimitedParser(dialect, limits: limits)
        parser.feed(text)
        if isWhole || parser.rows.isEmpty { parser.finish() }
        guard !parser.rows.isEmpty else { throw .empty }
        return HeaderGuess.headerRow(Array(parser.rows.prefix(HeaderGuess.sampleRows)))
    }

    private static func delimited(_ text: [UInt8], isWhole: Bool) -> TableDialect {
        let guess = DelimiterGuess(sample: text, isWhole: isWhole)
        return TableDialect(format: guess.format, quote: guess.quote, lineEnd: guess.lineEnd)
    }
}

// MARK: - JSON

extension TableDialect {
    private static func json(_ text: [UInt8], isWhole: Bool) -> TableDialect? {
        let isExtended =
            contains(text, "\"$oid\"") || contains(text, "\"$date\"")
            || contains(text, "\"$numberLong\"")
        switch text.first(where: { $0 > 0x20 }) {
        case 0x5B where isArray(text):
            return TableDialect(format: isExtended ? .mongoArray : .jsonArray, headerRow: 0)
        case 0x7B:
            if isLines(text) {
                return TableDialect(format: isExtended ? .mongoLines : .ndjson, headerRow: 0)
            }
            if hasElement(text, .member("results")) {
                return TableDialect(format: .openFDA, headerRow: 0)
            }
            if hasElement(text, .sequence) || !text.contains(0x0A) {
                let format: TableFormat = text.contains(0x0A) ? .jsonSequence : .ndjson
                return TableDialect(format: format, headerRow: 0)
            }
            return nil
        default: return nil
        }
    }

    /// Whether the whole text is one number, string, true, false or null of JSON.
    private static func isScalar(_ text: [UInt8]) -> Bool {
        guard text.count <= 64 << 10, !text.contains(0x2C) || text.first == 0x22 else {
            return false
        }
        do throws(JSONError) {
            switch try JSONValue.parse(text) {
            case .array, .object: return false
            case .null, .bool, .number, .string: return true
            }
        } catch {
            return false
        }
    }

    /// A text that begins with `[` may be a table all the same; a JSON array goes on with `{` or
    /// `]`.
    private static func isArray(_ text: [UInt8]) -> Bool {
        let marks = text.lazy.filter { $0 > 0x20 }.prefix(2)
        guard marks.count == 2, let second = marks.last else { return false }
        return second == 0x7B || second == 0x5D
    }

    /// Whether the first line is a whole JSON value and not the whole of an openFDA answer.
    private static func isLines(_ text: [UInt8]) -> Bool {
        guard let start = text.firstIndex(where: { $0 > 0x20 }) else { return false }
        let end = text[start...].firstIndex(of: 0x0A) ?? text.endIndex
        let line = Array(text[start..<end])
        do throws(JSONError) {
            let value = try JSONValue.parse(line)
            let hasMore = text[end...].contains { $0 > 0x20 }
            return hasMore || value.objectValue?["results"]?.arrayValue == nil
        } catch {
            return false
        }
    }

    private static func hasElement(_ text: [UInt8], _ shape: JSONElementReader.Shape) -> Bool {
        var reader = JSONElementReader(shape)
        reader.feed(text)
        do throws(JSONError) {
            guard let element = try reader.next() else { return false }
            _ = try JSONValue.parse(element.bytes)
            return true
        } catch {
            return false
        }
    }

    private static func contains(_ text: [UInt8], _ word: StaticString) -> Bool {
        let word = Array(word.description.utf8)
        var rest = text[...]
        while let start = rest.firstIndex(of: word[0]) {
            rest = rest[start...]
            if rest.starts(with: word) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
