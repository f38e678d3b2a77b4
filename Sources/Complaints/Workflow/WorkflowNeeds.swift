/// The fields that a file lacks for each state it could stand in, by the conditions of the catalogue.
public struct WorkflowNeeds: Sendable, Equatable {
    private let fields: [WorkflowState: [FieldName]]

    /// Nothing is asked for.
    public init() { fields = [:] }

    /// - Parameters:
    ///   - value: the file's values.
    ///   - isErased: whether its personal data are gone, so that nobody can be asked for them.
    public init(
        _ catalogue: FieldCatalogue, isErased: Bool = false, in value: (FieldName) -> FieldValue
    ) {
        var fields: [WorkflowState: [FieldName]] = [:]
        for state in WorkflowState.allCases {
            fields[state] = catalogue.missing(for: state.rawValue, in: value)
                .filter { !isErased || $0.storage != .sealed }.map(\.name)
        }
        self.fields = fields
    }

    /// What is missing for that state, with what is asked for here behind it, each field once.
    func added(to missing: [FieldProblem], for state: WorkflowState) -> [FieldProblem] {
        let known = Set(missing.map(\.pointer))
        return missing
            + (fields[state] ?? []).map(\.pointer).filter { !known.contains($0) }
            .map { FieldProblem($0, .required) }
    }
}
