public import Complaints

/// What is still open of deciding and reporting, jurisdiction by jurisdiction: what closing asks for.
public struct ReportingStanding: Sendable, Equatable {
    /// What a person decided for a jurisdiction, signed or not, provided that nothing superseded it.
    public struct Ruling: Sendable, Equatable {
        /// Nil when more has to be known first.
        public let verdict: Decision.Verdict?
        public let isSigned: Bool
        /// The rules of a follow-up where it was made on more than the submitted reports tell; nil where they
        /// tell all.
        public let untold: [String]?

        public init(verdict: Decision.Verdict?, isSigned: Bool, untold: [String]? = nil) {
            self.verdict = verdict
            self.isSigned = isSigned
            self.untold = untold
        }
    }

    /// A report as far as it counts for closing.
    public struct Report: Sendable, Equatable {
        public let jurisdiction: String
        public let hasNumber: Bool
        public let isSubmitted: Bool

        public init(jurisdiction: String, hasNumber: Bool, isSubmitted: Bool) {
            self.jurisdiction = jurisdiction
            self.hasNumber = hasNumber
            self.isSubmitted = isSubmitted
        }
    }

    /// Jurisdictions that apply and for which nobody has decided.
    public private(set) var undecided: [String] = []
    /// Those whose decision is not signed.
    public private(set) var unsigned: [String] = []
    /// Those where it is reportable, and a clock runs on, no report was submitted, one has no number, or
    /// none tells what was decided on.
    public private(set) var unreported: [String] = []

    /// Of those, where a report with its number was submitted: the rules whose clocks run on, or of what is
    /// not told yet.
    public private(set) var owedRules: [String: [String]] = [:]
    /// Where a rule about reporting applies, or may (`RuleSet.concerned`).
    public var concerned: Set<String> = []
    /// What is not known where the rules cannot tell.
    public private(set) var unknownFacts: [String: [FieldName]] = [:]

    /// - Parameters:
    ///   - assessment: of the file as people work on it, with its signed decisions.
    ///   - rulings: by jurisdiction.
    ///   - reports: those that were not withdrawn.
    public init(_ assessment: Assessment, rulings: [String: Ruling], reports: [Report]) {
        for needed in assessment.decisions {
            if case .unknownFacts(let names) = needed.reason {
                unknownFacts[needed.jurisdiction] = names
            }
        }
        for code in assessment.applicable {
            guard !assessment.lapsed.contains(code), let ruling = rulings[code],
                let verdict = ruling.verdict
            else {
                undecided.append(code)
                continue
            }
            if !ruling.isSigned { unsigned.append(code) }
            guard verdict == .reportable else { continue }
            let own = reports.filter { $0.jurisdiction == code }
            let running = assessment.clocks.filter {
                $0.rule.jurisdiction == code && $0.end == nil
            }.map(\.rule.id)
            let isReported =
                own.contains(where: \.isSubmitted)
                && own.allSatisfy { !$0.isSubmitted || $0.hasNumber }
            let owed = running.isEmpty ? ruling.untold : running
            if isReported, owed == nil { continue }
            unreported.append(code)
            if isReported, let owed, !owed.isEmpty { owedRules[code] = owed }
        }
    }
}

extension ClosingFacts {
    /// Takes over what is open of deciding and reporting.
    public mutating func take(_ standing: ReportingStanding) {
        undecided = standing.undecided
        unsigned = standing.unsigned
        unreported = standing.unreported
        owedRules = standing.owedRules
        concerned = standing.concerned
        unknownFacts = standing.unknownFacts
    }
}
