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
        .reusesNoInvestigation, .hasUnsignedDecision, .hasUnsentReport, .hasReportSentLate,
        .hasReportWithoutNumber, .isUnsignedClosing, .isClosedByInvestigator,
    ]

    /// By the index, so that the rows of comments and tasks are not read.
    static let companions = """
        SELECT complaint_id, kind, state, due, \
        CASE kind WHEN 'report' THEN json_extract(document,'$.submitted') END, \
        CASE kind WHEN 'report' THEN json_extract(document,'$.report_number') IS NULL END \
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
                if state == "same_investigation" { note(.reusesNoInvestigation, file) }
            case "decision":
                if state == "unsigned" { note(.hasUnsignedDecision, file) }
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
        var codes: [String: UInt16?] = [:]
        while try rows.step() {
            let (file, signer) = (rows.int64(0), rows.text(1))
            note(.isUnsignedClosing, file)
            guard let investigator, file < Int64(state.slotCount) else { continue }
            let code: UInt16?
            if let known = codes[signer] {
                code = known
            } else {
                code = investigator.code(of: .text(signer))
                codes[signer] = .some(code)
            }
            if let code, investigator.codes[Int(file)] == code {
                note(.isClosedByInvestigator, file)
            }
        }
    }

    private mutating func note(_ fact: FileCheck.Fact, _ file: Int64) {
        guard file > 0, file < Int64(state.slotCount) else { return }
        masks[fact]?.insert(Int(file))
    }
}
