import Complaints
import JSON
import Rules

/// What lists need to know of a file's clocks: fields that nobody enters, worked out whenever the file
/// or the rules change. Nothing of it depends on which day it is.
struct ClockFields: Equatable {
    /// Every field that is worked out with them: whose signature a file waits for too.
    static let names: Set<String> = [
        "awaiting_signature", "due", "due_by_law", "due_law_rule", "due_rule",
        "decision_required",
    ]

    let due: FieldValue
    let dueRule: FieldValue
    let dueByLaw: FieldValue
    let dueLawRule: FieldValue
    let decisionRequired: FieldValue

    /// What the rules made of a file in that state. A file that is worked on says what a law asks for
    /// first; one that ended as no complaint, or withdrawn, the rule that this left without an answer.
    init(_ assessment: Assessment, of rules: RuleSet, status: String) {
        let (next, law) = (assessment.next, rules.nextByLaw(assessment))
        due = next.map { .text($0.due.text) } ?? .null
        dueRule = next.map { .text($0.rule.id) } ?? .null
        dueByLaw = law.map { .text($0.dueByLaw.text) } ?? .null
        let isLeft = FileCheck.endsWithoutDecision.contains { $0.rawValue == status }
        let rule = law ?? (isLeft ? rules.unansweredByLaw(assessment) : nil)
        dueLawRule = rule.map { .text($0.rule.id) } ?? .null
        decisionRequired = assessment.decisionRequired.map { .text($0) } ?? .null
    }

    init(
        due: FieldValue, dueRule: FieldValue, dueByLaw: FieldValue, dueLawRule: FieldValue,
        decisionRequired: FieldValue
    ) {
        self.due = due
        self.dueRule = dueRule
        self.dueByLaw = dueByLaw
        self.dueLawRule = dueLawRule
        self.decisionRequired = decisionRequired
    }

    /// By name, in the log's order.
    var values: [(name: FieldName, value: FieldValue)] {
        [
            ("decision_required", decisionRequired), ("due", due), ("due_by_law", dueByLaw),
            ("due_law_rule", dueLawRule), ("due_rule", dueRule),
        ]
    }
}

extension ComplaintLayout {
    /// The clock fields of a new complaint with these values; nobody is merged into it yet.
    func clockAssignments(of values: FieldValues) -> [Assignment] {
        let status = values["status"]?.text ?? "received"
        let assessment = rules.set.assess(facts(of: values, status: status))
        return assignments(ClockFields(assessment, of: rules.set, status: status))
    }

    /// What the rules ask for of a file with these values, which stands in that status.
    func facts(of values: FieldValues, status: String) -> Facts {
        Facts(for: rules.set, status: status) { name in
            if name == "status" { return .text(status) }
            if let value = values[name] { return value }
            guard let custom = name.customPart, case .object(let object) = values["custom"] else {
                return .null
            }
            return FieldValue(object[custom], type: self[name]?.type ?? .boolean)
        }
    }

    func assignments(_ fields: ClockFields) -> [Assignment] {
        fields.values.compactMap { field in
            field.value.isNull ? nil : self[field.name].map { Assignment($0, field.value) }
        }
    }

    /// What the rules ask for of a record.
    func facts(of record: ComplaintRecord) -> [FieldValue] {
        factSlots.map { slot in slot.map { record.value(of: $0) } ?? .null }
    }

    /// The layout of the fields and rules as the database has them now.
    static func current(
        on connection: Connection, zones: ZoneBook
    ) throws(StorageFailure) -> ComplaintLayout {
        let custom = try CustomFieldTable.all(connection)
        return ComplaintLayout(
            custom: custom, indexes: try FieldIndexTable(connection: connection).all(),
            rules: try RuleSetTable(connection: connection, zones: zones).active(custom: custom))
    }
}
