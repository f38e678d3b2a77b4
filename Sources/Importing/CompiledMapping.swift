import Complaints

/// A mapping bound to the columns of a file and to the fields of the catalogue.
struct CompiledMapping {
    struct Column {
        let index: Int
        let name: String
        let isRequired: Bool
        let readers: [ColumnReader]
    }

    private(set) var columns: [Column] = []
    private(set) var fallbacks: [(index: Int, reader: ColumnReader)] = []
    private(set) var defaults: [(name: FieldName, value: FieldValue)] = []

    init(
        _ names: [String], _ mapping: ImportMapping, _ catalogue: FieldCatalogue, _ today: CivilDate
    ) throws(Refusal) {
        var indexes: [String: Int] = [:]
        for (index, name) in names.enumerated() where indexes[name] == nil { indexes[name] = index }
        var problems: [FieldProblem] = []
        let owners = Set(mapping.columns.compactMap(\.field))
        for column in mapping.columns {
            guard let name = column.field, let field = catalogue[name] else { continue }
            // A saved mapping may know columns that this file has not.
            guard let index = indexes[column.name] else {
                if column.isRequired {
                    problems.append(FieldProblem("/columns/\(column.name)", .required))
                }
                continue
            }
            if let choices = field.type.choices {
                let values = Set(choices.map(\.value))
                for (word, value) in column.values where !values.contains(value) {
                    problems.append(
                        FieldProblem(
                            "/columns/\(column.name)/values/\(word)", .notAChoice, argument: value))
                }
            }
            let also = column.also.filter { !owners.contains($0) }.compactMap { catalogue[$0] }
            let readers = ([field] + also).map {
                ColumnReader(field: $0, column: column, today: today)
            }
            columns.append(
                Column(
                    index: index, name: column.name, isRequired: column.isRequired, readers: readers
                ))
        }
        columns.sort { $0.index < $1.index }
        addFallbacks(mapping, catalogue, indexes, today)
        addDefaults(mapping, catalogue, &problems)
        if !problems.isEmpty { throw .invalid(problems) }
    }

    private mutating func addFallbacks(
        _ mapping: ImportMapping, _ catalogue: FieldCatalogue, _ indexes: [String: Int],
        _ today: CivilDate
    ) {
        guard let field = catalogue["received"] else { return }
        for name in mapping.receivedFallback {
            guard let index = indexes[name], let column = mapping[column: name] else { continue }
            fallbacks.append((index, ColumnReader(field: field, column: column, today: today)))
        }
    }

    private mutating func addDefaults(
        _ mapping: ImportMapping, _ catalogue: FieldCatalogue, _ problems: inout [FieldProblem]
    ) {
        for (name, text) in mapping.defaults.sorted(by: { $0.key.text < $1.key.text }) {
            guard let field = catalogue[name] else { continue }
            do throws(ValueProblem) {
                defaults.append((name, try field.type.value(ofText: text)))
            } catch {
                problems.append(error.at("/defaults/\(name.text)"))
            }
        }
    }
}
