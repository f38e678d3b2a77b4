import Complaints

/// Telling people what others do in files: in the transaction that does it, so that it is told exactly
/// once, and only of daily work. What imports and demonstration data bring tells nobody, but that a
/// decision fell.
///
/// Nobody is told of what they do themselves, nor of a file that they may not see; a closed account is
/// told nothing.
extension WriterSession {
    /// Tells who watches the file.
    ///
    /// - Parameters:
    ///   - spared: names of accounts that hear of it in another way.
    ///   - originals: files whose watchers are told, too, each account once.
    func tellWatchers(
        _ kind: FileEvent.Kind, of complaint: Int64, at site: Int64?, entry: Int64? = nil,
        detail: String? = nil, but spared: Set<String> = [], also originals: [Int64] = []
    ) throws(StorageFailure) {
        let event = FileEvent(kind: kind, actor: author.name, entry: entry, detail: detail)
        var done = spared
        for file in [complaint] + originals {
            for account in try watchers(of: file) where done.insert(account.name).inserted {
                try tell(event, of: complaint, at: site, to: account)
            }
        }
    }

    /// Tells the account of that name, if there is one.
    func tell(
        _ kind: FileEvent.Kind, of complaint: Int64, at site: Int64?, entry: Int64? = nil,
        detail: String? = nil, to name: String
    ) throws(StorageFailure) {
        if name == author.name { return }
        guard let account = try AccountTable.find(named: name, on: connection) else { return }
        let event = FileEvent(kind: kind, actor: author.name, entry: entry, detail: detail)
        try tell(event, of: complaint, at: site, to: account)
    }

    private func tell(
        _ event: FileEvent, of complaint: Int64, at site: Int64?, to account: Account
    ) throws(StorageFailure) {
        guard account.isActive, account.name != author.name, account.seesFiles(at: site) else {
            return
        }
        try NotificationTable(connection: connection)
            .tell(event, of: complaint, to: account.id, seq: state.seq, at: now)
    }

    /// The open accounts that watch the file.
    private func watchers(of complaint: Int64) throws(StorageFailure) -> [Account] {
        var statement = try connection.statement(made: Self.watchersSQL)
        statement.bind(1, complaint)
        var accounts: [Account] = []
        while try statement.step() {
            if let account = AccountTable.read(statement) { accounts.append(account) }
        }
        return accounts
    }

    /// A file that nobody watches costs the one look into the index.
    static let watchersSQL =
        AccountTable.selectSQL + """
             WHERE account.active AND account.name IN (
              SELECT owner FROM companion INDEXED BY companion_by_complaint
              WHERE complaint_id = ? AND kind = 'watcher' AND withdrawn_at IS NULL)
            """

    // MARK: What is told

    /// Tells of a companion that was added, changed from `before`, or withdrawn. Decisions are told by
    /// who makes them: one act may change several.
    func tellNews(
        of companion: Companion, from before: Companion? = nil, in record: ComplaintRecord
    ) throws(StorageFailure) {
        switch companion.entity {
        case .comment where before == nil: try tellComment(companion, in: record)
        case .report: try tellReporting(.report, companion, in: record)
        case .task where companion.withdrawal == nil && companion["state"] == .text("open"):
            guard let owner = companion["owner"].text, owner != before?["owner"].text else {
                return
            }
            try tell(.task, of: record.id, at: record.siteID, entry: companion.id, to: owner)
        default: break
        }
    }

    private func tellComment(
        _ comment: Companion, in record: ComplaintRecord
    ) throws(StorageFailure) {
        let names = comment["mentions"].text?.split(separator: " ").map(String.init) ?? []
        let audience = comment["audience"].text
        for name in names {
            try tell(
                .mention, of: record.id, at: record.siteID, entry: comment.id, detail: audience,
                to: name)
        }
        // The original shows what is said in its duplicates.
        try tellWatchers(
            .comment, of: record.id, at: record.siteID, entry: comment.id, detail: audience,
            but: Set(names), also: try originals(of: record.id).map(\.id))
    }

    /// Tells who watches of a decision or a report.
    func tellReporting(
        _ kind: FileEvent.Kind, _ companion: Companion, in record: ComplaintRecord
    ) throws(StorageFailure) {
        try tellWatchers(
            kind, of: record.id, at: record.siteID, entry: companion.id,
            detail: companion["jurisdiction"].text)
    }

    /// Tells of a decision that fell because the file, or the rules in force, say something else now,
    /// whatever brought that: it has to be made anew, so who owns the file and who decided hear of it
    /// beside who watches.
    func tellLapse(
        of decision: Companion, in record: ComplaintRecord
    ) throws(StorageFailure) {
        let owner = layout["owner"].flatMap { record.value(of: $0).text }
        let people = Set([owner, decision["decided_by"].text].compactMap(\.self))
        let jurisdiction = decision["jurisdiction"].text
        let kind = author.isJob ? FileEvent.Kind.lapses : .lapse
        for name in people.sorted() {
            try tell(
                kind, of: record.id, at: record.siteID, entry: decision.id, detail: jurisdiction,
                to: name)
        }
        try tellWatchers(
            kind, of: record.id, at: record.siteID, entry: decision.id, detail: jurisdiction,
            but: people)
    }

    /// Tells of a file that changed from `old`, nil for a new one: whose it is now, and where it stands.
    func tellChange(
        of complaint: Int64, from old: ComplaintNames?, to new: ComplaintNames, at site: Int64?
    ) throws(StorageFailure) {
        try tellHands(of: complaint, from: old, to: new, at: site)
        if old?.status == new.status { return }
        if let number = new.mergedInto {
            if old != nil { try tellWatchers(.merge, of: complaint, at: site, detail: number) }
            if let original = try references.findComplaint(number: number) {
                try tellWatchers(.duplicate, of: original.id, at: original.site)
            }
            return
        }
        // Nobody can watch a file that has just begun.
        guard let old else { return }
        var kind = FileEvent.Kind.status
        if let start = WorkflowState(rawValue: old.status),
            let target = WorkflowState(rawValue: new.status),
            WorkflowMove(from: start, to: target) == .reopening
        {
            kind = .reopening
        }
        try tellWatchers(kind, of: complaint, at: site, detail: new.status)
    }

    /// Tells in whose hands the file is now; who owns it is not told, too, that they investigate.
    private func tellHands(
        of complaint: Int64, from old: ComplaintNames?, to new: ComplaintNames, at site: Int64?
    ) throws(StorageFailure) {
        let (owner, investigator) = (new.owner, new.people["investigator"])
        let isHanded = owner != old?.owner
        if let owner, isHanded { try tellHand(.owner, of: complaint, at: site, to: owner) }
        guard let investigator, investigator != old?.people["investigator"],
            !isHanded || investigator != owner
        else { return }
        try tellHand(.investigator, of: complaint, at: site, to: investigator)
    }

    /// Tells of one file, or of all that bulk work hands over.
    private func tellHand(
        _ kind: FileEvent.Kind, of complaint: Int64, at site: Int64?, to name: String
    ) throws(StorageFailure) {
        let isBulk = author.isJob
        try tell(
            isBulk ? .files : kind, of: complaint, at: site,
            detail: isBulk ? kind.rawValue : nil, to: name)
    }
}
