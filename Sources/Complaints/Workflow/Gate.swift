/// What has to be there before a file goes on beyond a state of work.
///
/// Every gate is also part of what closing asks for, so that no way to `closed` leads around one.
struct Gate {
    /// The code of what is missing, where it is to be entered, and whether it is there.
    struct Requirement {
        let code: FieldProblem.Code
        let pointer: String
        let isMet: @Sendable (FieldValues, ClosingFacts) -> Bool
    }

    /// The state that the gate closes; `review` has none of its own, since closing asks for everything.
    let state: WorkflowState
    let requirements: [Requirement]

    /// The gates in the order of their states.
    static let all: [Gate] = [
        Gate(
            state: .triage,
            requirements: [
                Requirement(code: .complaintUndecided, pointer: "/is_complaint") { values, _ in
                    values["is_complaint"]?.text == "yes"
                },
                Requirement(code: .severityMissing, pointer: "/severity") { values, _ in
                    ![nil, "unknown"].contains(values["severity"]?.text)
                },
            ]),
        // 21 CFR 820.35(a): whether to investigate is decided for every complaint.
        Gate(
            state: .assessed,
            requirements: [
                Requirement(
                    code: .investigationUndecided, pointer: "/investigation_needed"
                ) { values, facts in
                    ["yes", "no"].contains(values["investigation_needed"]?.text)
                        || facts.reusesInvestigation
                }
            ]),
        Gate(
            state: .investigation,
            requirements: [
                Requirement(
                    code: .investigationMissing, pointer: "/investigation_results"
                ) { values, facts in
                    if facts.reusesInvestigation { return true }
                    return values["investigation_needed"]?.text == "no"
                        ? values.isFilled("no_investigation_reason")
                            && values.isFilled("no_investigation_by")
                        : values.isFilled("investigation_results")
                }
            ]),
        // 21 CFR 820.35(a)(6): any corrective action taken.
        Gate(
            state: .action,
            requirements: [
                Requirement(code: .actionMissing, pointer: "/correction") { values, _ in
                    if values["action_decision"]?.text == "none" {
                        return values.isFilled("no_action_reason")
                    }
                    return values.isFilled("correction") || values.isFilled("capa")
                }
            ]),
        // 21 CFR 820.35(a)(7): any reply to the complainant.
        Gate(
            state: .reply,
            requirements: [
                Requirement(code: .replyMissing, pointer: "/reply") { values, _ in
                    values.isFilled("reply") && values.isFilled("reply_date")
                        || values.isFilled("no_reply_reason")
                }
            ]),
    ]

    /// What closing asks for beside the gates.
    static let closing: [Requirement] = [
        Requirement(code: .udiMissing, pointer: "/udi") { values, _ in
            values.isFilled("udi") || values.isFilled("udi_unknown_reason")
        },
        Requirement(code: .codingMissing, pointer: "/category") { values, _ in
            values.isFilled("category") || values.isFilled("imdrf_a")
        },
    ]
}

extension FieldValues {
    /// Whether the field has a value.
    fileprivate func isFilled(_ name: FieldName) -> Bool { self[name] ?? .null != .null }
}
