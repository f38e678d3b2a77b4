/// What the workflow has to know of a file beyond its own fields.
public struct ClosingFacts: Sendable, Equatable {
    /// Tasks that are neither done nor withdrawn, those of merged files included.
    public var openTasks = 0
    /// Jurisdictions that apply and for which nobody has decided whether to report.
    public var undecided: [String] = []
    /// Jurisdictions whose decision is not signed.
    public var unsigned: [String] = []
    /// Jurisdictions where it is reportable and the report has no number or no date.
    public var unreported: [String] = []
    /// Accounts that wrote what was investigated.
    public var investigators: Set<String> = []
    /// Whether the file is linked to another one's investigation, which it uses with a justification.
    public var reusesInvestigation = false

    public init() {}
}
