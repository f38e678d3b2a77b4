import Complaints

/// A field that is held in memory.
struct GridField: Sendable {
    let name: FieldName
    let column: FieldColumn
    let isFacet: Bool

    /// Fields of few values, each value kept once: every stored field that is not free text and not
    /// different in every record.
    static let coded: [GridField] = stored.filter { $0.column.kind != .timestamp }
    /// Moments, kept as they are.
    static let moments: [GridField] = stored.filter { $0.column.kind == .timestamp }

    static let codedPositions = positions(coded)
    static let momentPositions = positions(moments)
    static let sitePosition = codedPositions["site"] ?? 0

    /// Fields of which the self-check asks whether there is a value: texts are not held, and of what is
    /// held there may come to be more values than codes. A bit a field, the first the lowest.
    static let asked: [FieldName] = FileCheck.all.flatMap(\.filters).reduce(
        into: FileCheck.askedByFacts
    ) {
        if $1.values == [""], !$0.contains($1.name) { $0.append($1.name) }
    }
    static let askedPlaces = Dictionary(
        uniqueKeysWithValues: asked.enumerated().map { ($1, UInt16($0)) })

    /// The id, the received date, then all of them in order, then which columns that are asked for have a
    /// value, then the document.
    static let columnList =
        (["complaint.id", "complaint.received"] + (coded + moments).map(\.column.expression)
        + [askedColumns, "complaint.document"]).joined(separator: ",")

    private static let askedColumns = asked.compactMap { name in
        guard let field = FieldCatalogue.standard[name], field.storage == .column,
            let column = FieldColumn(field), let place = askedPlaces[name]
        else { return nil }
        return "((\(column.expression) IS NOT NULL)<<\(place))"
    }.joined(separator: "|")

    /// Whether a field of the document is held: not free text, which is different everywhere.
    static func isHeld(_ field: Field) -> Bool {
        guard field.storage == .document, !field.traits.contains(.freeText) else { return false }
        switch field.type {
        case .prose, .object: return false
        default: return true
        }
    }

    /// The members of documents that are not held: free text of the catalogue.
    static let proseMembers: Set<String> = Set(
        FieldCatalogue.standard.fields.filter { $0.storage == .document && !isHeld($0) }
            .map(\.name.text))

    /// Without `number` and `source_id`: an index answers what is asked of them.
    private static let stored: [GridField] = FieldCatalogue.standard.fields.compactMap { field in
        guard field.storage == .column, !field.traits.contains(.freeText),
            !["id", "number", "source_id"].contains(field.name), !isProse(field.type),
            let column = FieldColumn(field)
        else { return nil }
        return GridField(
            name: field.name, column: column, isFacet: field.traits.contains(.facet))
    }

    private static func isProse(_ type: FieldType) -> Bool {
        if case .prose = type { true } else { false }
    }

    private static func positions(_ fields: [GridField]) -> [FieldName: Int] {
        Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
    }
}
