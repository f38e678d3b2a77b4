public import Complaints
public import Rules

/// What was decided and reported of one file, in one snapshot.
public struct FileReporting: Sendable {
    /// A decision with the signature of it, nil until it is signed.
    public struct SignedDecision: Sendable {
        public let decision: Companion
        public let signature: Signature?
    }

    public let id: Int64
    public let number: String
    public let version: Int64
    public let status: String
    /// The version of the rules in force.
    public let ruleSet: Int64
    public let assessment: Assessment
    public let standing: ReportingStanding
    /// In the order they were made, superseded ones included.
    public let decisions: [SignedDecision]
    /// In the order they came, withdrawn ones included.
    public let reports: [Companion]
    /// The fields that suggest answers (`ReportingGuide.Hint`), of the file and of each merged into it.
    public let hints: [FieldValues]
}

extension Reader {
    /// What was decided and reported of a file; nil when there is none for the caller.
    public func reporting(
        of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> FileReporting? {
        guard let found = try ComplaintRow.find(key, on: connection),
            let decisions = try companions(.decision, of: key, for: visibility),
            let reports = try companions(.report, of: key, for: visibility)
        else { return nil }
        let set = layout.rules.set
        let rows = FactRows(set.factNames, layout, on: connection)
        guard let row = try rows.row(of: found.id) else { return nil }
        var signed: [FileReporting.SignedDecision] = []
        for decision in decisions {
            let signatures = try SignatureTable.all(
                of: Entity.decision.rawValue, decision.id, on: connection)
            signed.append(.init(decision: decision, signature: signatures.first))
        }
        return FileReporting(
            id: found.id, number: found.number, version: found.version, status: row.status,
            ruleSet: layout.rules.id, assessment: set.assess(try rows.facts(of: row, in: set)),
            standing: try reportingStanding(of: found.id), decisions: signed, reports: reports,
            hints: try hints(of: found.id))
    }

    private func hints(of complaint: Int64) throws(StorageFailure) -> [FieldValues] {
        let names = ReportingGuide.hintFields
        let rows = FactRows(names, layout, on: connection)
        guard let row = try rows.row(of: complaint) else { return [] }
        return ([row.values] + (try rows.members(of: complaint))).map { file in
            var values = FieldValues()
            for (name, value) in zip(names, file) { values[name] = value }
            return values
        }
    }

    /// What is open of deciding and reporting of a file, as if people worked on it.
    func reportingStanding(of complaint: Int64) throws(StorageFailure) -> ReportingStanding {
        let set = layout.rules.set
        let rows = FactRows(set.factNames, layout, on: connection)
        guard let row = try rows.row(of: complaint) else {
            return ReportingStanding(Assessment(), rulings: [:], reports: [])
        }
        let reporting = try ReportingRows(of: complaint, on: connection)
        let facts = FileFacts(
            values: row.values, status: "", members: try rows.members(of: complaint))
        return reporting.standing(set, of: facts)
    }
}
