public import Complaints
public import JSON

extension RuleSet {
    /// Reads a rule set from its JSON (docs/rules.md), against the fields of the file and the zones
    /// there are.
    ///
    /// - Throws: `.invalid` with every problem and its pointer, e.g. `/rules/3/when/and/0/field` for a
    ///   field that the file does not have.
    public init(
        _ json: JSONValue, catalogue: FieldCatalogue,
        hasZone: (String) -> Bool = { Zone.embedded[$0] != nil }
    ) throws(Refusal) {
        var reading = RuleSetReading(catalogue: catalogue)
        let set = reading.set(json, hasZone)
        guard reading.problems.isEmpty, let set else {
            throw .invalid(Array(reading.problems.prefix(RuleSetReading.problemsMax)))
        }
        self = set
    }
}

/// A rule set being read: what there is so far and everything that is wrong with it.
struct RuleSetReading {
    static let problemsMax = 100
    static let codeBytesMax = 40
    static let wordsBytesMax = 400
    static let closedDaysMax = 1_000
    static let limitDaysMax = 3_650

    let catalogue: FieldCatalogue
    private(set) var problems: [FieldProblem] = []
    private(set) var factNames: [FieldName] = []
    private(set) var jurisdictionCodes: [String] = []
    private(set) var calendarCodes: [String] = []
    private(set) var ruleIDs: [String] = []

    init(catalogue: FieldCatalogue) { self.catalogue = catalogue }

    mutating func set(_ json: JSONValue, _ hasZone: (String) -> Bool) -> RuleSet? {
        let members = ["name", "zone", "jurisdictions", "calendars", "rules"]
        guard let object = object(json, at: "", only: members) else { return nil }
        let name = words(object["name"], at: "/name")
        let zone = text(object["zone"], at: "/zone", bytesMax: 60) ?? ""
        if !zone.isEmpty, !hasZone(zone) { fail("/zone", .unknownReference) }
        // The codes are known before anything that names them is read.
        jurisdictionCodes = codes(object["jurisdictions"], "code")
        calendarCodes = codes(object["calendars"], "code")
        let calendars = list(
            object["calendars"], at: "/calendars", max: RuleSet.calendarsMax
        ) { reading, json, pointer in reading.calendar(json, at: pointer) }
        let jurisdictions = list(
            object["jurisdictions"], at: "/jurisdictions", max: RuleSet.jurisdictionsMax
        ) { reading, json, pointer in reading.jurisdiction(json, at: pointer) }
        let rules = list(object["rules"], at: "/rules", max: RuleSet.rulesMax) {
            reading, json, pointer in reading.rule(json, at: pointer)
        }
        guard problems.isEmpty else { return nil }
        return RuleSet(
            name: name, zone: zone, jurisdictions: jurisdictions, calendars: calendars,
            rules: rules, factNames: factNames,
            markets: factNames.firstIndex(of: "markets").map { FactIndex(position: $0) })
    }

    // MARK: Parts

    private mutating func calendar(_ json: JSONValue, at pointer: String) -> WorkCalendar? {
        let members = ["code", "name", "weekend", "holidays", "closed"]
        guard let object = object(json, at: pointer, only: members),
            let code = newCode(object["code"], at: pointer + "/code", among: calendarCodes)
        else { return nil }
        let name = words(object["name"], at: pointer + "/name")
        var weekend: Set<Int> = []
        for (index, day) in array(object["weekend"], at: pointer + "/weekend", max: 6).enumerated()
        {
            guard let number = day.int64Value, (1...7).contains(number) else {
                fail("\(pointer)/weekend/\(index)", .outOfRange, "1 … 7")
                continue
            }
            weekend.insert(Int(number))
        }
        var laws: [HolidayLaw] = []
        let given = array(object["holidays"], at: pointer + "/holidays", max: 10)
        for (index, law) in given.enumerated() {
            guard let text = law.stringValue, let law = HolidayLaw(rawValue: text) else {
                let known = HolidayLaw.allCases.map(\.rawValue).joined(separator: " ")
                fail("\(pointer)/holidays/\(index)", .notAChoice, known)
                continue
            }
            laws.append(law)
        }
        var closed: Set<CivilDate> = []
        let days = array(object["closed"], at: pointer + "/closed", max: Self.closedDaysMax)
        for (index, day) in days.enumerated() {
            if let date = date(day, at: "\(pointer)/closed/\(index)") { closed.insert(date) }
        }
        return WorkCalendar(
            code: code, name: name, weekend: weekend, laws: laws, closedDays: closed)
    }

    private mutating func jurisdiction(_ json: JSONValue, at pointer: String) -> Jurisdiction? {
        let members = ["code", "name", "applies", "decision"]
        guard let object = object(json, at: pointer, only: members),
            let code = newCode(object["code"], at: pointer + "/code", among: jurisdictionCodes)
        else { return nil }
        return Jurisdiction(
            code: code, name: words(object["name"], at: pointer + "/name"),
            applies: object["applies"].map { predicate($0, at: pointer + "/applies") } ?? .always,
            needsDecision: flag(object["decision"], at: pointer + "/decision") ?? true)
    }

    // MARK: Values

    mutating func fail(
        _ pointer: String, _ code: FieldProblem.Code, _ argument: String? = nil
    ) {
        problems.append(FieldProblem(pointer, code, argument: argument))
    }

    mutating func note(_ problem: FieldProblem) { problems.append(problem) }

    /// The object, when it has no other members than these.
    mutating func object(
        _ json: JSONValue, at pointer: String, only members: [String]
    ) -> JSONObject? {
        guard let object = json.objectValue else {
            fail(pointer, .wrongType)
            return nil
        }
        for name in object.names where !members.contains(name) {
            fail(pointer + "/" + JSONPointer.escaped(name), .unknownField)
        }
        return object
    }

    mutating func array(_ json: JSONValue?, at pointer: String, max: Int) -> [JSONValue] {
        guard let json, !json.isNull else { return [] }
        guard let array = json.arrayValue else {
            fail(pointer, .wrongType)
            return []
        }
        guard array.count <= max else {
            fail(pointer, .tooMany, String(max))
            return []
        }
        return array
    }

    private mutating func list<Part>(
        _ json: JSONValue?, at pointer: String, max: Int,
        _ read: (inout RuleSetReading, JSONValue, String) -> Part?
    ) -> [Part] {
        var parts: [Part] = []
        for (index, element) in array(json, at: pointer, max: max).enumerated() {
            if let part = read(&self, element, "\(pointer)/\(index)") { parts.append(part) }
        }
        return parts
    }

    mutating func text(_ json: JSONValue?, at pointer: String, bytesMax: Int) -> String? {
        guard let json, !json.isNull else {
            fail(pointer, .required)
            return nil
        }
        do {
            guard let text = try FieldType.text(bytesMax: bytesMax).value(of: json).text else {
                fail(pointer, .required)
                return nil
            }
            return text
        } catch {
            problems.append(error.at(pointer))
            return nil
        }
    }

    /// `{"en":"…","fr":"…"}`, both.
    mutating func words(_ json: JSONValue?, at pointer: String) -> Words {
        guard let json, !json.isNull else {
            fail(pointer, .required)
            return Words("", "")
        }
        guard let object = object(json, at: pointer, only: ["en", "fr"]) else {
            return Words("", "")
        }
        return Words(
            text(object["en"], at: pointer + "/en", bytesMax: Self.wordsBytesMax) ?? "",
            text(object["fr"], at: pointer + "/fr", bytesMax: Self.wordsBytesMax) ?? "")
    }

    mutating func flag(_ json: JSONValue?, at pointer: String) -> Bool? {
        guard let json, !json.isNull else { return nil }
        guard let flag = json.boolValue else {
            fail(pointer, .wrongType)
            return nil
        }
        return flag
    }

    mutating func date(_ json: JSONValue?, at pointer: String) -> CivilDate? {
        guard let json, !json.isNull else { return nil }
        guard let text = json.stringValue, let date = CivilDate(text), date.isPlausible else {
            fail(pointer, .invalidDate)
            return nil
        }
        return date
    }

    mutating func number(_ json: JSONValue?, at pointer: String, _ range: ClosedRange<Int>) -> Int?
    {
        guard let json, !json.isNull else {
            fail(pointer, .required)
            return nil
        }
        guard let number = json.int64Value, range.contains(Int(number)) else {
            let bounds = Int64(range.lowerBound)...Int64(range.upperBound)
            let unit: AllowedRange.Unit? = pointer.hasSuffix("days") ? .days : nil
            fail(pointer, .outOfRange, AllowedRange(bounds, unit: unit).argument)
            return nil
        }
        return Int(number)
    }

    // MARK: Names

    private func codes(_ json: JSONValue?, _ member: String) -> [String] {
        (json?.arrayValue ?? []).compactMap { $0.objectValue?[member]?.stringValue }
    }

    /// A code that no other part of its kind has: letters, digits, "-" and "_".
    mutating func newCode(_ json: JSONValue?, at pointer: String, among all: [String]) -> String? {
        guard let code = text(json, at: pointer, bytesMax: Self.codeBytesMax) else { return nil }
        let isPlain = code.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D
                || $0 == 0x5F
        }
        if !isPlain { fail(pointer, .invalidName, "A-Z a-z 0-9 - _") }
        if all.filter({ $0 == code }).count > 1 { fail(pointer, .repeated, code) }
        return code
    }

    mutating func noteRule(_ id: String) { ruleIDs.append(id) }

    /// The place of a field among the facts, a new one if need be.
    mutating func fact(_ name: FieldName) -> FactIndex {
        let position = factNames.firstIndex(of: name) ?? factNames.count
        if position == factNames.count { factNames.append(name) }
        return FactIndex(position: position)
    }
}
