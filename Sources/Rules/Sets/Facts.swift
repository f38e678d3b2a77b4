public import Complaints

/// What a rule set has to know of a file: the values of the fields it names, in the file and in those
/// merged into it, and what people have decided.
public struct Facts: Sendable {
    /// In the order of `RuleSet.factNames`.
    private(set) var values: [FieldValue]
    /// The same of every file that was merged into this one, directly or through others.
    private(set) var members: [[FieldValue]]
    /// Signed and not superseded, by jurisdiction.
    public let decisions: [String: Decision]
    /// The reports that were submitted.
    public let reports: [SubmittedReport]
    /// Whether the file is at its end: then no clock runs.
    public let isEnded: Bool

    /// - Parameters:
    ///   - value: the value of a field, `.null` for none.
    ///   - status: the file's own.
    ///   - members: the same of each file merged into this one.
    public init(
        for set: RuleSet, status: String, decisions: [String: Decision] = [:],
        reports: [SubmittedReport] = [], members: [(FieldName) -> FieldValue] = [],
        value: (FieldName) -> FieldValue
    ) {
        values = set.factNames.map(value)
        self.members = members.map { set.factNames.map($0) }
        self.decisions = decisions
        self.reports = reports
        isEnded = ComplaintEnd(status) != nil
    }

    /// The same with the values in the order of `RuleSet.factNames`, of the file and of each file merged
    /// into it.
    public init(
        _ values: [FieldValue], status: String, decisions: [String: Decision] = [:],
        reports: [SubmittedReport] = [], members: [[FieldValue]] = []
    ) {
        self.values = values
        self.members = members
        self.decisions = decisions
        self.reports = reports
        isEnded = ComplaintEnd(status) != nil
    }

    /// The same with these days, or none, in place of the file's own, as far as the rules ask for them.
    public func replacing(_ days: [FieldName: CivilDate?], in set: RuleSet) -> Facts {
        if days.isEmpty { return self }
        var facts = self
        for (position, name) in set.factNames.enumerated() {
            if let day = days[name] { facts.values[position] = day.map { .text($0.text) } ?? .null }
        }
        return facts
    }

    /// The same file as if people still worked on it: for a look back over all history.
    public var reopened: Facts {
        Facts(values, status: "", decisions: decisions, reports: reports, members: members)
    }

    /// One of the members by itself. It tells of the same event: what it does not know is what the original
    /// says of it. Where the file stands in the workflow is that of the original.
    func member(_ values: [FieldValue], statusAt place: Int?) -> Facts {
        var facts = self
        for (position, value) in values.enumerated()
        where position != place && Self.known(value) != nil {
            facts.values[position] = value
        }
        facts.members = []
        return facts
    }

    /// A known value as text; nil when there is none, or it is the choice `unknown`.
    func known(_ index: FactIndex) -> String? { Self.known(values[index.position]) }

    private static func known(_ value: FieldValue) -> String? {
        switch value {
        case .text(let text): text.isEmpty || text == unknown ? nil : text
        case .boolean(let isTrue): isTrue ? "true" : "false"
        case .integer(let number): String(number)
        case .list(let texts): texts.joined(separator: ", ")
        case .null, .decimal, .object: nil
        }
    }

    /// The first day that a date may be.
    func day(_ index: FactIndex) -> CivilDate? { Self.day(values[index.position]) }

    /// The earliest such day of the file and those merged into it.
    func earliestDay(_ index: FactIndex) -> (day: CivilDate, isOfMember: Bool)? {
        var found = day(index).map { (day: $0, isOfMember: false) }
        for member in members {
            guard let day = Self.day(member[index.position]) else { continue }
            if let earlier = found?.day, earlier <= day { continue }
            found = (day, true)
        }
        return found
    }

    /// The first of these days that the file itself knows, or that member.
    func firstDay(
        _ indices: [FactIndex], ofMember place: Int? = nil
    ) -> (day: CivilDate, field: FactIndex)? {
        let known = place.map { members[$0] } ?? values
        for index in indices {
            if let day = Self.day(known[index.position]) { return (day, index) }
        }
        return nil
    }

    private static func day(_ value: FieldValue) -> CivilDate? {
        guard case .text(let text) = value else { return nil }
        return PartialDate(text)?.firstDay
    }

    private static let unknown = "unknown"
}
