/// Where a complaint file stands (PRODUCT section 3.2): the states of work in their order, then the
/// ends. The raw value is the value of the field `status`.
///
/// ```
/// received → triage → assessed → investigation → action → reply → review → closed
///     └───────────┴───────────┴─── any state of work ───┴──────────┘
///                       └─▶ not_a_complaint, duplicate, withdrawn
/// an end ── reopened, with a reason ─▶ triage … review
/// ```
public enum WorkflowState: String, Sendable, CaseIterable {
    case received, triage, assessed, investigation, action, reply, review
    case closed
    case notAComplaint = "not_a_complaint"
    case duplicate, withdrawn

    /// Whether the file takes no more changes.
    public var isEnd: Bool { ComplaintEnd(rawValue) != nil }

    /// The states of work, in their order.
    public static let work = allCases.filter { !$0.isEnd }

    /// The place among the states of work; nil for an end.
    public var step: Int? { Self.work.firstIndex(of: self) }
}

/// How one state follows another.
public enum WorkflowMove: String, Sendable, CaseIterable {
    /// Towards review; it may pass over states whose gates are open.
    case forward
    /// Back to an earlier state of work, to do something again.
    case back
    /// From review to closed.
    case closing
    /// To one of the other ends.
    case ending
    /// From an end to a state of work.
    case reopening

    /// The move between two states; nil when there is none.
    ///
    /// Nothing goes back to `received`: what is entered there is locked once the file has left it.
    public init?(from start: WorkflowState, to target: WorkflowState) {
        if start == target { return nil }
        switch (start.step, target.step) {
        case (let here?, let there?):
            if there == 0 { return nil }
            self = there > here ? .forward : .back
        case (.some, nil):
            if target == .closed {
                guard start == .review else { return nil }
                self = .closing
            } else {
                self = .ending
            }
        case (nil, let there?):
            if there == 0 { return nil }
            self = .reopening
        case (nil, nil): return nil
        }
    }

    /// What a signature of the move says; nil for a move that nobody signs (21 CFR 820.35(a), PRODUCT
    /// section 3.4).
    public var signature: SignatureMeaning? {
        switch self {
        case .closing: .closure
        case .reopening: .reopening
        case .forward, .back, .ending: nil
        }
    }

    /// What somebody needs who makes the move: analysts work files, reviewers decide how they end.
    public func permission(to target: WorkflowState) -> Permission {
        switch self {
        case .closing, .reopening: .decide
        case .ending: target == .withdrawn ? .decide : .work
        case .forward, .back: .work
        }
    }
}
