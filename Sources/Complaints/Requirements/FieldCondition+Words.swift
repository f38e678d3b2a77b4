extension FieldCondition {
    /// The condition in words, to be read after "Required": "when “Outcome” is “Death”".
    public func words(in catalogue: FieldCatalogue) -> Words {
        switch self {
        case .isOneOf(let name, let texts):
            let values = texts.map { catalogue.label(of: $0, in: name) }
            return Words(
                "when \(Self.quoted(name, catalogue).english) is "
                    + values.map { "“\($0.english)”" }.joined(separator: " or "),
                "quand \(Self.quoted(name, catalogue).french) vaut "
                    + values.map { "«\u{A0}\($0.french)\u{A0}»" }.joined(separator: " ou "))
        case .isSet(let name):
            let field = Self.quoted(name, catalogue)
            return Words("when \(field.english) has a value", "quand \(field.french) est renseigné")
        case .isEmpty(let name):
            let field = Self.quoted(name, catalogue)
            return Words("when \(field.english) is empty", "quand \(field.french) est vide")
        case .hasReached(let state):
            let label = catalogue.label(of: state, in: "status")
            return Words(
                "from the status “\(label.english)” on",
                "à partir du statut «\u{A0}\(label.french)\u{A0}»")
        case .all(let parts): return Self.joined(parts, catalogue, Words(" and ", " et "))
        case .any(let parts): return Self.joined(parts, catalogue, Words(" or ", " ou "))
        }
    }

    private static func quoted(_ name: FieldName, _ catalogue: FieldCatalogue) -> Words {
        let label = catalogue[name]?.label ?? Words(name.text, name.text)
        return Words("“\(label.english)”", "«\u{A0}\(label.french)\u{A0}»")
    }

    private static func joined(
        _ parts: [FieldCondition], _ catalogue: FieldCatalogue, _ conjunction: Words
    ) -> Words {
        let words = parts.map { $0.words(in: catalogue) }
        return Words(
            words.map(\.english).joined(separator: conjunction.english),
            words.map(\.french).joined(separator: conjunction.french))
    }
}

extension FieldCatalogue {
    /// The words of a value of a closed list or a yes and no; the value itself for any other.
    public func label(of value: String, in name: FieldName) -> Words {
        let type = self[name]?.type
        if type == .boolean { return value == "true" ? Words("Yes", "Oui") : Words("No", "Non") }
        let choice = type?.choices?.first { $0.value == value }
        return choice?.label ?? Words(value, value)
    }
}
