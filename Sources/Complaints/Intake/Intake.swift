public import JSON

/// Turns the body of a request into values for the store, or says everything that is wrong with it.
///
/// Rules that need other records (does the site exist, is the version current) are the store's.
public struct Intake: Sendable {
    /// The member of a body that is not a field: why the record is made or changed.
    public static let changeReasonMember = "change_reason"
    public static let changeReasonBytesMax = 2_000

    let catalogue: FieldCatalogue
    let today: CivilDate
    let latestDay: CivilDate
    let caller: Caller

    /// - Parameters:
    ///   - catalogue: `.standard` with the custom fields, `.site` or `.system`.
    ///   - today: the day a complaint is taken to be received when it does not say.
    ///   - latestDay: the latest day that it may be where the caller is, `today` unless given; later
    ///     dates of what has happened are refused.
    public init(
        catalogue: FieldCatalogue, today: CivilDate, latestDay: CivilDate? = nil, caller: Caller
    ) {
        self.catalogue = catalogue
        self.today = today
        self.latestDay = latestDay ?? today
        self.caller = caller
    }

    /// The values of a new complaint. What is missing gets its default: received today, status
    /// received, language the caller's, channel other, severity and outcome unknown, summary the
    /// first sentence of the description.
    ///
    /// - Throws: `.invalid` with every problem; `.restrictedField` for patient fields without the
    ///   grant (complainant fields may be entered by whoever records complaints), and for a status
    ///   that is not the caller's to set. A file that begins in another state than received moves there
    ///   from received, and what is missing for that is refused (`Workflow`).
    public func newComplaint(_ json: JSONObject) throws(Refusal) -> FieldValues {
        var reading = BodyReading(intake: self, mode: .creating)
        try reading.read(json)
        if let status = reading.values["status"]?.text {
            try requirePermission(from: "received", to: status)
        }
        reading.fill("status", with: "received")
        reading.fill("received", with: today.text)
        reading.fill("language", with: caller.language.rawValue)
        reading.fill("channel", with: "other")
        reading.fill("severity", with: "unknown")
        reading.fill("outcome", with: "unknown")
        if let description = reading.values["description"]?.text {
            reading.fill("summary", with: Summary.derived(from: description))
        }
        let values = try reading.finish()
        try checkBeginning(values, json)
        return values
    }

    /// The values of a merge-patch (RFC 7396) of a complaint; `.null` clears a field.
    ///
    /// A file at its end takes nothing but being opened again (`ComplaintEnd.isReopening`), by who may
    /// decide. What else depends on what the file holds (`ChangeCheck`) is for whoever has it.
    ///
    /// - Throws: `.locked` for a file at its end; otherwise as `newComplaint`, where complainant
    ///   fields need the right to see them.
    public func patch(
        _ json: JSONObject, of number: String, in status: String
    ) throws(Refusal) -> FieldValues {
        var reading = BodyReading(intake: self, mode: .changing)
        try reading.read(json)
        if ComplaintEnd(status) != nil {
            guard ComplaintEnd.isReopening(reading.values) else {
                throw .locked(.complaint, key: number)
            }
        }
        if let next = reading.values["status"]?.text {
            try requirePermission(from: status, to: next)
        }
        return try reading.finish()
    }

    /// The values of a correction: fields that are locked now, each with what it should have said.
    ///
    /// - Throws: `.wrongState` while the file is at intake, where a change does; `.locked` for a file at
    ///   its end, which has to be opened again; otherwise as `patch`, pointing below `pointer`.
    public func correction(
        _ json: JSONObject, at pointer: String, of number: String, in status: String
    ) throws(Refusal) -> FieldValues {
        if status == "received" {
            throw .wrongState(.complaint, key: number, state: status)
        }
        if ComplaintEnd(status) != nil { throw .locked(.complaint, key: number) }
        guard json.count > 0 else { throw .invalid([FieldProblem(pointer, .required)]) }
        var reading = BodyReading(intake: self, mode: .correcting)
        do throws(Refusal) {
            try reading.read(json)
            return try reading.finish()
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            throw .invalid(
                problems.map {
                    FieldProblem(pointer + $0.pointer, $0.code, argument: $0.argument)
                })
        }
    }

    /// Refuses values that fields of a file had before, as far as the caller may not give them back: what a
    /// patch would refuse besides the values' form, which was taken once.
    ///
    /// - Throws: `.locked` for a file at its end; `.restrictedField`; `.invalid` for fields that take no
    ///   values any more, and for no value where one is always needed.
    public func checkReturn(
        of values: FieldValues, to number: String, in status: String
    ) throws(Refusal) {
        if ComplaintEnd(status) != nil { throw .locked(.complaint, key: number) }
        var problems: [FieldProblem] = []
        for name in values.names.sorted(by: { $0.text < $1.text }) {
            guard let field = catalogue[name], field.entry != .system else {
                problems.append(FieldProblem(name.pointer, .readOnly))
                continue
            }
            if !caller.visibility.sees(field.access) { throw .restrictedField(name) }
        }
        for field in catalogue.requiredFields where values[field.name] == .null {
            problems.append(FieldProblem(field.name.pointer, .required))
        }
        if !problems.isEmpty { throw .invalid(problems) }
        if let next = values["status"]?.text { try requirePermission(from: status, to: next) }
    }

    /// The values of a new site or system.
    public func newRecord(_ json: JSONObject) throws(Refusal) -> FieldValues {
        var reading = BodyReading(intake: self, mode: .creating)
        try reading.read(json)
        return try reading.finish()
    }

    /// The values of a merge-patch of a site or system.
    public func patch(_ json: JSONObject) throws(Refusal) -> FieldValues {
        var reading = BodyReading(intake: self, mode: .changing)
        try reading.read(json)
        return try reading.finish()
    }

    /// Why a record is made or changed, when the body says so.
    public static func changeReason(in json: JSONObject) throws(Refusal) -> String? {
        guard let member = json[changeReasonMember] else { return nil }
        do {
            return try FieldType.prose(bytesMax: changeReasonBytesMax).value(of: member).text
        } catch {
            throw .invalid([error.at("/" + changeReasonMember)])
        }
    }

    /// Who may make the move; whether it can be made is for who knows the whole file.
    private func requirePermission(from start: String, to target: String) throws(Refusal) {
        let isDecided = Workflow.decidedStates.contains(target)
        guard
            let permission = Workflow.permission(from: start, to: target)
                ?? (isDecided ? .decide : nil)
        else { return }
        // Whoever records complaints also says that one is none, or repeats another.
        let mayBegin = start == "received" && permission == .work
        if mayBegin, caller.permissions.contains(.intake) { return }
        guard caller.permissions.contains(permission) else { throw .restrictedField("status") }
    }

    private func checkBeginning(_ values: FieldValues, _ json: JSONObject) throws(Refusal) {
        guard let status = values["status"]?.text, let state = WorkflowState(rawValue: status),
            state != .received
        else { return }
        let reason = try Self.changeReason(in: json)
        let workflow = Workflow(values, ClosingFacts(), caller: caller.name)
        let missing = workflow.missing(
            from: .received, to: state, hasReason: reason != nil, isSigned: false)
        if !missing.isEmpty { throw .invalid(missing) }
    }
}
