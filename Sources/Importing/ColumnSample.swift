import Tabular

/// The first values of one column, and what they have in common.
struct ColumnSample: Sendable {
    static let textScalarsMax = 400
    static let distinctMax = 300

    /// Values as found, long ones cut; empty cells and words for nothing left out.
    private(set) var values: [Cell] = []
    private(set) var rows = 0
    private var bytes = 0
    private(set) var bytesMax = 0

    mutating func add(_ cell: Cell) {
        rows += 1
        let shown = cell.shown
        let text = CellText.trimmed(shown)
        guard !CellText.isNull(text), !CellText.isUnknown(text) else { return }
        bytes += text.utf8.count
        bytesMax = max(bytesMax, text.utf8.count)
        if case .text = cell, text.utf8.count > Self.textScalarsMax {
            values.append(.text(String(text.prefix(Self.textScalarsMax))))
        } else {
            values.append(cell)
        }
    }

    /// The part of the rows that have a value.
    var fill: Double { rows == 0 ? 0 : Double(values.count) / Double(rows) }

    var averageBytes: Int { values.isEmpty ? 0 : bytes / values.count }

    /// The label that stands before nearly every value: the column's own name, with or without "s".
    func label(of name: String) -> String? {
        guard !values.isEmpty, name.utf8.count >= 3 else { return nil }
        for label in [name, name.hasSuffix("s") ? String(name.dropLast()) : name] {
            let labelled = values.count { CellText.behind(label: label, in: $0.shown[...]) != nil }
            if labelled * 10 >= values.count * 8 { return label }
        }
        return nil
    }

    /// The values without their label, trimmed; those that were only the label left out.
    func texts(label: String?) -> [(cell: Cell, text: Substring)] {
        values.compactMap { cell in
            var text = CellText.trimmed(cell.shown)
            if let label, let rest = CellText.behind(label: label, in: text) {
                text = CellText.trimmed(String(rest))
            }
            return CellText.isNull(text) ? nil : (cell, text)
        }
    }
}
