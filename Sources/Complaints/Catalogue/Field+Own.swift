extension Field {
    /// One of the operator's own fields. `access` says where its values live: of one about a person in
    /// the file's sealed object, as those of the house's personal fields, else in the document. A
    /// retired one is nobody's to write.
    public static func own(
        _ name: FieldName, _ type: FieldType, _ group: FieldGroup? = nil,
        access: FieldAccess = .open, traits: FieldTraits = [], label: Words, help: Words? = nil,
        requiredWhen: FieldCondition? = nil, position: Int = 0
    ) -> Field {
        Field(
            name, type, group ?? access.ownGroup, in: access == .open ? .document : .sealed,
            access: access, entry: traits.contains(.retired) ? .system : .free, traits: traits,
            label: label, help: help, requiredWhen: requiredWhen, position: position)
    }
}

extension FieldAccess {
    /// What an own field may be; the source row is the import's.
    public static let ofOwnFields: [FieldAccess] = [.open, .complainant, .patient]

    /// The section where an own field stands unless its definition says another.
    public var ownGroup: FieldGroup {
        switch self {
        case .open, .sourceRow: .custom
        case .complainant: .complainant
        case .patient: .patient
        }
    }

    /// The sections where an own field may stand: those of a person are for what is about that person,
    /// and nothing of one's own says where a file came from.
    public var ownGroups: [FieldGroup] {
        FieldGroup.allCases.filter { group in
            switch group {
            case .complainant, .patient: group == ownGroup
            case .provenance: false
            default: true
            }
        }
    }
}

extension FieldTraits {
    /// What looks into the values of many files, which is not done to what is sealed.
    public static let ofOpenFields: FieldTraits = [.facet, .sortable, .searched, .indexed]
}
