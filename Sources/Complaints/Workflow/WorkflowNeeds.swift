/// The fields that a file lacks to be closed, by the conditions of the catalogue: whatever its own values
/// and the states before make necessary.
public struct WorkflowNeeds: Sendable, Equatable {
    /// Fields that stand in for another one, and where that one is missed already.
    private static let standIns: [FieldName: String] = [
        "udi_unknown_reason": "/udi", "no_reply_reason": "/reply",
    ]

    /// What an investigation of one's own leaves behind, and none gives reasons for.
    private static let ownInvestigation: Set<FieldName> = [
        "investigation_needed", "no_investigation_reason", "no_investigation_by", "investigator",
        "investigation_started", "investigation_finished", "met_specification",
        "relation_to_event", "investigation_results",
    ]

    private let fields: [FieldName]

    /// Nothing is asked for.
    public init() { fields = [] }

    /// - Parameters:
    ///   - value: the file's values.
    ///   - isErased: whether its personal data are gone, so that nobody can be asked for them.
    public init(
        _ catalogue: FieldCatalogue, isErased: Bool = false, in value: (FieldName) -> FieldValue
    ) {
        // What intake asks for was asked there; what an import brought may lack it.
        fields = catalogue.missing(for: WorkflowState.closed.rawValue, in: value)
            .filter { !$0.traits.contains(.required) && (!isErased || $0.storage != .sealed) }
            .map(\.name)
    }

    /// What is missing for closing, with what is asked for here behind it, each field once.
    ///
    /// - Parameter reusesInvestigation: whether the investigation is another file's.
    func added(
        to missing: [FieldProblem], reusesInvestigation: Bool = false
    ) -> [FieldProblem] {
        let known = Set(missing.map(\.pointer))
        return missing
            + fields.filter { field in
                !known.contains(field.pointer)
                    && !(reusesInvestigation && Self.ownInvestigation.contains(field))
                    && !(Self.standIns[field].map(known.contains) ?? false)
            }.map { FieldProblem($0.pointer, .required) }
    }
}
