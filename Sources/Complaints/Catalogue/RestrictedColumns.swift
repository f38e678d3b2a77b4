public import JSON

/// Which columns of a source row are about the complainant or the patient: those that the mapping
/// gave to such a field, and of the others those whose name says so.
///
/// In doubt a column is restricted: one that no open field takes is shown to everybody only when
/// each word of its name is known to be about devices, events, dates, codes and the like.
public struct RestrictedColumns: Sendable {
    /// What stands in place of a value that the caller may not see.
    public static let mask = "•••"

    private let catalogue: FieldCatalogue
    /// The field of each mapped column.
    private let mapped: [String: FieldName]

    /// - Parameter mapped: the field of each column that has one.
    public init(_ catalogue: FieldCatalogue, mapped: [String: FieldName]) {
        self.catalogue = catalogue
        self.mapped = mapped
    }

    /// The columns of an import's mapping as JSON; names alone decide where it is none.
    public init(_ catalogue: FieldCatalogue, mapping: JSONValue) {
        var mapped: [String: FieldName] = [:]
        for column in mapping.objectValue?["columns"]?.objectValue?.members ?? [] {
            guard let field = column.value.objectValue?["field"]?.stringValue else { continue }
            mapped[column.name] = FieldName(field)
        }
        self.init(catalogue, mapped: mapped)
    }

    /// Who may see the column.
    public func access(of column: String) -> FieldAccess {
        let field = mapped[column].flatMap { catalogue[$0] }
        if let field, field.access != .open { return field.access }
        return ColumnWords(column).access ?? (field == nil ? .complainant : .open)
    }

    /// Writes the row, masked where the caller may not see; true when patient columns are shown.
    public func write(
        _ cells: JSONObject, for visibility: Visibility, into writer: inout JSONWriter
    ) -> Bool {
        var showsPatient = false
        writer.beginObject()
        for cell in cells.members {
            let access = access(of: cell.name)
            writer.name(cell.name)
            if visibility.sees(access) {
                writer.value(cell.value)
                if access == .patient { showsPatient = true }
            } else {
                writer.string(Self.mask)
            }
        }
        writer.endObject()
        return showsPatient
    }
}
