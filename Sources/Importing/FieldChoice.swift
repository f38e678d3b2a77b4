import Complaints

/// Gives each field to at most one column and each column at most one field, the surest first.
struct FieldChoice: Sendable {
    struct Scored: Sendable {
        let field: Field
        let score: Double
    }

    /// By column; nil for columns that stay in the source row only.
    private(set) var choices: [Scored?]

    init(profiles: [ColumnProfile], catalogue: FieldCatalogue, today: CivilDate) {
        choices = Array(repeating: nil, count: profiles.count)
        let fields = catalogue.fields.filter(FieldSynonyms.isMappable)
        let fit = FieldFit(today: today)
        if Self.isOwnExport(profiles, catalogue) {
            assign(
                Self.candidates(profiles, fields) { field in
                    { $0.name == field.name.text ? Self.surest * fit.fit($0, field) : 0 }
                })
            return
        }
        assign(
            Self.candidates(profiles, fields) { field in
                let names = FieldSynonyms.names(of: field).map { ColumnName($0).words }
                return { profile in
                    let byName = Self.nameScore(profile.words, names)
                    guard byName > 0 else { return 0 }
                    return byName * fit.fit(profile, field) * (0.75 + 0.25 * profile.fill)
                }
            })
        addByValue(profiles, fields, fit)
    }

    /// What a column scores that has a field's very name.
    private static let surest = 0.99

    /// Each pair of a field and a column whose score is worth a suggestion.
    ///
    /// - Parameter score: given a field, what a column scores for it, from 0 to 1.
    private static func candidates(
        _ profiles: [ColumnProfile], _ fields: [Field],
        score: (Field) -> (ColumnProfile) -> Double
    ) -> [(column: Int, scored: Scored)] {
        var candidates: [(column: Int, scored: Scored)] = []
        for field in fields {
            let scoreOfColumn = score(field)
            for (column, profile) in profiles.enumerated() {
                let score = scoreOfColumn(profile)
                guard score >= MappingSuggester.scoreMin else { continue }
                candidates.append((column, Scored(field: field, score: score)))
            }
        }
        return candidates
    }

    /// Whether the file is a list that IBTool exported: its columns are named as our fields are, and
    /// "number", "created" and "version" say what they say here, not what they mean elsewhere.
    private static func isOwnExport(_ profiles: [ColumnProfile], _ catalogue: FieldCatalogue)
        -> Bool
    {
        let columns = Set(profiles.map(\.name))
        guard columns.isSuperset(of: ["number", "status", "version"]) else { return false }
        return columns.count { catalogue[FieldName($0)] != nil } * 10 >= columns.count * 9
    }

    private mutating func assign(_ candidates: [(column: Int, scored: Scored)]) {
        var taken = Set(choices.compactMap { $0?.field.name })
        let sorted = candidates.sorted {
            ($0.scored.score, $1.column) > ($1.scored.score, $0.column)
        }
        for (column, scored) in sorted where choices[column] == nil {
            if taken.insert(scored.field.name).inserted { choices[column] = scored }
        }
    }

    /// What values alone tell: the longest text is the description, DICOM codes are a modality.
    private mutating func addByValue(
        _ profiles: [ColumnProfile], _ fields: [Field], _ fit: FieldFit
    ) {
        var candidates: [(column: Int, scored: Scored)] = []
        for field in fields {
            for (column, profile) in profiles.enumerated()
            where choices[column] == nil && profile.valueCount >= 3 {
                switch field.name {
                case "description" where profile.averageBytes >= 80 && profile.dates.share < 0.5:
                    let length = Double(min(profile.averageBytes, 1_000)) / 10_000
                    candidates.append((column, Scored(field: field, score: 0.5 + length)))
                case "modality" where Self.holdsModalities(profile) && fit.fit(profile, field) == 1:
                    candidates.append((column, Scored(field: field, score: 0.6)))
                default: break
                }
            }
        }
        assign(candidates)
    }

    private static func holdsModalities(_ profile: ColumnProfile) -> Bool {
        let codes: Set<String> = ["MR", "CT", "XA", "US", "NM", "PT", "DX", "CR", "MG", "RF"]
        return profile.share(where: codes.contains) == 1
    }

    /// How much a column's name says for a field, from 0 to 1.
    private static func nameScore(_ column: ColumnName, _ names: [[String]]) -> Double {
        var best = 0.0
        for (place, name) in names.enumerated() where !name.isEmpty {
            let sureness = max(surest - 0.004 * Double(place), 0.85)
            if name == column.words { best = max(best, sureness) }
            if name == column.lastStep { best = max(best, sureness - 0.03) }
            if name.count >= 2, column.words.count > name.count, contains(column.words, name),
                kinds.isDisjoint(with: Set(column.words).subtracting(name))
            {
                let covered = Double(name.count) / Double(column.words.count)
                best = max(best, 0.1 + 0.7 * covered)
            }
        }
        return best
    }

    /// Words that make a column something about the thing its other words name.
    private static let kinds: Set<String> = [
        "flag", "key", "md5", "hash", "count", "index", "sequence", "url", "link", "code",
    ]

    /// Whether `part` stands in `words`, side by side.
    private static func contains(_ words: [String], _ part: [String]) -> Bool {
        (0...(words.count - part.count)).contains { start in
            words[start..<start + part.count].elementsEqual(part)
        }
    }
}
