import Complaints
import JSON

extension RuleSetReading {
    private static let members = [
        "id", "jurisdiction", "name", "when", "starts", "limit", "immediately", "done", "warn",
        "escalate", "citation", "valid",
    ]

    mutating func rule(_ json: JSONValue, at pointer: String) -> Rule? {
        let position = ruleIDs.count
        guard let object = object(json, at: pointer, only: Self.members) else { return nil }
        let id = id(object["id"], at: pointer + "/id")
        let jurisdiction = object["jurisdiction"]?.stringValue ?? ""
        if !jurisdictionCodes.contains(jurisdiction) {
            fail(pointer + "/jurisdiction", .unknownReference)
        }
        let when = object["when"].map { predicate($0, at: pointer + "/when") }
        if when == nil { fail(pointer + "/when", .required) }
        let starts = starts(object["starts"], at: pointer + "/starts")
        let limit = limit(object["limit"], at: pointer + "/limit")
        let done = object["done"].flatMap {
            $0.isNull ? nil : predicate($0, at: pointer + "/done")
        }
        let valid = validity(object["valid"], at: pointer + "/valid")
        let rule = Rule(
            id: id ?? "", position: position, jurisdiction: jurisdiction,
            name: words(object["name"], at: pointer + "/name"), when: when ?? .always,
            starts: starts, limit: limit ?? .immediately,
            isImmediate: flag(object["immediately"], at: pointer + "/immediately") ?? false,
            done: done, warnings: warnings(object["warn"], at: pointer + "/warn"),
            escalation: escalation(object["escalate"], at: pointer + "/escalate"),
            citation: words(object["citation"], at: pointer + "/citation"),
            validFrom: valid.from, validTo: valid.to)
        // From here on other rules may name it.
        noteRule(id ?? "")
        return rule
    }

    private mutating func id(_ json: JSONValue?, at pointer: String) -> String? {
        guard let id = newCode(json, at: pointer, among: []) else { return nil }
        if ruleIDs.contains(id) { fail(pointer, .repeated, id) }
        return id
    }

    private mutating func starts(_ json: JSONValue?, at pointer: String) -> [FactIndex] {
        let given = array(json, at: pointer, max: 5)
        if given.isEmpty { fail(pointer, .required) }
        var starts: [FactIndex] = []
        for (index, name) in given.enumerated() {
            if let field = dateField(name, at: "\(pointer)/\(index)") {
                starts.append(fact(field.name))
            }
        }
        return starts
    }

    /// `{"days":30}`, `{"work_days":5,"calendar":"us_federal"}`, `{"immediately":true}`,
    /// `{"before":"field_action_initiated"}` or `{"half_of":["EU-2","EU-10"]}`.
    private mutating func limit(_ json: JSONValue?, at pointer: String) -> Limit? {
        let kinds = ["days", "work_days", "immediately", "before", "half_of"]
        guard let object = object(json ?? .null, at: pointer, only: kinds + ["calendar"]) else {
            return nil
        }
        let given = kinds.filter { object[$0] != nil }
        guard given.count == 1, let kind = given.first, let value = object[kind] else {
            fail(pointer, .unknownOperator, kinds.joined(separator: " "))
            return nil
        }
        let place = pointer + "/" + kind
        switch kind {
        case "days": return number(value, at: place, 0...Self.limitDaysMax).map { .days($0) }
        case "work_days":
            let count = number(value, at: place, 0...WorkCalendar.daysMax)
            guard let code = object["calendar"]?.stringValue,
                let calendar = calendarCodes.firstIndex(of: code)
            else {
                fail(pointer + "/calendar", .unknownReference)
                return nil
            }
            return count.map { .workDays($0, calendar: calendar) }
        case "immediately":
            if value.boolValue != true { fail(place, .wrongType) }
            return .immediately
        case "before":
            return dateField(value, at: place).map { .before(fact($0.name)) }
        default: return .halfOf(earlierRules(value, at: place))
        }
    }

    private mutating func validity(
        _ json: JSONValue?, at pointer: String
    ) -> (from: CivilDate?, to: CivilDate?) {
        guard let json, !json.isNull,
            let object = object(json, at: pointer, only: ["from", "to"])
        else { return (nil, nil) }
        let from = date(object["from"], at: pointer + "/from")
        let to = date(object["to"], at: pointer + "/to")
        if let from, let to, to < from { fail(pointer + "/to", .outOfRange, "\(from) …") }
        return (from, to)
    }

    private mutating func warnings(_ json: JSONValue?, at pointer: String) -> [Int] {
        guard let json, !json.isNull else { return [50, 75, 90, 100] }
        var points: Set<Int> = []
        for (index, point) in array(json, at: pointer, max: 10).enumerated() {
            if let percent = number(point, at: "\(pointer)/\(index)", 1...100) {
                points.insert(percent)
            }
        }
        return points.sorted()
    }

    /// `[{"percent":100,"role":"reviewer"}]`
    private mutating func escalation(
        _ json: JSONValue?, at pointer: String
    ) -> [EscalationStep] {
        var steps: [EscalationStep] = []
        for (index, step) in array(json, at: pointer, max: 10).enumerated() {
            let place = "\(pointer)/\(index)"
            guard let object = object(step, at: place, only: ["percent", "role"]) else { continue }
            let percent = number(object["percent"], at: place + "/percent", 1...100)
            guard let text = object["role"]?.stringValue, let role = Role(rawValue: text) else {
                let known = Role.allCases.map(\.rawValue).joined(separator: " ")
                fail(place + "/role", .notAChoice, known)
                continue
            }
            if let percent { steps.append(EscalationStep(percent: percent, role: role)) }
        }
        return steps.sorted { $0.percent < $1.percent }
    }
}
