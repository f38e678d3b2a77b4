/// The workflow of a complaint file (PRODUCT section 3.2): which state may follow which, who may make
/// the move, and what is missing for it. The one judge of it: transitions, changes of `status` by
/// PATCH and by bulk edit, and the state in which a new file begins all ask here.
public struct Workflow: Sendable {
    /// The fields that decide.
    public static let fields: [FieldName] = [
        "status", "is_complaint", "not_complaint_reason", "duplicate_of", "severity", "category",
        "investigation_needed", "no_investigation_reason", "no_investigation_by",
        "reused_investigation", "reuse_justification", "investigation_results", "root_cause",
        "investigator", "reviewer", "action_decision",
        "no_action_reason", "correction", "capa", "imdrf_a", "reply", "reply_date",
        "no_reply_reason", "udi", "udi_unknown_reason",
    ]

    /// The fields whose writers count as investigators: what an investigation plans, finds and codes.
    /// Who names the investigator has not investigated by that.
    public static let investigationFields: Set<FieldName> = Set(
        FieldCatalogue.investigationFields.map(\.name) + ["imdrf_b", "imdrf_c", "imdrf_d"]
    ).subtracting(["investigator"])

    /// Where a signature stands in a request.
    public static let signaturePointer = "/signature"

    /// States into which only who may decide brings a file from wherever it is.
    public static let decidedStates = Set(
        [WorkflowState.closed, .withdrawn].map(\.rawValue))

    private let values: FieldValues
    private let facts: ClosingFacts
    /// The account that makes the move.
    private let caller: String
    private let needs: WorkflowNeeds

    /// - Parameters:
    ///   - values: the file's, of `fields` at least, as they are when the move is made.
    ///   - caller: the name of the account that makes it.
    ///   - needs: what the catalogue asks for before the file is closed.
    public init(
        _ values: FieldValues, _ facts: ClosingFacts, caller: String,
        needs: WorkflowNeeds = WorkflowNeeds()
    ) {
        self.values = values
        self.facts = facts
        self.caller = caller
        self.needs = needs
    }

    /// What somebody needs to bring a file from one state to another; nil where no move leads.
    public static func permission(from start: String, to target: String) -> Permission? {
        guard let start = WorkflowState(rawValue: start),
            let target = WorkflowState(rawValue: target)
        else { return nil }
        return WorkflowMove(from: start, to: target)?.permission(to: target)
    }

    /// Everything that is missing for the move from `start` to `target`: nothing when it can be made.
    ///
    /// - Parameters:
    ///   - hasReason: whether a reason is given with the move.
    ///   - isSigned: whether it is signed in the same request.
    public func missing(
        from start: WorkflowState, to target: WorkflowState, hasReason: Bool, isSigned: Bool
    ) -> [FieldProblem] {
        guard let move = WorkflowMove(from: start, to: target) else {
            return [FieldProblem("/status", .noTransition, argument: target.rawValue)]
        }
        let missing = missing(move, from: start, to: target, hasReason: hasReason)
        return move.signature == nil || isSigned
            ? missing : missing + [FieldProblem(Self.signaturePointer, .signatureMissing)]
    }

    private func missing(
        _ move: WorkflowMove, from start: WorkflowState, to target: WorkflowState, hasReason: Bool
    ) -> [FieldProblem] {
        switch move {
        case .forward:
            return missingAtGates { gate in
                guard let step = gate.step, let here = start.step, let there = target.step else {
                    return false
                }
                return here <= step && step < there
            }
        case .back: return []
        case .closing:
            return needs.added(
                to: missingAtGates { _ in true } + missingForClosing,
                reusesInvestigation: facts.reusesInvestigation)
        case .ending: return missingForEnd(target, hasReason: hasReason)
        case .reopening:
            return hasReason ? [] : [FieldProblem("/" + Intake.changeReasonMember, .required)]
        }
    }

    /// Whether the move has to say why: the other ends do unless the file says it, reopening always.
    public static func asksReason(_ move: WorkflowMove, to target: WorkflowState) -> Bool {
        switch move {
        case .reopening: true
        case .ending: target != .duplicate
        case .forward, .back, .closing: false
        }
    }

    /// Every state but the one the file is in: how it is reached, who may, and what is missing.
    public func options(from start: WorkflowState) -> [Option] {
        WorkflowState.allCases.filter { $0 != start }.map { target in
            let move = WorkflowMove(from: start, to: target)
            return Option(
                target: target, move: move, permission: move?.permission(to: target),
                asksReason: move.map { Self.asksReason($0, to: target) } ?? false,
                missing: missing(from: start, to: target, hasReason: true, isSigned: true))
        }
    }

    /// What can be said of one target.
    public struct Option: Sendable, Equatable {
        public let target: WorkflowState
        /// Nil when no move leads there from where the file is.
        public let move: WorkflowMove?
        public let permission: Permission?
        public let asksReason: Bool
        /// What is missing beside the reason and the signature that may be asked for.
        public let missing: [FieldProblem]
    }

    private func missingAtGates(_ applies: (WorkflowState) -> Bool) -> [FieldProblem] {
        Gate.all.filter { applies($0.state) }.flatMap { unmet($0.requirements) }
    }

    private var missingForClosing: [FieldProblem] {
        var missing = unmet(Gate.closing)
        if facts.openTasks > 0 {
            missing.append(
                FieldProblem("/tasks", .openTasks, argument: String(facts.openTasks)))
        }
        missing += missingReports(undecided: facts.undecided)
        // ISO 13485:2016 8.2.2: a review by somebody else than who investigated.
        let investigator = values["investigator"]?.text
        if facts.investigators.contains(caller)
            || investigator.map({ Self.isSame($0, caller) }) == true
        {
            missing.append(FieldProblem("/investigation_results", .closedByInvestigator))
        }
        if let investigator, let reviewer = values["reviewer"]?.text,
            Self.isSame(investigator, reviewer)
        {
            missing.append(FieldProblem("/reviewer", .reviewedByInvestigator))
        }
        return missing
    }

    /// What is open of deciding and reporting, jurisdiction by jurisdiction.
    private func missingReports(undecided: [String]) -> [FieldProblem] {
        func problem(_ code: FieldProblem.Code, in name: String, _ argument: String) -> FieldProblem
        {
            FieldProblem("/jurisdictions/" + JSONPointer.escaped(name), code, argument: argument)
        }
        return undecided.map { problem(.decisionRequired, in: $0, $0) }
            + facts.unsigned.map { problem(.decisionUnsigned, in: $0, $0) }
            + facts.unreported.map { name in
                guard let rules = facts.owedRules[name] else {
                    return problem(.reportMissing, in: name, name)
                }
                return problem(.reportOwed, in: name, rules.joined(separator: ", "))
            }
    }

    /// A duplicate names its original; what is no complaint or withdrawn says why, and leaves nothing
    /// open of deciding and reporting where a rule applies or may.
    private func missingForEnd(_ target: WorkflowState, hasReason: Bool) -> [FieldProblem] {
        switch target {
        case .duplicate:
            return values["duplicate_of"] ?? .null == .null
                ? [FieldProblem("/duplicate_of", .required)] : []
        case .notAComplaint:
            let isSaid = hasReason || values["not_complaint_reason"] ?? .null != .null
            return (isSaid ? [] : [FieldProblem("/not_complaint_reason", .required)])
                + missingForUnreviewedEnd
        case .withdrawn:
            return
                (hasReason ? [] : [FieldProblem("/" + Intake.changeReasonMember, .required)])
                + missingForUnreviewedEnd
        default: return []
        }
    }

    /// It fails closed: a fact that nobody knows is no reason to end a file undecided. Knowing it is as
    /// good as deciding, where the rules then do not apply.
    private var missingForUnreviewedEnd: [FieldProblem] {
        let undecided = facts.undecided.filter(facts.concerned.contains)
        var unknown: [FieldName] = []
        for name in undecided.flatMap({ facts.unknownFacts[$0] ?? [] })
        where !unknown.contains(name) { unknown.append(name) }
        return missingReports(undecided: undecided)
            + unknown.map { FieldProblem($0.pointer, .factUnknown, argument: $0.text) }
    }

    /// Whether two names are one account's: imports, and files of before, have other capitals.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.lowercased() == right.lowercased()
    }

    private func unmet(_ requirements: [Gate.Requirement]) -> [FieldProblem] {
        requirements.filter { !$0.isMet(values, facts) }.map { FieldProblem($0.pointer, $0.code) }
    }
}
