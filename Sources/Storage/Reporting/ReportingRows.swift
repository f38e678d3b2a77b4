import Complaints
import JSON
import Rules

/// What a file says itself of what the rules ask for.
struct FileFacts {
    /// In the order of `RuleSet.factNames`.
    let values: [FieldValue]
    let status: String
    /// The same of every file merged into it.
    let members: [[FieldValue]]
}

/// The decisions and reports of a file that count: not withdrawn, not superseded. Nothing sealed is read.
struct ReportingRows {
    /// A decision that stands.
    struct Ruling {
        let id: Int64
        let jurisdiction: String
        let verdict: ReportingVerdict
        let isSigned: Bool
        let by: String
        let on: CivilDate?
        let basis: DecisionBasis
    }

    /// A report, submitted or planned.
    struct Report {
        let jurisdiction: String
        let type: String
        let rules: [String]
        let number: String?
        let submitted: CivilDate?
        let informationReceived: CivilDate?
        let nextReport: CivilDate?
        /// What the files said when it was submitted; nil when that was not kept.
        let facts: Set<String>?
    }

    private(set) var rulings: [Ruling] = []
    private(set) var reports: [Report] = []

    init(of complaint: Int64, on connection: Connection) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            SELECT id, kind, state, document FROM companion
            WHERE complaint_id = ? AND kind IN ('decision', 'report') AND withdrawn_at IS NULL
            ORDER BY id
            """)
        statement.bind(1, complaint)
        while try statement.step() {
            let id = statement.int64(0)
            let members = try Self.members(statement.blob(3), of: id)
            let state = statement.optionalText(2) ?? ""
            if statement.text(1) == Entity.report.rawValue {
                reports.append(Report(type: state, members))
            } else if state != DecisionState.superseded.rawValue {
                rulings.append(Ruling(id: id, state: state, members))
            }
        }
    }

    /// Whether a decision waits to be signed.
    var awaitsSignature: Bool {
        rulings.contains { !$0.isSigned && $0.verdict != .furtherInformation }
    }

    /// The facts of a file with what was decided and reported of it.
    func completing(_ facts: FileFacts, in set: RuleSet) -> Facts {
        Facts(
            facts.values, status: facts.status, decisions: decisions,
            reports: reports.compactMap(\.asSubmitted), members: facts.members
        ).replacing(followUpDays(in: set), in: set)
    }

    /// What is open of deciding and reporting, of a file as if people worked on it.
    func standing(_ set: RuleSet, of own: FileFacts) -> ReportingStanding {
        let facts = completing(own, in: set)
        let assessment = set.assess(facts)
        var found = standing(assessment, in: set)
        found.concerned = set.concerned(among: assessment.applicable, by: facts)
        return found
    }

    /// What closing asks for, by what the rules make of the file.
    func standing(_ assessment: Assessment, in set: RuleSet) -> ReportingStanding {
        var found: [String: ReportingStanding.Ruling] = [:]
        for ruling in rulings {
            found[ruling.jurisdiction] = .init(
                verdict: Decision.Verdict(rawValue: ruling.verdict.rawValue),
                isSigned: ruling.isSigned,
                untold: isTold(ruling) ? nil : set.followUpRules(in: ruling.jurisdiction))
        }
        return ReportingStanding(
            assessment, rulings: found,
            reports: reports.map {
                .init(
                    jurisdiction: $0.jurisdiction, hasNumber: $0.number != nil,
                    isSubmitted: $0.submitted != nil)
            })
    }

    /// Whether the submitted reports tell what somebody decided on; true where none kept what it told.
    private func isTold(_ ruling: Ruling) -> Bool {
        let told = reports.filter {
            $0.jurisdiction == ruling.jurisdiction && $0.submitted != nil
        }.compactMap(\.facts)
        return told.isEmpty || ruling.basis.facts.subtracting(told.flatMap(\.self)).isEmpty
    }

    /// The signed decisions, as the rules take them.
    private var decisions: [String: Decision] {
        var found: [String: Decision] = [:]
        for ruling in rulings where ruling.isSigned {
            guard let verdict = Decision.Verdict(rawValue: ruling.verdict.rawValue) else {
                continue
            }
            found[ruling.jurisdiction] = Decision(
                verdict,
                origin: ruling.on.map { .init(id: ruling.id, by: ruling.by, on: $0) },
                basis: ruling.basis)
        }
        return found
    }

    /// The days on which follow-ups begin to be owed: the earliest information that no report has told
    /// yet, and the last day that was announced for the next report.
    private func followUpDays(in set: RuleSet) -> [FieldName: CivilDate?] {
        var days: [FieldName: CivilDate?] = [:]
        var last: [String: Report] = [:]
        var pending: [CivilDate] = []
        for report in reports {
            guard let day = report.submitted else {
                if let received = report.informationReceived,
                    set.followUpClock(
                        in: report.jurisdiction, by: "new_information", from: received) != nil
                {
                    pending.append(received)
                }
                continue
            }
            if let later = last[report.jurisdiction]?.submitted, later > day { continue }
            last[report.jurisdiction] = report
        }
        if let first = pending.min() { days["new_information"] = .some(first) }
        if !last.isEmpty { days["next_report"] = .some(last.values.compactMap(\.nextReport).min()) }
        return days
    }

    private static func members(
        _ bytes: [UInt8], of id: Int64
    ) throws(StorageFailure) -> JSONObject {
        do throws(JSONError) {
            return try JSONValue.parse(bytes).objectValue ?? JSONObject()
        } catch {
            throw .failed(.damaged("The document of companion \(id) is not JSON."))
        }
    }
}

extension ReportingRows.Ruling {
    fileprivate init(id: Int64, state: String, _ members: JSONObject) {
        self.init(
            id: id, jurisdiction: members.text("jurisdiction") ?? "",
            verdict: ReportingVerdict(rawValue: members.text("verdict") ?? "")
                ?? .furtherInformation,
            isSigned: state == DecisionState.signed.rawValue,
            by: members.text("decided_by") ?? "", on: members.day("decided"),
            basis: DecisionBasis(members.texts("basis"), facts: members.texts("facts")))
    }
}

extension ReportingRows.Report {
    fileprivate init(type: String, _ members: JSONObject) {
        self.init(
            jurisdiction: members.text("jurisdiction") ?? "", type: type,
            rules: members.texts("rules"), number: members.text("report_number"),
            submitted: members.day("submitted"),
            informationReceived: members.day("information_received"),
            nextReport: members.day("next_report"),
            facts: members["facts"].map { _ in Set(members.texts("facts")) })
    }

    fileprivate var asSubmitted: SubmittedReport? {
        submitted.map {
            SubmittedReport(
                rules: Set(rules), day: $0, jurisdiction: jurisdiction, facts: facts)
        }
    }
}

extension JSONObject {
    fileprivate func text(_ name: String) -> String? { self[name]?.stringValue }

    fileprivate func day(_ name: String) -> CivilDate? { text(name).flatMap { CivilDate($0) } }

    fileprivate func texts(_ name: String) -> [String] {
        (self[name]?.arrayValue ?? []).compactMap(\.stringValue)
    }
}
