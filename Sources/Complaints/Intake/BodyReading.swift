import JSON

/// One body being read: the values so far and everything that is wrong with it.
struct BodyReading {
    enum Mode: Equatable {
        case creating
        case changing
        /// What is locked after intake, and nothing else.
        case correcting
    }

    /// What has happened cannot have happened tomorrow.
    private static let pastFields: Set<FieldName> = [
        "received", "aware", "aware_reportable", "aware_threat", "aware_remedial", "event_date",
        "installed", "manufactured", "last_service", "trend_signal", "investigation_started",
        "investigation_finished", "part_received", "field_action_decided",
        "field_action_initiated", "acknowledged", "reply_date",
    ]

    /// Problems told at most; a body that has more is not read by a person anyway.
    private static let problemsMax = 100

    private let intake: Intake
    private let mode: Mode
    private(set) var values = FieldValues()
    private var problems: [FieldProblem] = []

    init(intake: Intake, mode: Mode) {
        self.intake = intake
        self.mode = mode
    }

    /// Takes every member of the body; of repeated names the last one.
    mutating func read(_ json: JSONObject) throws(Refusal) {
        for (name, value) in json.members {
            if name == "custom", intake.catalogue["custom"] != nil {
                try readCustom(value)
            } else if name == Intake.changeReasonMember {
                continue
            } else {
                try readField(FieldName(name), value, at: "/" + JSONPointer.escaped(name))
            }
        }
    }

    /// Sets a field that has no value yet and is not in trouble either.
    mutating func fill(_ name: FieldName, with text: String) {
        let pointer = "/" + name.text
        guard values[name] ?? .null == .null, !problems.contains(where: { $0.pointer == pointer })
        else { return }
        values[name] = .orNull(text)
    }

    /// The values, when nothing is wrong and nothing is missing.
    mutating func finish() throws(Refusal) -> FieldValues {
        // Nobody is asked for what he may not write.
        for field in intake.catalogue.requiredFields where mayWrite(field) { require(field) }
        if mode == .creating {
            let check = ChangeCheck(intake.catalogue, for: intake.caller.visibility)
            for problem in check.problems(in: values, mayWrite: mayWrite)
            where !problems.contains(where: { $0.pointer == problem.pointer }) {
                problems.append(problem)
            }
        }
        guard problems.isEmpty else { throw .invalid(Array(problems.prefix(Self.problemsMax))) }
        return values
    }

    private mutating func require(_ field: Field) {
        let pointer = field.name.pointer
        let isMissing =
            mode == .creating
            ? values[field.name] ?? .null == .null : values[field.name] == .null
        guard isMissing, !problems.contains(where: { $0.pointer == pointer }) else { return }
        problems.append(FieldProblem(pointer, .required))
    }

    /// `{"custom":{"NAME":value}}`; null clears all of them that the caller may write.
    private mutating func readCustom(_ json: JSONValue) throws(Refusal) {
        switch json {
        case .null:
            for field in intake.catalogue.customFields where mayWrite(field) {
                values[field.name] = .null
            }
        case .object(let object):
            for (name, value) in object.members {
                try readField(
                    FieldName("custom." + name), value,
                    at: "/custom/" + JSONPointer.escaped(name))
            }
        default: problems.append(FieldProblem("/custom", .wrongType))
        }
    }

    private mutating func readField(
        _ name: FieldName, _ json: JSONValue, at pointer: String
    ) throws(Refusal) {
        guard let field = intake.catalogue[name], name != "custom" else {
            problems.append(FieldProblem(pointer, .unknownField))
            return
        }
        guard mayWrite(field) else { throw .restrictedField(name) }
        guard isOpen(field) else {
            problems.append(FieldProblem(pointer, .readOnly))
            return
        }
        do {
            var value = try field.type.value(of: json)
            if let syntax = field.syntax, let text = value.text {
                value = .text(try syntax.canonical(text))
            }
            try check(value, of: field)
            values[name] = value
        } catch {
            problems.append(narrowed(error, field).at(pointer))
        }
    }

    /// What the numbers of a field count, where its refusal can say so.
    private static let units: [FieldName: AllowedRange.Unit] = ["patient_age": .years]

    /// The bounds of a date that has happened, whichever of them it broke; those of a number with its unit.
    private func narrowed(_ problem: ValueProblem, _ field: Field) -> ValueProblem {
        if problem.code == .outOfRange, case .integer(let range) = field.type {
            let allowed = AllowedRange(range, unit: Self.units[field.name])
            return ValueProblem(.outOfRange, argument: allowed.argument)
        }
        guard problem.code == .dateOutOfRange, Self.pastFields.contains(field.name) else {
            return problem
        }
        return ValueProblem(
            .dateOutOfRange,
            argument: AllowedRange(from: .firstPlausible, to: intake.latestDay).argument)
    }

    /// Whoever records complaints enters who complained, even without the right to read it later.
    private func mayWrite(_ field: Field) -> Bool {
        if mode == .creating, field.access == .complainant,
            intake.caller.permissions.contains(.intake)
        {
            return true
        }
        return intake.caller.visibility.sees(field.access)
    }

    private func isOpen(_ field: Field) -> Bool {
        switch field.entry {
        case .free: mode != .correcting
        case .intake: true
        case .system: false
        }
    }

    private func check(_ value: FieldValue, of field: Field) throws(ValueProblem) {
        if field.name == "status", value.isNull { throw ValueProblem(.required) }
        guard Self.pastFields.contains(field.name), let text = value.text,
            let date = PartialDate(text)
        else { return }
        if field.name == "received", date.precision != .day { throw ValueProblem(.invalidDate) }
        if date.firstDay > intake.latestDay {
            throw ValueProblem(.dateOutOfRange)
        }
    }
}

/// JSON pointers (RFC 6901).
public enum JSONPointer {
    /// A member's name as one step of a pointer.
    public static func escaped(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return name }
        var text = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
