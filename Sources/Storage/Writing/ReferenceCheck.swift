import Complaints

/// Checks what a complaint names, settles its site, and checks how it ends.
///
/// What the writer may not see is answered like what is not there, so that nobody learns of it. What
/// was named before stays, seen or not: only a change is checked.
struct ReferenceCheck {
    private let session: WriterSession
    private let scope: WriteScope
    /// The complaint before the change; nil for a new one.
    private let old: ComplaintRecord?
    /// Whether the writer said which site it is.
    private let statesSite: Bool
    private var problems: [FieldProblem] = []

    init(
        session: WriterSession, scope: WriteScope, old: ComplaintRecord?, statesSite: Bool
    ) {
        self.session = session
        self.scope = scope
        self.old = old
        self.statesSite = statesSite
    }

    /// Gives the record its site; its system and its site as they are stored.
    mutating func run(
        _ record: inout ComplaintRecord
    ) throws(StorageFailure) -> (system: WriterSession.ReferencedSystem?, site: Int64?) {
        let system = try findSystem(in: record)
        settleSite(of: &record, by: system)
        try fillOnlySite(of: &record)
        let site = try findSite(in: record)
        compare(system, site, in: record)
        try checkOwner(of: record)
        try checkOriginal(of: record)
        checkEnd(of: record)
        if !problems.isEmpty { throw .refused(.invalid(problems)) }
        return (system, site)
    }

    private mutating func refuse(
        _ field: FieldName, _ code: FieldProblem.Code, argument: String? = nil
    ) {
        problems.append(FieldProblem("/\(field.text)", code, argument: argument))
    }

    private func value(_ name: FieldName, _ record: ComplaintRecord) -> FieldValue {
        session.value(name, in: record)
    }

    private func isChanged(_ name: FieldName, _ record: ComplaintRecord) -> Bool {
        guard let old else { return !value(name, record).isNull }
        return value(name, record) != value(name, old)
    }

    private mutating func findSystem(
        in record: ComplaintRecord
    ) throws(StorageFailure) -> WriterSession.ReferencedSystem? {
        guard case .text(let code) = value("system", record) else { return nil }
        let found = try session.findSystem(code: code)
        let isSeen = found.map { scope.visibility.sees(site: $0.siteID) } ?? false
        if found == nil || !isSeen && isChanged("system", record) {
            refuse("system", .unknownReference)
            return nil
        }
        return found
    }

    /// A system brings its site, unless the writer says another.
    private func settleSite(
        of record: inout ComplaintRecord, by system: WriterSession.ReferencedSystem?
    ) {
        guard let code = system?.siteCode, let slot = session.layout["site"] else { return }
        let follows = !statesSite && !scope.tellsHistory && isChanged("system", record)
        if record.value(of: slot).isNull || follows { record.set(slot, to: .text(code)) }
    }

    /// Whoever is bound to one site writes there; who is bound to several says at which.
    private mutating func fillOnlySite(
        of record: inout ComplaintRecord
    ) throws(StorageFailure) {
        guard scope.visibility.sites != nil, let slot = session.layout["site"],
            record.value(of: slot).isNull, problems.isEmpty
        else { return }
        if let code = try session.onlySite(of: scope.visibility) {
            record.set(slot, to: .text(code))
        } else {
            refuse("site", .required)
        }
    }

    private mutating func findSite(
        in record: ComplaintRecord
    ) throws(StorageFailure) -> Int64? {
        guard case .text(let code) = value("site", record) else { return nil }
        let site = try session.findSite(code: code)
        if site == nil || isChanged("site", record) && !scope.visibility.sees(site: site) {
            refuse("site", .unknownReference)
        }
        return site
    }

    private mutating func compare(
        _ system: WriterSession.ReferencedSystem?, _ site: Int64?, in record: ComplaintRecord
    ) {
        guard !scope.tellsHistory, problems.isEmpty, let home = system?.siteID, home != site
        else { return }
        if isChanged("system", record) {
            refuse("system", .otherSite)
        } else if isChanged("site", record) {
            refuse("site", .otherSite)
        }
    }

    private mutating func checkOwner(of record: ComplaintRecord) throws(StorageFailure) {
        guard !scope.tellsHistory, case .text(let name) = value("owner", record) else { return }
        if try !session.accountExists(name) { refuse("owner", .unknownReference) }
    }

    private mutating func checkOriginal(of record: ComplaintRecord) throws(StorageFailure) {
        guard case .text(let number) = value("duplicate_of", record) else { return }
        let found = try session.findComplaint(number: number)
        let isSeen = found.map { scope.visibility.sees(site: $0.site) } ?? false
        if found == nil || !isSeen && isChanged("duplicate_of", record) {
            refuse("duplicate_of", .unknownReference)
        } else if found?.id == record.id, isChanged("duplicate_of", record) {
            refuse("duplicate_of", .selfReference)
        }
    }

    /// A duplicate names its original; a file that ends as no complaint or withdrawn, or is opened
    /// again, says why.
    private mutating func checkEnd(of record: ComplaintRecord) {
        guard !scope.tellsHistory, isChanged("status", record) else { return }
        let isReasoned = session.author.reason?.isEmpty == false
        if let old, ComplaintEnd(session.status(of: old)) != nil, !isReasoned {
            return refuse(FieldName("change_reason"), .required)
        }
        switch ComplaintEnd(session.status(of: record)) {
        case .duplicate where value("duplicate_of", record).isNull:
            refuse("duplicate_of", .required)
        case .notAComplaint
        where !isReasoned && value("not_complaint_reason", record).isNull:
            refuse("not_complaint_reason", .required)
        case .withdrawn where !isReasoned: refuse(FieldName("change_reason"), .required)
        default: break
        }
    }
}
