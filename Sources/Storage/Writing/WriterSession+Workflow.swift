import Complaints
import Rules

/// The workflow on the writer's thread: whatever changes a file's status by daily work passes here.
extension WriterSession {
    /// Refuses a move of the workflow for which something is missing.
    ///
    /// - Parameter isSigned: whether the version that it makes is signed in this transaction.
    func checkTransition(
        from old: ComplaintRecord, to new: ComplaintRecord, isSigned: Bool
    ) throws(StorageFailure) {
        let (before, after) = (status(of: old), status(of: new))
        guard before != after, let start = WorkflowState(rawValue: before),
            let target = WorkflowState(rawValue: after)
        else { return }
        let values = WorkflowFacts.values(of: new, layout)
        var facts = try WorkflowFacts.facts(
            of: new.id, values, on: connection, readsLog: target == .closed)
        if target.isEnd, target != .duplicate { facts.take(try reportingStanding(of: new)) }
        let investigates = Workflow.investigationFields.contains { [layout] name in
            layout[name].map { old.value(of: $0) != new.value(of: $0) } ?? false
        }
        if investigates { facts.investigators.insert(author.name) }
        let needs = WorkflowNeeds(layout.catalogue, isErased: new.sealed == nil) { [layout] name in
            layout[name].map(new.value) ?? .null
        }
        let workflow = Workflow(values, facts, caller: author.name, needs: needs)
        let missing = workflow.missing(
            from: start, to: target, hasReason: author.reason?.isEmpty == false,
            isSigned: isSigned)
        if !missing.isEmpty { throw .refused(.invalid(missing)) }
    }

    /// Refuses a new file that begins at its end while it may have to be reported: nobody can have
    /// decided yet.
    func checkEnd(of draft: ComplaintDraft) throws(StorageFailure) {
        guard let state = WorkflowState(rawValue: draft.names.status), state.isEnd,
            state != .duplicate
        else { return }
        let (set, values) = (layout.rules.set, draft.values)
        let own = layout.facts(of: values, status: "")
        let assessment = set.assess(own)
        var standing = ReportingStanding(assessment, rulings: [:], reports: [])
        standing.concerned = set.concerned(among: assessment.applicable, by: own)
        var facts = ClosingFacts()
        facts.take(standing)
        // Whether there is a reason was asked at intake.
        let missing = Workflow(values, facts, caller: author.name)
            .missing(from: .received, to: state, hasReason: true, isSigned: true)
        if !missing.isEmpty { throw .refused(.invalid(missing)) }
    }

    /// The move of the workflow that a change makes; nil when it leaves the status alone, or none leads
    /// there.
    func move(of values: FieldValues, in record: ComplaintRecord) -> WorkflowMove? {
        guard let start = WorkflowState(rawValue: status(of: record)),
            let target = values["status"]?.text.flatMap(WorkflowState.init(rawValue:))
        else { return nil }
        return WorkflowMove(from: start, to: target)
    }

    /// The values of a change with what follows from it: a file that is opened again says how often and
    /// why, and one that is a duplicate no more names no original.
    func following(
        _ values: FieldValues, in record: ComplaintRecord, _ scope: WriteScope
    ) -> FieldValues {
        guard !scope.tellsHistory, move(of: values, in: record) == .reopening else { return values }
        var values = values
        var count: Int64 = 1
        if let slot = layout["reopened_count"], case .integer(let before) = record.value(of: slot) {
            count += before
        }
        values["reopened_count"] = .integer(count)
        values["reopened_reason"] = author.reason.map(FieldValue.text) ?? .null
        if status(of: record) == ComplaintEnd.duplicate.rawValue, values["duplicate_of"] == nil {
            values["duplicate_of"] = .null
        }
        return values
    }

    /// Keeps the link of a duplicate to its original in step with the file's status: made with the
    /// state before the merge, withdrawn when the file is a duplicate no more.
    func keepLink(
        of record: ComplaintRecord, from before: String
    ) throws(StorageFailure) {
        let after = status(of: record)
        let duplicate = ComplaintEnd.duplicate.rawValue
        if before == after { return }
        if before == duplicate, let link = try mergeLink(of: record) {
            _ = try withdrawCompanion(
                .link, link, of: record, reason: author.reason ?? "")
        }
        guard after == duplicate, let slot = layout["duplicate_of"],
            let original = record.value(of: slot).text, original != record.number,
            try references.findComplaint(number: original) != nil
        else { return }
        var values = FieldValues()
        values["relation"] = .text(duplicate)
        values["other"] = .text(original)
        values["before"] = .text(before)
        // Whether the writer may name the original was checked before anything was written.
        _ = try addCompanion(.link, values, to: record, for: .everything)
    }

    /// The link that says whose duplicate the file is; nil when it was never merged here.
    func mergeLink(of record: ComplaintRecord) throws(StorageFailure) -> Companion? {
        try companions(.link, of: record).last {
            $0.withdrawal == nil && $0["relation"] == .text(ComplaintEnd.duplicate.rawValue)
        }
    }
}
