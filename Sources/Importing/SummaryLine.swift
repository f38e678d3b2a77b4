/// The first sentence of a description, for a file that has no summary of its own.
public enum SummaryLine {
    public static let scalarsMax = 160

    /// One line of at most `scalarsMax` scalars: up to the end of the first sentence, or cut at a
    /// word with "…".
    public static func first(of description: String) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        var lastSpace: (index: String.UnicodeScalarIndex, count: Int)?
        var previous: Unicode.Scalar = " "
        for scalar in description.unicodeScalars {
            if CellText.isSpace(scalar) {
                let isEnd = previous == "." || previous == "?" || previous == "!"
                if isEnd, count >= 20 { return String(line) }
                if scalar == "\n", count >= 20 { return String(line) }
                if CellText.isSpace(previous) { continue }
                lastSpace = (line.endIndex, count)
                line.append(" ")
            } else {
                line.append(scalar)
            }
            count += 1
            previous = CellText.isSpace(scalar) ? " " : scalar
            if count >= scalarsMax { return cut(line, lastSpace) }
        }
        return String(CellText.trimmed(String(line)))
    }

    private static func cut(
        _ line: String.UnicodeScalarView, _ space: (index: String.UnicodeScalarIndex, count: Int)?
    ) -> String {
        if let space, space.count >= scalarsMax / 2 { return String(line[..<space.index]) + "…" }
        return String(line.dropLast()) + "…"
    }
}
