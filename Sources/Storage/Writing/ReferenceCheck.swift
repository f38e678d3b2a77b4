import Complaints

/// Checks what a complaint names and settles its site.
///
/// What the writer may not see is answered like what is not there, so that nobody learns of it. What
/// was named before stays, seen or not: only a change is checked.
struct ReferenceCheck {
    private let lookup: ReferenceLookup
    private let scope: WriteScope
    /// The complaint before the change; nil for a new one.
    private let old: ComplaintNames?
    /// Whether the writer said which site it is.
    private let statesSite: Bool
    private var problems: [FieldProblem] = []

    init(
        lookup: ReferenceLookup, scope: WriteScope, old: ComplaintNames?, statesSite: Bool
    ) {
        self.lookup = lookup
        self.scope = scope
        self.old = old
        self.statesSite = statesSite
    }

    /// Gives the record its site; the ids of its system and its site.
    mutating func run(_ record: inout ComplaintNames) throws(StorageFailure) -> References {
        let system = try findSystem(in: record)
        settleSite(of: &record, by: system)
        try fillOnlySite(of: &record)
        let site = try findSite(in: record)
        compare(system, site, in: record)
        try checkPeople(of: &record)
        try checkTeam(of: record)
        try checkComplaints(of: record)
        try checkCodes(of: record)
        if !problems.isEmpty { throw .refused(.invalid(problems)) }
        return References(system: system?.id, site: site)
    }

    private mutating func refuse(
        _ field: FieldName, _ code: FieldProblem.Code, argument: String? = nil
    ) {
        problems.append(FieldProblem("/\(field.text)", code, argument: argument))
    }

    private mutating func findSystem(
        in record: ComplaintNames
    ) throws(StorageFailure) -> ReferencedSystem? {
        guard let code = record.system else { return nil }
        let found = try lookup.findSystem(code: code)
        let isSeen = found.map { scope.visibility.sees(site: $0.siteID) } ?? false
        if found == nil || !isSeen && record.system != old?.system {
            refuse("system", .unknownReference)
            return nil
        }
        return found
    }

    /// A system brings its site, unless the writer says another.
    private func settleSite(
        of record: inout ComplaintNames, by system: ReferencedSystem?
    ) {
        guard let code = system?.siteCode else { return }
        let follows = !statesSite && !scope.tellsHistory && record.system != old?.system
        if record.site == nil || follows { record.site = code }
    }

    /// Whoever is bound to one site writes there; who is bound to several says at which.
    private mutating func fillOnlySite(
        of record: inout ComplaintNames
    ) throws(StorageFailure) {
        guard scope.visibility.sites != nil, record.site == nil, problems.isEmpty
        else { return }
        if let code = try lookup.onlySite(of: scope.visibility) {
            record.site = code
        } else {
            refuse("site", .required)
        }
    }

    private mutating func findSite(
        in record: ComplaintNames
    ) throws(StorageFailure) -> Int64? {
        guard let code = record.site else { return nil }
        let site = try lookup.findSite(code: code)
        if site == nil || record.site != old?.site && !scope.visibility.sees(site: site) {
            refuse("site", .unknownReference)
        }
        return site
    }

    private mutating func compare(
        _ system: ReferencedSystem?, _ site: Int64?, in record: ComplaintNames
    ) {
        guard !scope.tellsHistory, problems.isEmpty, let home = system?.siteID, home != site
        else { return }
        if record.system != old?.system {
            refuse("system", .otherSite)
        } else if record.site != old?.site {
            refuse("site", .otherSite)
        }
    }

    /// What is new is named as the account itself is, whatever capitals the writer chose.
    private mutating func checkPeople(of record: inout ComplaintNames) throws(StorageFailure) {
        if scope.tellsHistory { return }
        // Who owns it already stays, whatever became of the account.
        if let name = record.owner, name != old?.owner {
            let own = try lookup.accountName(name) ?? name
            record.owner = own
            if own != old?.owner, let problem = try lookup.problem(naming: own, for: [.work]) {
                refuse("owner", problem)
            }
        }
        for (field, name) in record.people where name != old?.people[field] {
            guard let own = try lookup.accountName(name) else {
                refuse(field, .unknownReference)
                continue
            }
            record.people[field] = own
        }
    }

    /// What files called their team before there were teams stays.
    private mutating func checkTeam(of record: ComplaintNames) throws(StorageFailure) {
        guard !scope.tellsHistory, let name = record.team, name != old?.team else { return }
        if try !TeamTable(connection: lookup.connection).takes(name) {
            refuse("team", .unknownReference)
        }
    }

    private mutating func checkComplaints(of record: ComplaintNames) throws(StorageFailure) {
        if let number = record.original {
            try check(number, of: "duplicate_of", in: record, isNew: number != old?.original)
        }
        for (field, number) in record.complaints {
            try check(number, of: field, in: record, isNew: number != old?.complaints[field])
        }
    }

    /// A code that is new in its field has to be one of the release in force, and current; what was
    /// there before stays.
    private mutating func checkCodes(of record: ComplaintNames) throws(StorageFailure) {
        if scope.tellsHistory { return }
        let table = TerminologyTable(connection: lookup.connection)
        for entry in record.codes {
            let before = old?.codes.first { $0.field == entry.field }?.codes ?? []
            for code in entry.codes where !before.contains(code) {
                switch try table.knowledge(of: code, in: entry.annex) {
                case .nothing, .known(.current): break
                case .unknown: refuse(entry.field, .unknownCode, argument: code)
                case .known: refuse(entry.field, .retiredCode, argument: code)
                }
            }
        }
    }

    private mutating func check(
        _ number: String, of field: FieldName, in record: ComplaintNames, isNew: Bool
    ) throws(StorageFailure) {
        let found = try lookup.findComplaint(number: number)
        let isSeen = found.map { scope.visibility.sees(site: $0.site) } ?? false
        if found == nil || !isSeen && isNew {
            refuse(field, .unknownReference)
        } else if found?.id == record.id, isNew {
            refuse(field, .selfReference)
        } else if let found, field == "duplicate_of", isMerged(record),
            let end = try lookup.end(of: found.id)
        {
            // Duplicates of duplicates could run in a circle; at another end no clock would run.
            refuse(field, end == .duplicate ? .originalIsDuplicate : .originalIsEnded)
        }
    }

    /// Whether the record becomes a duplicate by this change.
    private func isMerged(_ record: ComplaintNames) -> Bool {
        !scope.tellsHistory && record.status == ComplaintEnd.duplicate.rawValue
            && record.status != old?.status
    }
}
