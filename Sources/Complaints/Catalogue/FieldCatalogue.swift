/// Every field of one kind of record, in reading order: the one list that validation, the API,
/// forms, filters, import and export take. A value, passed to whoever needs it.
public struct FieldCatalogue: Sendable {
    /// All fields: by group in reading order, within a group as a form shows them.
    public let fields: [Field]
    /// The fields that are refused when missing at intake.
    public let requiredFields: [Field]
    /// The fields that something else makes necessary.
    public let conditional: [Field]
    private let positions: [FieldName: Int]

    /// A catalogue of these fields, put in the order of their groups.
    ///
    /// The names must differ; a repeated one is a mistake in the program.
    public init(_ fields: [Field]) {
        self.fields = FieldGroup.allCases.flatMap { group in fields.filter { $0.group == group } }
        var positions: [FieldName: Int] = [:]
        for (position, field) in self.fields.enumerated() {
            let earlier = positions.updateValue(position, forKey: field.name)
            precondition(earlier == nil, "two fields are named \(field.name)")
        }
        self.positions = positions
        requiredFields = self.fields.filter {
            $0.traits.contains(.required) && !$0.traits.contains(.retired)
        }
        conditional = self.fields.filter { $0.requiredWhen != nil && $0.entry != .system }
    }

    /// The field of that name (`severity`, `custom.NAME`), nil when there is none.
    public subscript(name: FieldName) -> Field? {
        positions[name].map { fields[$0] }
    }

    /// Where the field stands in `fields`.
    public func position(of name: FieldName) -> Int? {
        positions[name]
    }

    /// The groups that hold at least one field, in reading order.
    public var groups: [FieldGroup] {
        FieldGroup.allCases.filter { group in fields.contains { $0.group == group } }
    }

    /// The fields of one group, as a form shows them.
    public func fields(in group: FieldGroup) -> [Field] {
        fields.filter { $0.group == group }
    }

    /// The fields that have all of these traits, in order.
    public func fields(with traits: FieldTraits) -> [Field] {
        fields.filter { $0.traits.isSuperset(of: traits) }
    }

    /// The custom fields, without the `custom.` in front of their names being cut off.
    public var customFields: [Field] {
        fields.filter { $0.name.customPart != nil }
    }

    /// The same catalogue with the operator's own fields, each behind the house's of its group, in the
    /// order of their positions and names. Every name begins with `custom.`; a field that is there
    /// already is replaced.
    public func adding(custom added: [Field]) -> FieldCatalogue {
        precondition(added.allSatisfy { $0.name.customPart != nil })
        let names = Set(added.map(\.name))
        let kept = fields.filter { !names.contains($0.name) }
        let own = (kept.filter { $0.name.customPart != nil } + added).sorted {
            ($0.position, $0.name.text) < ($1.position, $1.name.text)
        }
        return FieldCatalogue(kept.filter { $0.name.customPart == nil } + own)
    }
}

extension FieldCatalogue {
    /// The complaint file (PRODUCT section 3.1), without custom fields.
    public static let standard = FieldCatalogue(
        identityFields + complainantFields + siteFields + deviceFields + eventFields
            + patientFields + triageFields + codingFields + reportabilityFields
            + investigationFields + actionFields + replyFields + closureFields
            + clockFacts + clockFields + provenanceFields + customObjectFields)
}

extension FieldName {
    private static let customPrefix = "custom."

    /// The name of the custom field `NAME`, i.e. `custom.NAME`; nil when NAME is not a lower-case
    /// ASCII letter followed by at most 62 lower-case letters, digits and "_".
    public init?(custom name: String) {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, bytes.count <= 63, (0x61...0x7A).contains(first),
            bytes.allSatisfy({ isNameByte($0) })
        else { return nil }
        self.init(Self.customPrefix + name)
    }

    /// The NAME of `custom.NAME`; nil for the fields of the house.
    public var customPart: String? {
        guard text.hasPrefix(Self.customPrefix) else { return nil }
        return String(text.dropFirst(Self.customPrefix.count))
    }
}

private func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
}
