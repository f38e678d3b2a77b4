public import Complaints
import JSON
import Rules

/// Deciding whether to report, and signing what was decided.
extension WriteTransaction {
    /// Records a decision for a jurisdiction that applies to the file, with the rules it is made on. Until
    /// somebody signs it, it changes nothing: one that was signed before stands. An unsigned one before
    /// it is superseded at once.
    ///
    /// - Parameters:
    ///   - values: jurisdiction, verdict, rationale and answers.
    ///   - signer: who signs it at once; nil leaves it to be signed later.
    /// - Throws: `.invalid` for a jurisdiction in which nothing has to be decided of the file, and for
    ///   what shortens the time to report and is not in the file, from which alone clocks start.
    public func decide(
        _ complaint: RecordKey, _ values: FieldValues, signedBy signer: Signer? = nil,
        for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let record = try session.complaint(complaint, takingFor: .decision, visibility)
        let jurisdiction = values["jurisdiction"]?.text ?? ""
        let (set, facts) = (session.layout.rules.set, try session.fileFacts(of: record))
        let rows = try ReportingRows(of: record.id, on: session.connection)
        let whole = rows.completing(facts, in: set)
        let assessment = set.assess(whole)
        guard assessment.applicable.contains(jurisdiction) else {
            throw .refused(
                .invalid([
                    FieldProblem(
                        "/jurisdiction", .notAChoice,
                        argument: assessment.applicable.joined(separator: ", "))
                ]))
        }
        let hints = try session.hints(of: record)
        let wrong = wrongAnswers(in: values["answers"], under: jurisdiction, hints)
        if !wrong.isEmpty { throw .refused(.invalid(wrong)) }
        try session.supersede(jurisdiction, of: record, why: .decision, in: [.unsigned])
        var values = values
        advise(on: &values, under: jurisdiction, hints)
        let clocks = assessment.clocks.filter { $0.rule.jurisdiction == jurisdiction }
        values["rule"] = clocks.min { $0.due < $1.due }.map { .text($0.rule.id) }
        values["due"] = set.decisionDue(in: jurisdiction, assessment).map { .text($0.text) }
        values["rule_set"] = .integer(session.layout.rules.id)
        let basis = set.basis(for: jurisdiction, of: whole).texts
        values["basis"] = basis.isEmpty ? nil : .list(basis)
        let told = set.tellingFacts(of: whole, for: jurisdiction)
        values["facts"] = told.isEmpty ? nil : .list(told)
        values["state"] = .text(DecisionState.unsigned.rawValue)
        values["decided_by"] = .text(session.author.name)
        values["decided"] = session.today.map { .text($0.text) }
        var made = try session.addCompanion(.decision, values, to: record, for: visibility)
        if let signer { made = try signed(made, of: record, as: signer) }
        try session.tellReporting(.decision, made, in: record)
        try session.reassess(record)
        return made
    }

    /// Signs a decision as it stands: from then on the clocks follow it, and what was signed before is
    /// superseded. Who signs it, decided it.
    ///
    /// - Throws: `.refused(.wrongState)` for one that is signed or superseded.
    public func signDecision(
        _ id: Int64, of complaint: RecordKey, as signer: Signer, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let record = try session.complaint(complaint, takingFor: .decision, visibility)
        let found = try session.presentCompanion(.decision, id, of: record)
        guard found["state"] == .text(DecisionState.unsigned.rawValue) else {
            throw .refused(
                .wrongState(.decision, key: String(id), state: found["state"].text ?? ""))
        }
        let signed = try signed(found, of: record, as: signer)
        try session.tellReporting(.decision, signed, in: record)
        try session.reassess(record)
        return signed
    }

    private func signed(
        _ decision: Companion, of record: ComplaintRecord, as signer: Signer
    ) throws(StorageFailure) -> Companion {
        var values = FieldValues()
        values["state"] = .text(DecisionState.signed.rawValue)
        values["decided_by"] = .text(signer.account.name)
        values["decided"] = session.today.map { .text($0.text) }
        let signed = try session.changeCompanion(
            .decision, decision, of: record, to: values, for: .everything)
        _ = try sign(.decision, signed.id, as: signer)
        try session.supersede(
            signed["jurisdiction"].text ?? "", of: record, why: .decision, but: signed.id)
        return signed
    }
}

extension WriteTransaction {
    /// The answers to what is not asked of the file, and those that say yes to what shortens the time to
    /// report, or is to be reported at once, while neither the file does nor one that was merged into it.
    private func wrongAnswers(
        in answers: FieldValue?, under jurisdiction: String, _ hints: [FieldValues]
    ) -> [FieldProblem] {
        guard case .object(let given) = answers, let guide = ReportingGuide.of(jurisdiction) else {
            return []
        }
        let asked = Set(guide.questions(of: hints).map(\.id))
        return guide.questions.compactMap { question in
            let answer = given[question.id]?.stringValue.flatMap {
                ReportingGuide.Answer(rawValue: $0)
            }
            let pointer = "/answers/\(question.id)"
            // That a question has no answer is said of every question, asked or not.
            if !asked.contains(question.id) {
                return [.yes, .no].contains(answer)
                    ? FieldProblem(pointer, .notAsked, argument: question.id) : nil
            }
            guard [.hastens, .obliges].contains(question.effect), let hint = question.hint,
                answer == .yes, question.suggestion(of: hints) != .yes
            else { return nil }
            return FieldProblem(pointer, .factNotEntered, argument: hint.field.text)
        }
    }

    /// Keeps the answers to what is asked of the file, and what they propose.
    private func advise(
        on values: inout FieldValues, under jurisdiction: String, _ hints: [FieldValues]
    ) {
        guard case .object(let given) = values["answers"],
            let guide = ReportingGuide.of(jurisdiction)
        else { return }
        var answers: [String: ReportingGuide.Answer] = [:]
        var kept = JSONObject()
        let asked = guide.questions(of: hints)
        for question in asked {
            guard let answer = given[question.id]?.stringValue else { continue }
            answers[question.id] = ReportingGuide.Answer(rawValue: answer)
            kept[question.id] = .string(answer)
        }
        values["answers"] = .object(kept)
        values["proposal"] = .text(guide.proposal(answers, to: asked).rawValue)
    }
}

extension WriterSession {
    /// What suggests answers, of a file and of those merged into it.
    fileprivate func hints(of record: ComplaintRecord) throws(StorageFailure) -> [FieldValues] {
        ([record] + (try members(of: record.id))).map { file in
            var values = FieldValues()
            for name in ReportingGuide.hintFields {
                values[name] = layout[name].map(file.value(of:)) ?? .null
            }
            return values
        }
    }

    /// The civil date of the reporting entity.
    var today: CivilDate? { layout.rules.zone.day(at: Instant(microseconds: now)) }
}
