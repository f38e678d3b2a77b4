/// Finds out what stands between the cells of a text, from its beginning.
///
/// Each candidate cuts the sample; the one under which most rows have the same number of cells, at
/// least two, wins; of equals the one with more cells. Quotes count as quotes unless the rows come
/// out more even when they count as text, as in FDA's pipe files.
struct DelimiterGuess {
    let format: TableFormat
    let quote: UInt8?
    let lineEnd: LineEnd

    /// - Parameters:
    ///   - sample: the beginning of the text, in UTF-8.
    ///   - isWhole: whether the sample is all there is; otherwise its last row is cut.
    init(sample: [UInt8], isWhole: Bool) {
        let hasLineFeed = sample.contains(0x0A)
        let lineEnd: LineEnd =
            !hasLineFeed && sample.contains(0x0D) ? .carriageReturn : .lineFeed
        var best: (format: TableFormat, quote: UInt8?, score: Double) = (.csv, 0x22, 0)
        for format in [TableFormat.csv, .tsv, .pipe, .semicolon] {
            for quote in [0x22, nil] as [UInt8?] {
                let dialect = TableDialect(format: format, quote: quote, lineEnd: lineEnd)
                let score = DelimiterGuess.evenness(sample, isWhole: isWhole, dialect)
                if score > best.score { best = (format, quote, score) }
            }
        }
        format = best.format
        quote = best.quote
        self.lineEnd = lineEnd
    }

    /// The share of rows with the most frequent width, and a little for that width; 0 when most
    /// rows have one cell.
    private static func evenness(
        _ sample: [UInt8], isWhole: Bool, _ dialect: TableDialect
    ) -> Double {
        var parser = DelimitedParser(dialect, limits: TableLimits())
        parser.feed(sample)
        if isWhole || parser.rows.isEmpty { parser.finish() }
        var counts: [Int: Int] = [:]
        for row in parser.rows { counts[row.cells.count, default: 0] += 1 }
        let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        guard let most, most.key > 1 else { return 0 }
        let broken = parser.rows.count { row in
            switch row.problem {
            case .unterminatedQuote, .textAfterQuote: true
            default: false
            }
        }
        let even = Double(most.value - min(broken, most.value)) / Double(parser.rows.count)
        return even + Double(min(most.key, 100)) / 1_000
    }
}
