/// One field of the full text, which `summary:leak` narrows a word or phrase to.
public enum SearchField: String, Sendable, CaseIterable {
    case number
    case sourceID = "source_id"
    case serial, customer, device, summary, description
    case results = "investigation_results"

    /// The field of a name people write, English or French, in any case; nil for other words.
    init?(written name: String) {
        let folded = name.lowercased()
        if let field = Self(rawValue: folded) ?? Self.french[folded] {
            self = field
        } else {
            return nil
        }
    }

    private static let french: [String: SearchField] = [
        "numéro": .number, "numero": .number, "série": .serial, "serie": .serial,
        "client": .customer, "appareil": .device, "résumé": .summary, "resume": .summary,
        "results": .results, "résultats": .results, "resultats": .results,
    ]
}
