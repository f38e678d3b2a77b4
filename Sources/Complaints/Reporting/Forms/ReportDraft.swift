public import JSON

/// What a report would say as the file stands: each place of its form with its values, and what is missing.
public struct ReportDraft: Sendable {
    /// One value in a place of the form.
    public struct Value: Sendable, Equatable {
        public let field: FieldName
        /// What our field is called.
        public let label: Words
        /// Nil while there is none.
        public let text: Words?
        /// Whether the caller may not see it: then nothing is said of it.
        public let isWithheld: Bool
    }

    /// How far a place is filled.
    public enum State: String, Sendable, CaseIterable {
        /// All that the form requires there is there.
        case filled
        /// Something is there, and something that the form requires is not.
        case partial
        /// Nothing is there of what the form requires.
        case missing
        /// Nothing is there, and nothing is required.
        case empty
        /// It is entered into the form.
        case byHand = "by_hand"
    }

    /// What the form requires in a place and the file does not say: one of these fields is enough.
    public struct Lack: Sendable, Equatable {
        public let fields: [FieldName]
        /// What they are called, with "or" between.
        public let label: Words
    }

    /// One place of the form.
    public struct Line: Sendable {
        public let item: ReportForm.Item
        public let values: [Value]
        /// Whether the form requires anything there of this file.
        public let isNeeded: Bool

        /// Whether nothing stands there that the caller could know of.
        public var isEmpty: Bool { !values.contains(where: \.isThere) }
        /// Whether the report is not complete for want of it, or of a part of it.
        public var isMissing: Bool {
            isNeeded && (item.source == .byHand || !lacks.isEmpty)
        }

        /// What the form requires there and is not there. What the caller may not see counts as there.
        public var lacks: [Lack] {
            guard isNeeded else { return [] }
            return item.needs.compactMap { names in
                let asked = values.filter { names.contains($0.field) }
                return asked.contains(where: \.isThere) ? nil : Lack(of: asked)
            }
        }

        public var state: State {
            if item.source == .byHand { return .byHand }
            if lacks.isEmpty { return isEmpty ? .empty : .filled }
            return isEmpty ? .missing : .partial
        }
    }

    public let form: ReportForm
    /// By the sections of the form, in its order.
    public let sections: [(section: ReportForm.Section, lines: [Line])]

    /// The lines without which the report is not complete.
    public var missing: [Line] { sections.flatMap(\.lines).filter(\.isMissing) }

    /// - Parameters:
    ///   - record: the file as the caller sees it; restricted fields are not in it.
    ///   - report: the newest report to the form's jurisdiction.
    ///   - decision: the decision that stands there.
    ///   - sees: whether the caller sees fields of that kind.
    public init(
        _ form: ReportForm, catalogue: FieldCatalogue, record: JSONObject, report: FieldValues?,
        decision: FieldValues?, sees: (FieldAccess) -> Bool
    ) {
        self.form = form
        // What nobody has said yet may still be of a patient.
        let hasNoPatient = record["patient_involved"] == .string("no")
        sections = form.sections.map { section in
            let lines = section.items.map { item in
                let values: [Value]
                switch item.source {
                case .fields(let names):
                    values = names.compactMap { name in
                        catalogue[name].map { field in
                            Value(
                                field, sees(field.access) ? record[name.text] : nil,
                                isWithheld: !sees(field.access))
                        }
                    }
                case .report(let name):
                    values = Self.values(of: name, .report, report)
                case .decision(let name):
                    values = Self.values(of: name, .decision, decision)
                case .byHand:
                    values = []
                }
                return Line(
                    item: item, values: values,
                    isNeeded: item.isNeeded && !(item.isOfPatient && hasNoPatient))
            }
            return (section, lines)
        }
    }

    private static func values(
        of name: FieldName, _ kind: CompanionKind, _ values: FieldValues?
    ) -> [Value] {
        kind.catalogue[name].map { [Value($0, values?[name]?.json, isWithheld: false)] } ?? []
    }
}

extension ReportDraft.Lack {
    fileprivate init(of values: [ReportDraft.Value]) {
        fields = values.map(\.field)
        label = Words(
            values.map(\.label.english).joined(separator: " or "),
            values.map(\.label.french).joined(separator: " ou "))
    }
}

extension ReportDraft.Value {
    /// Whether there is a value, for all that the caller may know.
    fileprivate var isThere: Bool { text != nil || isWithheld }

    fileprivate init(_ field: Field, _ json: JSONValue?, isWithheld: Bool) {
        self.field = field.name
        label = field.label
        text = json.flatMap { Self.words($0, of: field.type) }
        self.isWithheld = isWithheld
    }

    /// A value as people read it; nil for none.
    private static func words(_ json: JSONValue, of type: FieldType) -> Words? {
        switch (json, type) {
        case (.null, _): return nil
        case (.string(let text), .choice(let choices)):
            return choices.first { $0.value == text }?.label ?? Words(text, text)
        case (.string(let text), .date), (.string(let text), .partialDate):
            return PartialDate(text)?.words ?? Words(text, text)
        case (.string(let text), _): return text.isEmpty ? nil : Words(text, text)
        case (.array(let elements), .list(of: .choice(let choices))):
            let labels = elements.compactMap(\.stringValue).map { value in
                choices.first { $0.value == value }?.label ?? Words(value, value)
            }
            return Words(
                labels.map(\.english).joined(separator: ", "),
                labels.map(\.french).joined(separator: ", "))
        case (.array(let elements), _):
            let text = elements.compactMap(\.stringValue).joined(separator: ", ")
            return Words(text, text)
        default:
            let text = String(decoding: json.serialized(), as: UTF8.self)
            return Words(text, text)
        }
    }
}
