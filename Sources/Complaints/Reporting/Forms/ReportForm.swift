/// The form of a report to an authority: where each of its values stands in the file. One declaration a form;
/// drafts, their print and the list of what is missing take it.
public struct ReportForm: Sendable {
    /// One numbered place of the form.
    public struct Item: Sendable {
        /// As the form numbers it, e.g. `B5`.
        public let number: String
        public let label: Words
        public let source: Source
        /// The law that asks for it; nil where that is the law of the whole section.
        public let citation: Citation?
        /// Whether a report without it is not complete.
        public let isNeeded: Bool
        /// What the form requires there: of each of these at least one field.
        public let needs: [[FieldName]]
        /// Whether that is required only where a patient was involved, as far as is known.
        public let isOfPatient: Bool

        init(
            _ number: String, _ label: Words, _ source: Source, citation: Citation? = nil,
            isNeeded: Bool = false, needs: [[FieldName]] = [], isOfPatient: Bool = false
        ) {
            self.number = number
            self.label = label
            self.source = source
            self.citation = citation
            self.isNeeded = isNeeded || !needs.isEmpty
            // A place of one field requires that field.
            self.needs = isNeeded && needs.isEmpty ? source.fields.map { [$0] } : needs
            self.isOfPatient = isOfPatient
        }
    }

    /// Where a value comes from.
    public enum Source: Sendable, Equatable {
        /// Fields of the file, one after another.
        case fields([FieldName])
        /// A field of the newest report to the form's jurisdiction.
        case report(FieldName)
        /// A field of the decision that stands there.
        case decision(FieldName)
        /// What the file does not hold: it is entered into the form.
        case byHand

        /// The fields of ours that supply it.
        public var fields: [FieldName] {
            switch self {
            case .fields(let names): names
            case .report(let name), .decision(let name): [name]
            case .byHand: []
            }
        }
    }

    /// A part of the form.
    public struct Section: Sendable {
        public let code: String
        public let title: Words
        public let citation: Citation
        /// Said instead of items where the section is not for whom the report comes from.
        public let note: Words?
        public let items: [Item]

        init(
            _ code: String, _ title: Words, citation: Citation, note: Words? = nil,
            _ items: [Item] = []
        ) {
            self.code = code
            self.title = title
            self.citation = citation
            self.note = note
            self.items = items
        }
    }

    /// As it stands in addresses, e.g. `fda-3500a`.
    public let id: String
    public let name: Words
    /// As fields cite it (`Field.form`), e.g. `FDA 3500A`.
    public let prefix: String
    public let jurisdiction: String
    public let sections: [Section]

    /// The fields of the file that it asks for, each once.
    public var fields: [FieldName] {
        var names: [FieldName] = []
        for case .fields(let sources) in sections.flatMap(\.items).map(\.source) {
            for name in sources where !names.contains(name) { names.append(name) }
        }
        return names
    }

    public static let all: [ReportForm] = [fda3500A, euMIR]

    /// The form of that id; nil when there is none.
    public static func of(_ id: String) -> ReportForm? { all.first { $0.id == id } }
}
