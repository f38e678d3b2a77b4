/// What the workflow has to know of a file beyond its own fields.
public struct ClosingFacts: Sendable, Equatable {
    /// Tasks that are neither done nor withdrawn, those of merged files included.
    public var openTasks = 0
    /// Jurisdictions that apply and for which nobody has decided whether to report.
    public var undecided: [String] = []
    /// Jurisdictions whose decision is not signed.
    public var unsigned: [String] = []
    /// Jurisdictions where it is reportable and a report is open, or has no number or no date.
    public var unreported: [String] = []
    /// Of those, where a report was submitted: the rules that ask for one more.
    public var owedRules: [String: [String]] = [:]
    /// Jurisdictions in which a rule about reporting applies, or may by what is known.
    public var concerned: Set<String> = []
    /// What is not known where the rules cannot tell whether they apply, by jurisdiction.
    public var unknownFacts: [String: [FieldName]] = [:]
    /// Accounts that wrote what was investigated.
    public var investigators: Set<String> = []
    /// Whether the file uses, with a justification, the investigation of another one that has results.
    public var reusesInvestigation = false

    public init() {}
}
