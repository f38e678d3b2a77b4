/// Finds out what stands between the cells of a text, from its beginning.
///
/// A first line such as `sep=;` says so. Otherwise each candidate cuts the sample; the one under
/// which most rows have the same number of cells, at least two and as many as the first row, wins;
/// of equals the one with more cells. Quotes count as quotes, unless some are not closed as they
/// should be and the rows come out more even when quotes count as text, as in FDA's pipe files.
struct DelimiterGuess {
    let format: TableFormat
    let quote: UInt8?
    let lineEnd: LineEnd

    /// - Parameters:
    ///   - sample: the beginning of the text, in UTF-8.
    ///   - isWhole: whether the sample is all there is; otherwise its last row is cut.
    init(sample: [UInt8], isWhole: Bool) {
        lineEnd = DelimiterGuess.lineEnd(sample)
        var lines = sample
        if !isWhole, let end = lines.lastIndex(of: lineEnd == .lineFeed ? 0x0A : 0x0D) {
            lines.removeSubrange((end + 1)...)
        }
        var best: (format: TableFormat, quote: UInt8?, score: Double) = (.csv, 0x22, 0)
        let named = DelimiterGuess.named(lines)
        for format in named.map({ [$0] }) ?? [.csv, .tsv, .pipe, .semicolon] {
            let dialect = TableDialect(format: format, lineEnd: lineEnd)
            let judged = DelimiterGuess.evenness(lines, dialect)
            if judged.score > best.score { best = (format, 0x22, judged.score) }
            guard judged.isBroken else { continue }
            var unquoted = dialect
            unquoted.quote = nil
            let score = DelimiterGuess.evenness(lines, unquoted).score
            if score > judged.score, score > best.score { best = (format, nil, score) }
        }
        format = best.format
        quote = best.quote
    }

    /// The delimiter that the first line names: Excel reads and writes `sep=;` there.
    private static func named(_ lines: [UInt8]) -> TableFormat? {
        guard lines.count > 5, lines.starts(with: Array("sep=".utf8)),
            lines[5] == 0x0A || lines[5] == 0x0D
        else { return nil }
        return TableFormat.allCases.first { $0.delimiter == lines[4] }
    }

    /// What ends most rows; line ends in quotes do not count, they are LF in Macintosh files too.
    private static func lineEnd(_ sample: [UInt8]) -> LineEnd {
        var isQuoted = false
        var lineFeeds = 0
        var carriageReturns = 0
        for (index, byte) in sample.enumerated() {
            switch byte {
            case 0x22: isQuoted.toggle()
            case 0x0A where !isQuoted: lineFeeds += 1
            case 0x0D where !isQuoted && index + 1 < sample.count && sample[index + 1] != 0x0A:
                carriageReturns += 1
            default: break
            }
        }
        return carriageReturns > lineFeeds ? .carriageReturn : .lineFeed
    }

    /// The share of rows with the most frequent width, and a little for that width; 0 when most
    /// rows have one cell. Rows whose quotes are wrong do not count.
    private static func evenness(
        _ lines: [UInt8], _ dialect: TableDialect
    ) -> (score: Double, isBroken: Bool) {
        var parser = DelimitedParser(dialect, limits: TableLimits())
        parser.feed(lines)
        parser.finish()
        let broken = parser.rows.count { row in
            switch row.problem {
            case .unterminatedQuote, .textAfterQuote: true
            default: false
            }
        }
        var counts: [Int: Int] = [:]
        for row in parser.rows { counts[row.cells.count, default: 0] += 1 }
        let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        guard let most, most.key > 1 else { return (0, broken > 0) }
        let even = Double(most.value - min(broken, most.value)) / Double(parser.rows.count)
        let isLikeFirst = parser.rows[0].cells.count == most.key
        let width = Double(min(most.key, 100)) / 10_000
        return (even + width - (isLikeFirst ? 0 : 0.05), broken > 0)
    }
}
