import Complaints
import Testing

@Suite struct WorkflowTests {
    /// A file with nothing missing.
    static let whole: KeyValuePairs<FieldName, String> = [
        "is_complaint": "yes", "severity": "serious", "category": "hardware",
        "investigation_needed": "yes", "investigation_results": "A worn bearing.",
        "correction": "Bearing replaced.", "reply": "We replaced the bearing.",
        "reply_date": "2026-03-20", "udi": "04012345678901",
    ]

    static func values(_ pairs: KeyValuePairs<FieldName, String>) -> FieldValues {
        var values = FieldValues()
        for (name, text) in pairs { values[name] = .text(text) }
        return values
    }

    static func missing(
        _ values: FieldValues, _ facts: ClosingFacts = ClosingFacts(),
        from start: WorkflowState, to target: WorkflowState, hasReason: Bool = true,
        isSigned: Bool = true
    ) -> [String] {
        Workflow(values, facts, caller: "marie")
            .missing(from: start, to: target, hasReason: hasReason, isSigned: isSigned)
            .map { "\($0.pointer) \($0.code.rawValue)" }
    }

    /// One row a state, one letter a target, in the order of `WorkflowState.allCases`: f forward,
    /// b back, c closing, e ending, r reopening, "." no move.
    private static let moves: [(WorkflowState, String)] = [
        (.received, ".ffffff.eee"), (.triage, "..fffff.eee"), (.assessed, ".b.ffff.eee"),
        (.investigation, ".bb.fff.eee"), (.action, ".bbb.ff.eee"), (.reply, ".bbbb.f.eee"),
        (.review, ".bbbbb.ceee"), (.closed, ".rrrrrr...."), (.notAComplaint, ".rrrrrr...."),
        (.duplicate, ".rrrrrr...."), (.withdrawn, ".rrrrrr...."),
    ]

    @Test func `Every pair of states has the move that the table says, or none`() throws {
        let letters: [Character: WorkflowMove] = [
            "f": .forward, "b": .back, "c": .closing, "e": .ending, "r": .reopening,
        ]
        #expect(Self.moves.map(\.0) == WorkflowState.allCases)
        for (start, row) in Self.moves {
            try #require(row.count == WorkflowState.allCases.count)
            for (letter, target) in zip(row, WorkflowState.allCases) {
                let comment: Comment = "\(start) to \(target)"
                #expect(WorkflowMove(from: start, to: target) == letters[letter], comment)
                let missing = Self.missing(Self.values(Self.whole), from: start, to: target)
                let isDuplicate = target == .duplicate && letter == "e"
                #expect(missing.isEmpty == (letter != "." && !isDuplicate), comment)
            }
        }
    }

    @Test func `The states are those of the field, in its order`() {
        #expect(WorkflowState.allCases.map(\.rawValue) == Choices.status.map(\.value))
        let ends = WorkflowState.allCases.filter(\.isEnd).map(\.rawValue)
        #expect(ends == ComplaintEnd.allCases.map(\.rawValue))
    }

    @Test(
        "Each guard holds the file back by itself",
        arguments: [
            ("is_complaint", "no", WorkflowState.triage, "/is_complaint complaint_undecided"),
            ("severity", "unknown", .triage, "/severity severity_missing"),
            ("severity", nil, .triage, "/severity severity_missing"),
            (
                "investigation_needed", "unknown", .assessed,
                "/investigation_needed investigation_undecided"
            ),
            (
                "investigation_results", nil, .investigation,
                "/investigation_results investigation_missing"
            ),
            ("correction", nil, .action, "/correction action_missing"),
            ("reply", nil, .reply, "/reply reply_missing"),
            ("reply_date", nil, .reply, "/reply reply_missing"),
        ] as [(String, String?, WorkflowState, String)])
    func gates(field: String, text: String?, state: WorkflowState, code: String) throws {
        var values = Self.values(Self.whole)
        values[FieldName(field)] = text.map(FieldValue.text)
        let step = try #require(state.step)
        for start in WorkflowState.work {
            for target in WorkflowState.work {
                guard let here = start.step, let there = target.step, there > here else { continue }
                let isPassed = here <= step && step < there
                #expect(
                    Self.missing(values, from: start, to: target) == (isPassed ? [code] : []),
                    "\(start) to \(target)")
            }
        }
        #expect(Self.missing(values, from: .review, to: .closed) == [code])
    }

    @Test(
        "What closing asks for beside the gates",
        arguments: [("udi", "/udi udi_missing"), ("category", "/category coding_missing")])
    func closing(field: String, code: String) {
        var values = Self.values(Self.whole)
        values[FieldName(field)] = nil
        #expect(Self.missing(values, from: .review, to: .closed) == [code])
        #expect(Self.missing(values, from: .triage, to: .review) == [])
    }

    @Test(
        "What stands in for a value is as good",
        arguments: [
            ("udi", ["udi_unknown_reason": "The label is gone"]),
            ("correction", ["capa": "CAPA-7"]),
            ("reply", ["no_reply_reason": "No address"]),
            (
                "investigation_results",
                [
                    "investigation_needed": "no", "no_investigation_reason": "Known cause (A. B.)",
                    "no_investigation_by": "jean",
                ]
            ),
            ("correction", ["action_decision": "none", "no_action_reason": "User error"]),
            ("category", ["imdrf_a": "A0502"]),
        ] as [(String, [String: String])])
    func alternatives(field: String, others: [String: String]) {
        var values = Self.values(Self.whole)
        values[FieldName(field)] = nil
        #expect(!Self.missing(values, from: .review, to: .closed).isEmpty)
        for (name, text) in others { values[FieldName(name)] = .text(text) }
        #expect(Self.missing(values, from: .review, to: .closed).isEmpty)
    }

    @Test func `What is known beyond the fields holds closing back, and nothing else`() {
        let cases: [(WritableKeyPath<ClosingFacts, [String]>, String)] = [
            (\.undecided, "decision_required"), (\.unsigned, "decision_unsigned"),
            (\.unreported, "report_missing"),
        ]
        let values = Self.values(Self.whole)
        for (path, code) in cases {
            var facts = ClosingFacts()
            facts[keyPath: path] = ["US", "EU"]
            #expect(
                Self.missing(values, facts, from: .review, to: .closed)
                    == ["/jurisdictions/US \(code)", "/jurisdictions/EU \(code)"])
            #expect(Self.missing(values, facts, from: .triage, to: .review).isEmpty)
        }
        var facts = ClosingFacts()
        facts.openTasks = 2
        #expect(Self.missing(values, facts, from: .review, to: .closed) == ["/tasks open_tasks"])
        facts.openTasks = 0
        facts.investigators = ["jean"]
        #expect(Self.missing(values, facts, from: .review, to: .closed).isEmpty)
        var named = values
        named["investigator"] = .text("marie")
        #expect(
            Self.missing(named, facts, from: .review, to: .closed)
                == ["/investigation_results closed_by_investigator"])
        facts.investigators = ["jean", "marie"]
        #expect(
            Self.missing(values, facts, from: .review, to: .closed)
                == ["/investigation_results closed_by_investigator"])
    }

    @Test func `An investigation of another file may be used instead of one's own`() {
        var values = Self.values(Self.whole)
        values["investigation_needed"] = nil
        values["investigation_results"] = nil
        #expect(!Self.missing(values, from: .assessed, to: .review).isEmpty)
        var facts = ClosingFacts()
        facts.reusesInvestigation = true
        #expect(Self.missing(values, facts, from: .assessed, to: .review).isEmpty)
        #expect(Self.missing(values, facts, from: .review, to: .closed).isEmpty)
    }

    @Test func `Ends and reopening say why`() {
        let none = FieldValues()
        let reason = "/change_reason required"
        #expect(Self.missing(none, from: .triage, to: .withdrawn, hasReason: false) == [reason])
        #expect(Self.missing(none, from: .closed, to: .review, hasReason: false) == [reason])
        #expect(
            Self.missing(none, from: .triage, to: .notAComplaint, hasReason: false)
                == ["/not_complaint_reason required"])
        #expect(Self.missing(none, from: .triage, to: .notAComplaint).isEmpty)
        #expect(
            Self.missing(
                Self.values(["not_complaint_reason": "A question"]), from: .triage,
                to: .notAComplaint, hasReason: false
            ).isEmpty)
        #expect(
            Self.missing(none, from: .triage, to: .duplicate) == ["/duplicate_of required"])
    }

    @Test func `Closing and reopening are signed, whatever else is missing, and nothing else is`() {
        let signature = "/signature signature_missing"
        for start in WorkflowState.allCases {
            for target in WorkflowState.allCases {
                guard let move = WorkflowMove(from: start, to: target) else { continue }
                let unsigned = Self.missing(FieldValues(), from: start, to: target, isSigned: false)
                let signed = Self.missing(FieldValues(), from: start, to: target)
                let asks = target == .closed || start.isEnd
                #expect(unsigned == signed + (asks ? [signature] : []), "\(start) to \(target)")
                #expect((move.signature != nil) == asks, "\(start) to \(target)")
            }
        }
    }

    @Test func `Analysts work files, reviewers decide how they end and whether they open again`() {
        for option in Workflow(FieldValues(), ClosingFacts(), caller: "x").options(from: .review) {
            switch option.target {
            case .closed, .withdrawn: #expect(option.permission == .decide)
            case .received: #expect(option.permission == nil)
            default: #expect(option.permission == .work)
            }
        }
        #expect(Workflow.permission(from: "closed", to: "review") == .decide)
        #expect(Workflow.permission(from: "duplicate", to: "triage") == .decide)
        #expect(Workflow.permission(from: "nowhere", to: "triage") == nil)
    }

    /// What has to be there in a closed file, said once more and otherwise than the workflow says it.
    private static func holes(_ values: FieldValues, _ facts: ClosingFacts) -> [String] {
        func has(_ name: FieldName) -> Bool { values[name].map { $0 != .null } ?? false }
        var holes: [String] = []
        if values["is_complaint"] != .text("yes") { holes.append("complaint") }
        if !has("severity") || values["severity"] == .text("unknown") { holes.append("severity") }
        if !facts.reusesInvestigation {
            switch values["investigation_needed"]?.text {
            case "yes" where has("investigation_results"): break
            case "no" where has("no_investigation_reason"): break
            default: holes.append("investigation")
            }
        }
        let isNone = values["action_decision"] == .text("none")
        if isNone ? !has("no_action_reason") : !has("correction") && !has("capa") {
            holes.append("action")
        }
        if !(has("reply") && has("reply_date")), !has("no_reply_reason") { holes.append("reply") }
        if !has("udi"), !has("udi_unknown_reason") { holes.append("udi") }
        if !has("category"), !has("imdrf_a") { holes.append("coding") }
        if facts.openTasks > 0 { holes.append("tasks") }
        if !facts.undecided.isEmpty || !facts.unsigned.isEmpty || !facts.unreported.isEmpty {
            holes.append("jurisdictions")
        }
        if facts.investigators.contains("marie") || values["investigator"] == .text("marie") {
            holes.append("closer")
        }
        if has("reviewer"), values["reviewer"] == values["investigator"] {
            holes.append("reviewer")
        }
        return holes
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `No way of allowed moves and random edits reaches closed with a hole`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var closings = 0
        for _ in 0..<400 {
            var state = WorkflowState.received
            var values = Self.values(Self.whole)
            var facts = ClosingFacts()
            for _ in 0..<60 {
                Self.edit(&values, &facts, with: &chance)
                let workflow = Workflow(values, facts, caller: "marie")
                let open = WorkflowState.allCases.filter {
                    workflow.missing(from: state, to: $0, hasReason: true, isSigned: true).isEmpty
                }
                // Towards the end more often, or few walks would get there.
                let onward = open.filter { $0 == .closed || ($0.step ?? -1) > (state.step ?? 9) }
                let choices = Bool.random(using: &chance) && !onward.isEmpty ? onward : open
                guard let next = choices.randomElement(using: &chance) else { continue }
                state = next
                if state == .closed {
                    closings += 1
                    #expect(Self.holes(values, facts) == [], "seed \(seed)")
                }
            }
        }
        // A walk that never closes anything proves nothing.
        #expect(closings > 50, "seed \(seed)")
    }

    private static func edit(
        _ values: inout FieldValues, _ facts: inout ClosingFacts,
        with chance: inout SeededGenerator
    ) {
        let names = Workflow.fields.filter { $0 != "status" }
        guard let name = names.randomElement(using: &chance) else { return }
        let texts = ["yes", "no", "unknown", "some text"]
        values[name] =
            Int.random(in: 0..<5, using: &chance) == 0
            ? nil
            : .text(
                whole.first { $0.key == name && Bool.random(using: &chance) }?.value
                    ?? texts.randomElement(using: &chance) ?? "yes")
        switch Int.random(in: 0..<24, using: &chance) {
        case 0: facts.openTasks = 1
        case 1: facts.undecided = ["US"]
        case 2: facts.unsigned = ["EU"]
        case 3: facts.unreported = ["EU"]
        case 4: facts.investigators = ["marie"]
        case 5: facts.reusesInvestigation.toggle()
        case 6..<16: facts = ClosingFacts()
        default: break
        }
    }

    @Test func `A new file begins elsewhere only where a move from received would lead`() throws {
        let reviewer = IntakeTests.intake(.test(.reviewer))
        func begin(_ text: String) throws -> [String] {
            let body = try object(text)
            return refusal { () throws(Refusal) in try reviewer.newComplaint(body) }
        }
        #expect(try begin(#"{"description":"x","status":"triage"}"#) == [])
        #expect(try begin(#"{"description":"x","status":"closed"}"#) == ["/status no_transition"])
        #expect(
            try begin(#"{"description":"x","status":"assessed","severity":"minor"}"#)
                == ["/is_complaint complaint_undecided"])
        #expect(
            try begin(
                #"{"description":"x","status":"assessed","severity":"minor","is_complaint":"yes"}"#
            ) == [])
        #expect(
            try begin(#"{"description":"x","status":"withdrawn"}"#) == ["/change_reason required"])
    }

    @Test func `Every code of the workflow has a sentence of its own in both languages`() {
        let codes = FieldProblem.Code.allCases.filter { code in
            [
                "missing", "undecided", "open_tasks", "decision", "closed_by", "no_transition",
                "not_permitted", "original", "owed", "fact_", "reviewed_by",
            ].contains { code.rawValue.contains($0) }
        }
        #expect(codes.count >= 20)
        let fallback = Words("The value is not right.", "La valeur n’est pas correcte.")
        for code in codes {
            let words = code.sentence(argument: "US")
            #expect(words != fallback, "\(code)")
            #expect(words.english != words.french)
        }
    }
}
