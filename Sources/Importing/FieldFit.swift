import Complaints
import Tabular

/// How well the values of a column suit a field, from 0 to 1. A column that would have rows rejected
/// for a field nobody asked for is not suggested for it.
struct FieldFit {
    let today: CivilDate

    func fit(_ profile: ColumnProfile, _ field: Field) -> Double {
        if profile.valueCount == 0 { return 0.7 }
        switch field.type {
        case .text(let bytesMax): return text(profile, field, bytesMax)
        case .prose(let bytesMax):
            return profile.bytesMax > bytesMax ? 0 : profile.averageBytes >= 40 ? 1 : 0.8
        case .partialDate: return dates(profile, wholeDaysOnly: false)
        case .date: return dates(profile, wholeDaysOnly: true)
        case .choice(let choices): return choice(profile, field, choices)
        case .integer, .decimal:
            let share = profile.share { MeasureText.number(in: $0[...], for: field) != nil }
            return share == 1 ? 1 : 0
        case .boolean: return profile.share { BooleanText.value(of: $0[...]) != nil } == 1 ? 1 : 0
        case .country: return profile.share { CountryNames.code(for: $0[...]) != nil } == 1 ? 1 : 0
        case .reference: return profile.averageBytes <= 80 ? 1 : 0
        case .list(let item): return list(profile, field, item)
        case .timestamp, .object: return 0
        }
    }

    /// Every value of every cell has to be one of the list's.
    private func list(_ profile: ColumnProfile, _ field: Field, _ item: ListItem) -> Double {
        let reader = ListReader(item, words: ListReader.words(of: field, mapped: [:]))
        let share = profile.share { cell in
            do throws(RejectionReason) {
                _ = try reader.values(in: cell[...])
                return true
            } catch {
                return false
            }
        }
        return share == 1 ? 1 : 0
    }

    private func text(_ profile: ColumnProfile, _ field: Field, _ bytesMax: Int) -> Double {
        if profile.bytesMax > bytesMax { return 0 }
        switch field.name {
        case "source_id":
            if profile.averageBytes > 80 { return 0 }
            return profile.distinctShare >= 0.5 ? 1 : profile.distinctShare >= 0.15 ? 0.8 : 0
        case "product_code": return profile.share(where: isProductCode) >= 0.5 ? 1 : 0
        case "catalogue_number": return profile.averageBytes >= 3 ? 1 : 0
        case "complainant_email": return profile.share { $0.contains("@") } >= 0.5 ? 1 : 0
        default: return profile.averageBytes <= 300 ? 1 : 0.4
        }
    }

    /// The authority's three letters; some files keep the class of device (1, 2, 3) under that name.
    private func isProductCode(_ value: String) -> Bool {
        value.utf8.count == 3 && value.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private func dates(_ profile: ColumnProfile, wholeDaysOnly: Bool) -> Double {
        guard let format = profile.dates.format(order: .monthFirst) else { return 0 }
        if wholeDaysOnly {
            let reader = DateReader(format: format, today: today)
            let whole = profile.share { value in
                do throws(RejectionReason) {
                    return try reader.date(in: .text(value), text: value[...]).isWhole
                } catch {
                    return false
                }
            }
            return whole == 1 ? 1 : 0
        }
        return profile.dates.share >= 0.95 ? 1 : profile.dates.share >= 0.5 ? 0.7 : 0
    }

    private func choice(_ profile: ColumnProfile, _ field: Field, _ choices: [Choice]) -> Double {
        let synonyms = ChoiceSynonyms(field: field.name, choices: choices)
        let share = profile.share { synonyms.value(for: CellText.unglued($0[...]) ?? $0) != nil }
        let needed = field.storage == .column ? 0.8 : 1
        return share >= needed ? share : 0
    }
}
