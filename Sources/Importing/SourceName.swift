/// Names the place that rows come from. Together with a row's identity it makes the row the same
/// record in a later file, so files of one system get one name.
enum SourceName {
    static let maude = "maude"

    /// `maude` when the columns are recognisably those of the FDA's MAUDE database or openFDA, else
    /// the file's name without its endings, in lower case.
    static func suggested(columns: [ColumnName], fileName: String) -> String {
        let names = Set(columns.flatMap { [$0.text, $0.lastStep?.joined(separator: " ") ?? ""] })
        if !names.isDisjoint(with: maudeKeys) { return maude }
        if names.contains("report number"), !names.isDisjoint(with: maudeColumns) { return maude }
        return stem(of: fileName)
    }

    private static let maudeKeys = Set(
        ["mdr_report_key", "mdrfoi id", "mdr_key", "mdr_text_key"].map { ColumnName($0).text })

    private static let maudeColumns = Set(
        [
            "manufacturer_d_name", "device_report_product_code", "report_source_code",
            "adverse_event_flag",
        ].map { ColumnName($0).text })

    /// "Réclamations 2026.csv.gz" is "réclamations 2026".
    private static func stem(of fileName: String) -> String {
        var name = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        while let dot = name.lastIndex(of: "."), dot > name.startIndex,
            name.distance(from: dot, to: name.endIndex) <= 7
        {
            name = name[..<dot]
        }
        let stem = CellText.singleLine(CellText.trimmed(name.lowercased()))
        return stem.isEmpty ? "file" : String(stem.prefix(100))
    }
}
