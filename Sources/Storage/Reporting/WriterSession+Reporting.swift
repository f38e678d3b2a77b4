import Complaints
import Rules

/// Decisions on the writer's thread: what they make of a file, and what becomes of them when it changes.
extension WriterSession {
    /// What the rules make of a record with what was decided and reported of it. A decision that was made
    /// on other facts is superseded first, so that the answer needs it no more; that one that was signed
    /// fell is told.
    func assess(
        _ record: ComplaintRecord
    ) throws(StorageFailure) -> (assessment: Assessment, rows: ReportingRows) {
        let (set, own) = (layout.rules.set, try fileFacts(of: record))
        let rows = try ReportingRows(of: record.id, on: connection)
        let facts = rows.completing(own, in: set)
        let lapsed = rows.rulings.filter { ruling in
            !set.holds(ruling.basis, for: ruling.jurisdiction, of: facts)
        }
        if lapsed.isEmpty { return (set.assess(facts), rows) }
        for ruling in lapsed {
            let fallen = try supersede(ruling.jurisdiction, of: record, why: .facts)
            for decision in fallen
            where decision["state"] == .text(DecisionState.signed.rawValue) {
                try tellLapse(of: decision, in: record)
            }
        }
        let left = try ReportingRows(of: record.id, on: connection)
        return (set.assess(left.completing(own, in: set)), left)
    }

    /// The facts of the file's own; as if people still worked on it when `isReopened`.
    func fileFacts(
        of record: ComplaintRecord, isReopened: Bool = false
    ) throws(StorageFailure) -> FileFacts {
        FileFacts(
            values: layout.facts(of: record), status: isReopened ? "" : status(of: record),
            members: try memberFacts(of: record.id))
    }

    /// What is open of deciding and reporting of a file that is about to be ended.
    func reportingStanding(of record: ComplaintRecord) throws(StorageFailure) -> ReportingStanding {
        try ReportingRows(of: record.id, on: connection)
            .standing(layout.rules.set, of: try fileFacts(of: record, isReopened: true))
    }

    /// What the file waits for somebody to sign: an unsigned decision, or closing, once its values, tasks,
    /// decisions and reports lack nothing. Who may not sign, having investigated, is left to the closing.
    func awaitedSignature(
        _ record: ComplaintRecord, _ assessment: Assessment, _ rows: ReportingRows
    ) throws(StorageFailure) -> AwaitedSignature? {
        guard let state = WorkflowState(rawValue: status(of: record)), !state.isEnd else {
            return nil
        }
        if rows.awaitsSignature { return .decision }
        guard state == .review else { return nil }
        let values = WorkflowFacts.values(of: record, layout)
        var facts = try WorkflowFacts.facts(
            of: record.id, values, on: connection, readsLog: false)
        facts.take(rows.standing(assessment, in: layout.rules.set))
        let needs = WorkflowNeeds(layout.catalogue, isErased: record.sealed == nil) {
            [layout] name in layout[name].map(record.value) ?? .null
        }
        let workflow = Workflow(values, facts, caller: "", needs: needs)
        return workflow.missing(from: .review, to: .closed, hasReason: false, isSigned: true)
            .isEmpty
            ? .closure : nil
    }

    /// Brings what a file waits for up to date after one of its tasks, or a link to an investigation that it
    /// uses, became another: only a file in review can begin or cease to wait for its closing. A merged
    /// file's tasks are its original's.
    func followWork(
        _ companion: Companion, of record: ComplaintRecord
    ) throws(StorageFailure) {
        switch companion.entity {
        case .task:
            try followWork(ofReviewed: record)
            for original in try originals(of: record.id) { try followWork(ofReviewed: original) }
        case .link where companion["relation"] == .text("same_investigation"):
            try followWork(ofReviewed: record)
        default: break
        }
    }

    private func followWork(ofReviewed record: ComplaintRecord) throws(StorageFailure) {
        guard status(of: record) == WorkflowState.review.rawValue,
            let current = try findComplaint(.id(record.id))
        else { return }
        try reassess(current)
    }

    /// Supersedes what was decided for a jurisdiction; what was decided stays to be read.
    ///
    /// - Parameters:
    ///   - states: which decisions.
    ///   - spared: the number of one that stays.
    /// - Returns: the decisions that fell, as they were.
    @discardableResult
    func supersede(
        _ jurisdiction: String, of record: ComplaintRecord, why: DecisionSuperseding,
        in states: Set<DecisionState> = [.unsigned, .signed], but spared: Int64? = nil
    ) throws(StorageFailure) -> [Companion] {
        let superseded = DecisionState.superseded.rawValue
        var fallen: [Companion] = []
        for decision in try companions(.decision, of: record)
        where decision["jurisdiction"] == .text(jurisdiction) && decision.id != spared
            && states.contains(where: { decision["state"] == .text($0.rawValue) })
        {
            var values = FieldValues()
            values["state"] = .text(superseded)
            values["superseded"] = .integer(now)
            values["superseded_why"] = .text(why.rawValue)
            _ = try changeCompanion(
                .decision, decision, of: record, to: values, for: .everything)
            fallen.append(decision)
        }
        return fallen
    }
}
