import Complaints
import JSON

extension RuleSetReading {
    static let depthMax = 8
    static let valuesMax = 100

    /// Reads a condition:
    ///
    /// ```
    /// {"and":[…]}  {"or":[…]}  {"not":{…}}
    /// {"field":"outcome","is":["death"]}        {"field":"markets","includes":"US"}
    /// {"field":"aware_threat","known":true}     {"field":"received","before":"2021-05-26"}
    /// {"decided":"EU"}  {"decided":"EU","as":"not_reportable"}
    /// {"rule":"EU-10"}  {"unsure":["EU-2","EU-10"]}
    /// ```
    mutating func predicate(
        _ json: JSONValue, at pointer: String, depth: Int = 1
    ) -> Predicate {
        guard depth <= Self.depthMax else {
            fail(pointer, .tooDeep, String(Self.depthMax))
            return .always
        }
        guard let object = json.objectValue else {
            fail(pointer, .wrongType)
            return .always
        }
        let kinds = ["and", "or", "not", "field", "decided", "rule", "unsure"]
        guard let kind = kinds.first(where: { object[$0] != nil }) else {
            if object.count > 0 { _ = self.object(json, at: pointer, only: []) }
            return .always
        }
        let child = object[kind] ?? .null
        let place = pointer + "/" + kind
        switch kind {
        case "field": return comparison(json, object, at: pointer)
        case "decided": return decided(json, object, at: pointer)
        default: _ = self.object(json, at: pointer, only: [kind])
        }
        switch kind {
        case "not": return .not(predicate(child, at: place, depth: depth + 1))
        case "rule": return earlierRule(child, at: place).map { .rule($0) } ?? .always
        case "unsure": return .isUnsure(earlierRules(child, at: place))
        default:
            var parts: [Predicate] = []
            for (index, part) in array(child, at: place, max: Self.valuesMax).enumerated() {
                parts.append(predicate(part, at: "\(place)/\(index)", depth: depth + 1))
            }
            return kind == "and" ? .and(parts) : .or(parts)
        }
    }

    /// The places of rules that stand before.
    mutating func earlierRules(_ json: JSONValue, at pointer: String) -> [Int] {
        var positions: [Int] = []
        for (index, id) in array(json, at: pointer, max: RuleSet.rulesMax).enumerated() {
            if let position = earlierRule(id, at: "\(pointer)/\(index)") {
                positions.append(position)
            }
        }
        if positions.isEmpty, json.arrayValue?.isEmpty ?? true { fail(pointer, .required) }
        return positions
    }

    private mutating func earlierRule(_ json: JSONValue, at pointer: String) -> Int? {
        guard let position = ruleIDs.firstIndex(where: { $0 == json.stringValue }) else {
            fail(pointer, .unknownReference)
            return nil
        }
        return position
    }

    private mutating func decided(
        _ json: JSONValue, _ object: JSONObject, at pointer: String
    ) -> Predicate {
        _ = self.object(json, at: pointer, only: ["decided", "as"])
        guard let code = object["decided"]?.stringValue, jurisdictionCodes.contains(code) else {
            fail(pointer + "/decided", .unknownReference)
            return .always
        }
        guard let given = object["as"] else { return .isDecided(code, nil) }
        guard let text = given.stringValue, let verdict = Decision.Verdict(rawValue: text) else {
            let known = Decision.Verdict.allCases.map(\.rawValue).joined(separator: " ")
            fail(pointer + "/as", .notAChoice, known)
            return .always
        }
        return .isDecided(code, verdict)
    }

    private mutating func comparison(
        _ json: JSONValue, _ object: JSONObject, at pointer: String
    ) -> Predicate {
        let operators = ["is", "includes", "known", "before"]
        _ = self.object(json, at: pointer, only: ["field"] + operators)
        let given = operators.filter { object[$0] != nil }
        guard given.count == 1, let op = given.first, let value = object[op] else {
            fail(pointer, .unknownOperator, operators.joined(separator: " "))
            return .always
        }
        guard let field = field(object["field"], at: pointer + "/field") else { return .always }
        let place = pointer + "/" + op
        switch (op, field.type) {
        case ("is", .choice), ("is", .country), ("is", .boolean):
            return .isOneOf(fact(field.name), values(value, of: field, at: place))
        case ("includes", .text), ("includes", .list):
            guard let entry = text(value, at: place, bytesMax: Self.codeBytesMax) else {
                return .always
            }
            return .includes(fact(field.name), entry.uppercased())
        case ("known", _):
            guard let isKnown = flag(value, at: place) else {
                fail(place, .required)
                return .always
            }
            let known = Predicate.isKnown(fact(field.name))
            return isKnown ? known : .not(known)
        case ("before", .date), ("before", .partialDate):
            guard let date = date(value, at: place) else { return .always }
            return .isBefore(fact(field.name), date)
        default:
            fail(place, .operatorNotForType)
            return .always
        }
    }

    /// A field of the file that stands open: rules neither see nor tell what is sealed.
    mutating func field(_ json: JSONValue?, at pointer: String) -> Field? {
        guard let name = json?.stringValue, let field = catalogue[FieldName(name)] else {
            fail(pointer, .unknownField, json?.stringValue)
            return nil
        }
        let isOpen = field.storage == .column || field.storage == .document
        switch field.type {
        case .object, .prose, .timestamp, .decimal, .reference, .integer: break
        default:
            if isOpen, field.access == .open, !RuleSet.derivedFields.contains(field.name) {
                return field
            }
        }
        fail(pointer, .notFilterable, name)
        return nil
    }

    /// A field with a date that a clock may start on.
    mutating func dateField(_ json: JSONValue, at pointer: String) -> Field? {
        guard let field = field(json, at: pointer) else { return nil }
        switch field.type {
        case .date, .partialDate: return field
        default:
            fail(pointer, .wrongType)
            return nil
        }
    }

    /// Choices of the field, given as a list or as one.
    private mutating func values(
        _ json: JSONValue, of field: Field, at pointer: String
    ) -> [String] {
        var found: [String] = []
        let isList = json.arrayValue != nil
        let given = isList ? array(json, at: pointer, max: Self.valuesMax) : [json]
        if given.isEmpty { fail(pointer, .required) }
        for (index, element) in given.enumerated() {
            let place = isList ? "\(pointer)/\(index)" : pointer
            do {
                switch try field.type.value(of: element) {
                case .text(let text): found.append(text)
                case .boolean(let isTrue): found.append(isTrue ? "true" : "false")
                default: fail(place, .required)
                }
            } catch {
                note(error.at(place))
            }
        }
        return found
    }
}
