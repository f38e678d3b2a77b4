extension FieldCatalogue {
    /// The fields that a file still lacks to stand in that state: what intake asks for, and what the
    /// state and the file's own values make necessary. In the order of the form.
    public func missing(for state: String, in value: (FieldName) -> FieldValue) -> [Field] {
        conditional.filter { field in
            field.requiredWhen?.holds(in: state, value) == true && value(field.name).isNull
        }.reduce(into: requiredFields.filter { value($0.name).isNull }) { $0.append($1) }
            .sorted { position(of: $0.name) ?? 0 < position(of: $1.name) ?? 0 }
    }

    /// The same for values by name.
    public func missing(for state: String, in values: FieldValues) -> [Field] {
        missing(for: state) { values[$0] ?? .null }
    }
}

extension FieldName {
    /// Where the field stands in a body (RFC 6901): `/severity`, `/custom/coil`.
    public var pointer: String {
        customPart.map { "/custom/" + $0 } ?? "/" + text
    }
}

/// What a change of a file may not do, by what the file holds already: write what is locked, or leave
/// out what it makes necessary.
public struct ChangeCheck: Sendable {
    private let catalogue: FieldCatalogue
    private let visibility: Visibility
    private let isErased: Bool

    /// - Parameters:
    ///   - visibility: what the writer may see; nobody is asked for what he may not write.
    ///   - isErased: whether the file's personal data are gone, so that nobody can be asked for them.
    public init(
        _ catalogue: FieldCatalogue, for visibility: Visibility, isErased: Bool = false
    ) {
        self.catalogue = catalogue
        self.visibility = visibility
        self.isErased = isErased
    }

    /// What is wrong with new values for a file; empty when nothing is.
    ///
    /// Where a file stands is the workflow's to check: a change of the status alone asks for nothing
    /// here.
    public func problems(
        in changes: FieldValues, of old: (FieldName) -> FieldValue
    ) -> [FieldProblem] {
        let status = old("status").text
        var touched: Set<FieldName> = []
        var problems: [FieldProblem] = []
        for (name, value) in changes where value != old(name) {
            if name != "status" { touched.insert(name) }
            guard catalogue[name]?.entry == .intake, status != "received", !old(name).isNull
            else { continue }
            problems.append(FieldProblem(name.pointer, .locked))
        }
        if touched.isEmpty { return [] }
        func new(_ name: FieldName) -> FieldValue { changes[name] ?? old(name) }
        let next = new("status").text
        for field in catalogue.conditional where isAskedFor(field) {
            guard let condition = field.requiredWhen, new(field.name).isNull,
                condition.holds(in: next, new)
            else { continue }
            let isCleared = touched.contains(field.name)
            let isNew =
                !condition.names.isDisjoint(with: touched) && !condition.holds(in: status, old)
            if isCleared || isNew { problems.append(FieldProblem(field.name.pointer, .required)) }
        }
        return problems.sorted { $0.pointer < $1.pointer }
    }

    private func isAskedFor(_ field: Field) -> Bool {
        visibility.sees(field.access) && !(isErased && field.storage == .sealed)
    }

    /// The same for a new file: what its values make necessary wherever it stands.
    func problems(in values: FieldValues, mayWrite: (Field) -> Bool) -> [FieldProblem] {
        catalogue.conditional.filter { field in
            (values[field.name] ?? .null).isNull && mayWrite(field)
                && field.requiredWhen?.holds(in: nil) { values[$0] ?? .null } == true
        }.map { FieldProblem($0.name.pointer, .required) }
    }
}
