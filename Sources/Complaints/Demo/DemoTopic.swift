/// One kind of trouble, told in two languages. The words in braces are filled in by DemoNarrator.
struct DemoTopic: Sendable {
    /// How bad it tends to be.
    enum Gravity: Sendable {
        case nuisance, stoppage, imageQuality, hazard
    }

    /// What is said of it in one language.
    struct Telling: Sendable {
        let titles: [String]
        /// What was seen: at least three sentences, any two go together.
        let details: [String]
        /// What it turned out to be.
        let causes: [String]
    }

    let name: String
    /// DICOM codes; empty for every modality.
    let modalities: Set<String>
    let category: String
    let gravity: Gravity
    let weight: Int
    let english: Telling
    let french: Telling

    subscript(language: Language) -> Telling {
        language == .french ? french : english
    }

    static let all = magnet + radioFrequency + tomography + general + equipment

    /// The topics that fit a modality, with their weights.
    static let byModality: [String: [(DemoTopic, Int)]] = {
        var table: [String: [(DemoTopic, Int)]] = [:]
        for modality in Set(DemoMachines.models.map(\.0.modality)) {
            table[modality] =
                all
                .filter { $0.modalities.isEmpty || $0.modalities.contains(modality) }
                .map { ($0, $0.weight) }
        }
        return table
    }()
}
