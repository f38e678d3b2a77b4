import Complaints
import Rules

/// Telling whoever a file is handed to that its clocks are past a warning point: the thresholds were
/// crossed in somebody else's hands, and are not crossed again.
extension WriterSession {
    /// Tells the new owner, and the lead of the new team, of each running clock whose time is gone to a
    /// warning point; each person once of a clock's point. Every change of a file passes here: by hand,
    /// in bulk, by an import, and what takes them back.
    func tellHandover(
        from old: ComplaintRecord, to new: ComplaintRecord, at site: Int64?
    ) throws(StorageFailure) {
        let (before, after) = (responsibility(for: old), responsibility(for: new))
        guard before != after, let today = layout.rules.zone.day(at: Instant(microseconds: now))
        else { return }
        let team = try after.team.map { name throws(StorageFailure) in
            try TeamTable(connection: connection).find(named: name)
        }
        let lead = team??.lead
        for clock in try assess(new).assessment.clocks {
            guard let percent = clock.warning(on: today) else { continue }
            let names = newcomers(from: before, to: after, ledBy: lead, at: percent)
            let warning = ClockWarning(
                complaint: new.id, number: new.number, rule: clock.rule.id, due: clock.due,
                percent: percent, escalation: [])
            let told = try tell(warning, to: names, at: site)
            if !told.isEmpty { try log(warning, at: site, told: told, isHandover: true) }
        }
    }

    private func responsibility(for record: ComplaintRecord) -> Responsibility {
        func text(_ name: FieldName) -> String? {
            layout[name].flatMap { record.value(of: $0).text }
        }
        return Responsibility(owner: text("owner"), team: text("team"))
    }

    /// Who is in line for that point and was not in the same part before: a lead who becomes the owner may
    /// never have been told.
    private func newcomers(
        from before: Responsibility, to after: Responsibility, ledBy lead: String?, at percent: Int
    ) -> Set<String> {
        var names = after.names(lead: lead, at: percent)
        if before.team == after.team, after.owner != nil, let lead { names.remove(lead) }
        if let owner = after.owner {
            if before.owner == owner { names.remove(owner) } else { names.insert(owner) }
        }
        return names
    }

    /// Those of the accounts that may see the file and were not told of that point or a later one.
    private func tell(
        _ warning: ClockWarning, to names: Set<String>, at site: Int64?
    ) throws(StorageFailure) -> [String] {
        let table = NotificationTable(connection: connection)
        var told: [String] = []
        for name in names.sorted() {
            guard let account = try AccountTable.find(named: name, on: connection),
                account.isActive, account.seesFiles(at: site),
                try !table.has(warning, for: account.id)
            else { continue }
            try table.add(warning, for: account.id, at: now)
            told.append(name)
        }
        return told
    }

    /// The log's row of a warning, from which listeners hear of it.
    func log(
        _ warning: ClockWarning, at site: Int64?, told: [String], isHandover: Bool
    ) throws(StorageFailure) {
        var body = ChangeBodyBuilder()
        body.add("due", old: .null, new: .text(warning.due.text), sealed: false)
        if isHandover { body.add("handed_over", old: .null, new: .boolean(true), sealed: false) }
        body.add("percent", old: .null, new: .integer(Int64(warning.percent)), sealed: false)
        body.add("rule", old: .null, new: .text(warning.rule), sealed: false)
        if !told.isEmpty {
            body.add("told", old: .null, new: .text(told.joined(separator: " ")), sealed: false)
        }
        try log(
            .warn,
            .init(
                entity: .clock, id: warning.complaint, code: warning.number, version: 1,
                site: site, oldSite: site), body)
    }
}
