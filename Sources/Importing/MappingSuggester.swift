public import Complaints
public import Tabular

/// What a look at a file's first rows suggests: the mapping and, for each column, why.
public struct MappingSuggestion: Sendable {
    /// One column as the preview shows it.
    public struct Column: Sendable {
        public let name: String
        /// Up to three different values as they stand in the file.
        public let samples: [String]
        public let field: FieldName?
        /// From 0 to 1; 0 for a column without a field.
        public let confidence: Double
        public let dateFormat: DateFormat?
    }

    public let mapping: ImportMapping
    public let columns: [Column]
}

/// Looks at the first rows of a file and suggests what its columns mean, from their names (English
/// and French) and their values.
public struct MappingSuggester: Sendable {
    /// Rows looked at; more are ignored.
    public static let rowsMax = 1_000
    static let scoreMin = 0.5

    private let names: [String]
    private let catalogue: FieldCatalogue
    private let today: CivilDate
    private let fileName: String
    private let prefersDayFirst: Bool
    private var samples: [ColumnSample]

    /// - Parameters:
    ///   - names: the column names, no two alike.
    ///   - fileName: names the source where nothing better does.
    ///   - prefersDayFirst: the file's dialect is a European one (semicolons); French column names
    ///     have the same effect.
    public init(
        names: [String], catalogue: FieldCatalogue, today: CivilDate, fileName: String,
        prefersDayFirst: Bool
    ) {
        self.names = names
        self.catalogue = catalogue
        self.today = today
        self.fileName = fileName
        self.prefersDayFirst = prefersDayFirst || names.contains(where: Self.isFrench)
        samples = Array(repeating: ColumnSample(), count: names.count)
    }

    /// Takes one row into account.
    public mutating func add(_ cells: [Cell]) {
        for index in samples.indices {
            samples[index].add(index < cells.count ? cells[index] : .empty)
        }
    }

    /// What the rows so far suggest.
    public func suggestion() -> MappingSuggestion {
        let profiles = zip(names, samples).map { ColumnProfile(name: $0, sample: $1) }
        let choice = FieldChoice(profiles: profiles, catalogue: catalogue, today: today)
        let order = dateOrder(profiles)
        var mapping = ImportMapping(
            source: SourceName.suggested(columns: profiles.map(\.words), fileName: fileName),
            columns: [])
        var columns: [MappingSuggestion.Column] = []
        for (index, profile) in profiles.enumerated() {
            let chosen = choice.choices[index]
            let column = column(profile, chosen?.field, order: order)
            mapping.columns.append(column)
            columns.append(
                MappingSuggestion.Column(
                    name: profile.name, samples: profile.samples, field: column.field,
                    confidence: chosen.map { ($0.score * 100).rounded() / 100 } ?? 0,
                    dateFormat: column.dateFormat))
        }
        addFallback(&mapping, profiles, choice, order)
        shareGenericName(&mapping, choice)
        return MappingSuggestion(mapping: mapping, columns: columns)
    }

    private func column(
        _ profile: ColumnProfile, _ field: Field?, order: DateFormat
    ) -> ImportMapping.Column {
        var column = ImportMapping.Column(name: profile.name, field: field?.name)
        guard let field else { return column }
        column.label = profile.label
        switch field.type {
        case .date, .partialDate: column.dateFormat = profile.dates.format(order: order) ?? .iso
        case .choice(let choices): column.values = words(profile, field, choices)
        default: break
        }
        return column
    }

    /// The words of the column with what they mean, so that a person can see and change it.
    private func words(_ profile: ColumnProfile, _ field: Field, _ choices: [Choice])
        -> [String: String]
    {
        let synonyms = ChoiceSynonyms(field: field.name, choices: choices)
        var words: [String: String] = [:]
        for value in profile.counts.keys.sorted().prefix(100) {
            let word = CellText.unglued(value[...]) ?? value
            words[word] = synonyms.value(for: word)
        }
        let hasUnknown = choices.contains { $0.value == "unknown" }
        if hasUnknown, field.name == "outcome" { words[""] = "unknown" }
        // A field of the document column is no reason to reject a row over a word met later.
        if hasUnknown, field.storage != .column { words["*"] = "unknown" }
        return words
    }

    /// Which of two small numbers is the day: what any column decides holds for the file.
    private func dateOrder(_ profiles: [ColumnProfile]) -> DateFormat {
        let votes = profiles.compactMap(\.dates.decidedOrder)
        let dayFirst = votes.count { $0 == .dayFirst }
        if dayFirst * 2 != votes.count {
            return dayFirst * 2 > votes.count ? .dayFirst : .monthFirst
        }
        return prefersDayFirst ? .dayFirst : .monthFirst
    }

    private static func isFrench(_ name: String) -> Bool {
        FoldedText(name).words.contains { frenchWords.contains(String($0)) }
    }

    private static let frenchWords: Set<String> = [
        "reception", "recu", "serie", "gravite", "numero", "probleme", "produit", "modele",
        "statut", "evenement", "pays", "etablissement", "hopital", "fabricant", "marque",
        "reclamation", "plainte", "libelle", "du", "des", "le", "la", "les", "de",
    ]
}

// MARK: - What is not one column to one field

extension MappingSuggester {
    /// Columns whose date stands in for a missing date of receipt: the report's date, the event's,
    /// and where neither there nor for receipt is a column, any other that is no date of a device or
    /// a person.
    private func addFallback(
        _ mapping: inout ImportMapping, _ profiles: [ColumnProfile], _ choice: FieldChoice,
        _ order: DateFormat
    ) {
        let reportNames = Set(FieldSynonyms.reportDates.map { ColumnName($0).text })
        var fallback: [Int] = []
        var others: [Int] = []
        for (index, profile) in profiles.enumerated() where profile.dates.share >= 0.95 {
            if choice.choices[index] == nil, reportNames.contains(profile.words.text) {
                fallback.append(index)
            } else if choice.choices[index] == nil, profile.dates.certainShare >= 0.95,
                !profile.words.words.contains(where: Self.foreignDates.contains)
            {
                others.append(index)
            }
        }
        fallback += choice.choices.indices.filter { choice.choices[$0]?.field.name == "event_date" }
        let hasReceived = choice.choices.contains { $0?.field.name == "received" }
        if fallback.isEmpty, !hasReceived { fallback = Array(others.prefix(1)) }
        for index in fallback where mapping.columns[index].dateFormat == nil {
            mapping.columns[index].dateFormat = profiles[index].dates.format(order: order)
            mapping.columns[index].label = profiles[index].label
        }
        mapping.receivedFallback = fallback.map { profiles[$0].name }
    }

    private static let foreignDates: Set<String> = [
        "birth", "naissance", "expiration", "expiry", "peremption", "manufacture", "fabrication",
        "install", "installation", "installed", "warranty", "garantie", "returned", "retour",
        "closed", "cloture", "due", "echeance", "modified", "updated", "modification",
    ]

    /// Where no column names the product, the generic name does.
    private func shareGenericName(_ mapping: inout ImportMapping, _ choice: FieldChoice) {
        guard catalogue["product"] != nil,
            !choice.choices.contains(where: { $0?.field.name == "product" }),
            let index = choice.choices.firstIndex(where: { $0?.field.name == "generic_name" })
        else { return }
        mapping.columns[index].also = ["product"]
    }
}
