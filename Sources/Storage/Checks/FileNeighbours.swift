import Complaints

/// What stands beside files in narrow tables, as sets of files: their links, decisions, reports and the
/// signatures of their closings. Two passes at one snapshot, whatever the number of files.
struct FileNeighbours {
    /// The files of each fact that is told beside them; without `isClosedByInvestigator` where the
    /// columns do not hold who investigates.
    private(set) var masks: [FileCheck.Fact: GridMask]

    private let state: GridState
    private let today: String

    /// - Parameter investigator: the column of that field, where it is held.
    init(
        _ state: GridState, investigator: GridColumn?, today: CivilDate, on connection: Connection
    ) throws(StorageFailure) {
        self.state = state
        self.today = today.text
        masks = [:]
        for fact in Self.facts { masks[fact] = GridMask(none: state.slotCount) }
        try readCompanions(connection)
        try readClosings(investigator, connection)
        // These two say that something is not there.
        masks[.reusesNoInvestigation]?.invert()
        masks[.isUnsignedClosing]?.invert()
        if investigator == nil { masks[.isClosedByInvestigator] = nil }
    }

    /// The facts that companions and signatures tell.
    static let facts: [FileCheck.Fact] = [
        .reusesNoInvestigation, .hasUnsignedDecision, .hasLateDecision,
        .hasDecisionAgainstAnswers, .hasUnsentReport, .hasReportSentLate, .hasReportWithoutNumber,
        .isUnsignedClosing, .isClosedByInvestigator,
    ]

    /// By the index, so that the rows of comments and tasks are not read.
    static let companions = """
        SELECT complaint_id, kind, state, due, \
        CASE kind WHEN 'report' THEN json_extract(document,'$.submitted') END, \
        CASE kind WHEN 'report' THEN json_extract(document,'$.report_number') IS NULL \
        WHEN 'link' THEN \(FileCheck.Fact.isResultsLink) \
        WHEN 'decision' THEN (\(FileCheck.Fact.isLateDecision)) IS TRUE END, \
        CASE kind WHEN 'decision' THEN (\(FileCheck.Fact.isAgainstAnswers)) IS TRUE END \
        FROM companion INDEXED BY companion_by_complaint \
        WHERE kind IN ('decision','link','report') AND withdrawn_at IS NULL
        """

    /// The table from its beginning: nearly each row is asked for.
    static let closings = """
        SELECT record_id, signer FROM signature WHERE +record='complaint' AND meaning='closure'
        """

    private mutating func readCompanions(_ connection: Connection) throws(StorageFailure) {
        var rows = try connection.statement(made: Self.companions)
        while try rows.step() {
            let (file, state) = (rows.int64(0), rows.optionalText(2))
            switch rows.text(1) {
            case "link":
                if rows.bool(5) { note(.reusesNoInvestigation, file) }
            case "decision":
                if state == "unsigned" { note(.hasUnsignedDecision, file) }
                if rows.bool(5) { note(.hasLateDecision, file) }
                if rows.bool(6) { note(.hasDecisionAgainstAnswers, file) }
            default:
                let (due, submitted) = (rows.optionalText(3), rows.optionalText(4))
                if let submitted {
                    if let due, submitted > due { note(.hasReportSentLate, file) }
                    if rows.bool(5) { note(.hasReportWithoutNumber, file) }
                } else if let due, due < today {
                    note(.hasUnsentReport, file)
                }
            }
        }
    }

    private mutating func readClosings(
        _ investigator: GridColumn?, _ connection: Connection
    ) throws(StorageFailure) {
        var rows = try connection.statement(made: Self.closings)
        var names = CaselessTexts()
        let investigators = investigator?.values.map { names.number(of: $0) } ?? []
        while try rows.step() {
            let (file, signer) = (rows.int64(0), names.number(of: .text(rows.text(1))))
            note(.isUnsignedClosing, file)
            guard let investigator, file > 0, file < Int64(state.slotCount) else { continue }
            if investigators[Int(investigator.codes[Int(file)])] == signer {
                note(.isClosedByInvestigator, file)
            }
        }
    }

    private mutating func note(_ fact: FileCheck.Fact, _ file: Int64) {
        guard file > 0, file < Int64(state.slotCount) else { return }
        masks[fact]?.insert(Int(file))
    }
}

/// Numbers for texts: those that differ in the case of ASCII letters alone have one, as SQLite's NOCASE
/// has it and as the names of accounts are compared.
struct CaselessTexts {
    private var numbers: [[UInt8]: Int] = [:]

    /// From 1 on; 0 for what is no text.
    mutating func number(of value: SQLValue) -> Int {
        guard case .text(let text) = value else { return 0 }
        let key = text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        if let number = numbers[key] { return number }
        let number = numbers.count + 1
        numbers[key] = number
        return number
    }
}
