/// A code of the IMDRF's terminologies for adverse event reporting (IMDRF/AE WG/N43, table 1): the
/// letter of its annex and two figures, and two more for each level below. Annex B has one level and
/// annex D two; the second level of annex G has three figures.
///
/// Only the form is checked: which codes exist depends on the release of the tables.
public struct EventCode: Sendable, Equatable {
    /// The terminologies, by the letters of their annexes.
    public enum Annex: String, Sendable, CaseIterable {
        /// Medical device problem.
        case problem = "A"
        /// Type of investigation.
        case investigation = "B"
        /// Investigation findings.
        case finding = "C"
        /// Investigation conclusion.
        case conclusion = "D"
        /// Clinical signs, symptoms and conditions.
        case symptom = "E"
        /// Health impact.
        case impact = "F"
        /// Medical device component.
        case component = "G"

        /// How many figures a code has, by its level.
        var figureCounts: [Int] {
            switch self {
            case .investigation: [2]
            case .conclusion: [2, 4]
            case .problem, .finding, .symptom, .impact: [2, 4, 6]
            case .component: [2, 5, 7]
            }
        }

        /// A code of the right form.
        public var example: String {
            switch self {
            case .investigation: "B01"
            case .component: "G02001"
            default: rawValue + "0101"
            }
        }
    }

    /// In capitals.
    public let text: String

    /// Nil when the text has not the form of a code of that annex.
    public init?(_ text: String, of annex: Annex) {
        let capital = text.uppercased()
        let figures = capital.utf8.dropFirst()
        guard capital.hasPrefix(annex.rawValue), annex.figureCounts.contains(figures.count),
            figures.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self.text = capital
    }
}
