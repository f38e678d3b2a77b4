public import Complaints
import Rules

/// Reports to authorities: planned, submitted, acknowledged.
extension WriteTransaction {
    /// Adds a report that says what makes it one (`ReportCheck`). Without `rules` it answers all whose
    /// clocks run in its jurisdiction; a follow-up gets the next number of its jurisdiction.
    public func addReport(
        _ complaint: RecordKey, _ values: FieldValues, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let record = try session.complaint(complaint, takingFor: .report, visibility)
        var values = values
        let jurisdiction = values["jurisdiction"]?.text ?? ""
        let assessment = try session.assess(record).assessment
        guard assessment.applicable.contains(jurisdiction) else {
            throw .refused(
                .invalid([
                    FieldProblem(
                        "/jurisdiction", .notAChoice,
                        argument: assessment.applicable.joined(separator: ", "))
                ]))
        }
        if let problem = ReportCheck.problem(in: values) { throw .refused(.invalid([problem])) }
        try session.checkSequel(values, of: record)
        try session.checkRules(values, in: jurisdiction)
        try session.checkDays(values, assessment.clocks, in: jurisdiction)
        if values["type"] == .text(ReportType.followUp.rawValue) {
            values["sequence"] = .integer(
                try session.followUpsMax(of: record, in: jurisdiction) + 1)
        }
        if values["rules"] ?? .null == .null {
            let answered = session.rules(of: values, in: jurisdiction, assessment)
            values["rules"] = answered.isEmpty ? nil : .list(answered)
        }
        values["due"] = session.due(values, assessment)
        if values["submitted"] ?? .null != .null {
            values["facts"] = try session.toldFacts(of: record, in: jurisdiction)
        }
        let made = try session.addCompanion(.report, values, to: record, for: visibility)
        try session.reassess(record)
        return made
    }

    /// Changes a report, as `changeCompanion` does; it stays in its jurisdiction. Its due day is worked out
    /// until it is submitted, and then stands.
    public func changeReport(
        _ id: Int64, of complaint: RecordKey, expected version: Int64, to values: FieldValues,
        for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let record = try session.complaint(complaint, takingFor: .report, visibility)
        let found = try session.presentCompanion(.report, id, of: record)
        guard found.version == version else {
            throw .refused(.versionConflict(current: found.version))
        }
        var values = values
        let jurisdiction = found["jurisdiction"]
        if values["jurisdiction"] ?? jurisdiction != jurisdiction {
            throw .refused(.invalid([FieldProblem("/jurisdiction", .readOnly)]))
        }
        if let problem = ReportCheck.problem(changing: found.values, by: values) {
            throw .refused(.invalid([problem]))
        }
        if values["type"] != nil || values["submitted"] != nil {
            try session.checkSequel(found.values.changed(by: values), of: record, but: id)
        }
        try session.checkRules(values, in: jurisdiction.text ?? "")
        let assessment = try session.assess(record).assessment
        try session.checkDays(values, assessment.clocks, in: jurisdiction.text ?? "")
        if values["type"] == .text(ReportType.followUp.rawValue), found["sequence"] == .null {
            values["sequence"] = .integer(
                try session.followUpsMax(of: record, in: jurisdiction.text ?? "") + 1)
        }
        if found["submitted"] == .null || values["rules"] != nil
            || values["information_received"] != nil
        {
            values["due"] =
                session.due(found.values.changed(by: values), assessment) ?? found["due"]
        }
        // A day that is corrected tells nothing else.
        if found["facts"] == .null, values["submitted"] ?? .null != .null {
            values["facts"] = try session.toldFacts(of: record, in: jurisdiction.text ?? "")
        }
        let changed = try session.changeCompanion(
            .report, found, of: record, to: values, for: visibility)
        if changed.version != found.version { try session.reassess(record) }
        return changed
    }

    /// Withdraws a report that was entered by mistake: its clocks run again.
    public func withdrawReport(
        _ id: Int64, of complaint: RecordKey, reason: String, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let gone = try withdrawCompanion(
            .report, id, of: complaint, reason: reason, for: visibility)
        if let record = try session.findComplaint(complaint) { try session.reassess(record) }
        return gone
    }
}

extension WriterSession {
    /// A follow-up or a final report comes after an initial one.
    fileprivate func checkSequel(
        _ values: FieldValues, of record: ComplaintRecord, but own: Int64? = nil
    ) throws(StorageFailure) {
        let others = try companions(.report, of: record)
            .filter { $0.withdrawal == nil && $0.id != own }.map(\.values)
        if let problem = ReportCheck.problem(in: values, after: others) {
            throw .refused(.invalid([problem]))
        }
    }

    /// A report answers rules of its own jurisdiction.
    fileprivate func checkRules(
        _ values: FieldValues, in jurisdiction: String
    ) throws(StorageFailure) {
        guard case .list(let ids) = values["rules"] ?? .null else { return }
        let known = layout.rules.set.rules.filter { $0.jurisdiction == jurisdiction }.map(\.id)
        if ids.allSatisfy(known.contains) { return }
        throw .refused(
            .invalid([
                FieldProblem("/rules", .notAChoice, argument: known.joined(separator: ", "))
            ]))
    }

    /// What was done was done by today, and nothing was submitted before the first clock of the
    /// jurisdiction began.
    fileprivate func checkDays(
        _ values: FieldValues, _ clocks: [Clock], in jurisdiction: String
    ) throws(StorageFailure) {
        let first = clocks.filter { $0.rule.jurisdiction == jurisdiction }.map(\.start).min()
        let names: [FieldName] = [
            "submitted", "acknowledged", "follow_up_requested", "information_received",
        ]
        for name in names {
            guard let day = values[name]?.text.flatMap({ CivilDate($0) }) else { continue }
            let isEarly = name == "submitted" && first.map { day < $0 } == true
            guard isEarly || today.map({ day > $0 }) == true else { continue }
            let span = AllowedRange(from: name == "submitted" ? first : nil, to: today)
            throw .refused(
                .invalid([FieldProblem(name.pointer, .outOfRange, argument: span.argument)]))
        }
    }

    /// The highest number of a follow-up in the jurisdiction, withdrawn ones included; 0 without one.
    fileprivate func followUpsMax(
        of record: ComplaintRecord, in jurisdiction: String
    ) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement(
            """
            SELECT coalesce(max(document ->> 'sequence'), 0) FROM companion
            WHERE complaint_id = ? AND kind = 'report' AND document ->> 'jurisdiction' = ?
            """)
        statement.bind(1, record.id)
        statement.bind(2, jurisdiction)
        return try statement.step() ? statement.int64(0) : 0
    }

    /// The rules a report answers when nobody says: those whose clocks run in the jurisdiction; of a
    /// follow-up its own rules there too, whose clock may begin with this very report.
    fileprivate func rules(
        of values: FieldValues, in jurisdiction: String, _ assessment: Assessment
    ) -> [String] {
        let running = assessment.clocks.filter {
            $0.rule.jurisdiction == jurisdiction && $0.end == nil
        }.map(\.rule.id)
        if values["type"] == .text(ReportType.initial.rawValue) { return running }
        return running
            + layout.rules.set.followUpRules(in: jurisdiction).filter { !running.contains($0) }
    }

    /// What a report tells that is submitted now, behind its jurisdiction: that it tells nothing is known
    /// too.
    fileprivate func toldFacts(
        of record: ComplaintRecord, in jurisdiction: String
    ) throws(StorageFailure) -> FieldValue {
        let set = layout.rules.set
        let facts = try ReportingRows(of: record.id, on: connection)
            .completing(try fileFacts(of: record), in: set)
        return .list([jurisdiction] + set.tellingFacts(of: facts, for: jurisdiction))
    }

    /// When a report is due, by the clocks as they are before it is submitted.
    fileprivate func due(_ values: FieldValues, _ assessment: Assessment) -> FieldValue? {
        layout.rules.set.reportClock(of: values, isSubmitted: false, in: assessment)
            .map { .text($0.due.text) }
    }
}
