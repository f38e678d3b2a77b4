public import Complaints
import Rules

/// A warning point that a clock has reached.
public struct ClockWarning: Sendable, Equatable {
    public let complaint: Int64
    public let number: String
    public let rule: String
    public let due: CivilDate
    public let percent: Int
    /// Whom the rule tells from which percentage on.
    let escalation: [EscalationStep]
}

extension Reader {
    /// Clocks that ended longer ago than this are history and warn nobody: somebody imported them.
    public static let warnedDaysMax = 60

    /// The files that have a running clock, by id.
    public func filesWithClocks() throws(StorageFailure) -> [Int64] {
        var statement = try connection.statement(
            "SELECT id FROM complaint INDEXED BY complaint_by_due WHERE due IS NOT NULL")
        var ids: [Int64] = []
        while try statement.step() { ids.append(statement.int64(0)) }
        return ids.sorted()
    }

    /// Warning points that those files' clocks have reached on `today` and of which nobody was told;
    /// of each clock the highest.
    public func dueWarnings(
        on today: CivilDate, of complaints: ArraySlice<Int64>
    ) throws(StorageFailure) -> [ClockWarning] {
        let set = layout.rules.set
        let rows = FactRows(set.factNames, layout, on: connection)
        var warnings: [ClockWarning] = []
        for id in complaints {
            guard let row = try rows.row(of: id), !row.stored.due.isNull else { continue }
            for clock in set.assess(try rows.facts(of: row, in: set)).clocks {
                guard let percent = clock.warning(on: today),
                    clock.due.days(until: today) <= Self.warnedDaysMax,
                    try !isTold(clock, percent, of: id)
                else { continue }
                warnings.append(
                    ClockWarning(
                        complaint: id, number: row.number, rule: clock.rule.id, due: clock.due,
                        percent: percent, escalation: clock.rule.escalation))
            }
        }
        return warnings
    }

    private func isTold(
        _ clock: Clock, _ percent: Int, of complaint: Int64
    ) throws(StorageFailure) -> Bool {
        var told = try connection.statement(
            """
            SELECT 1 FROM clock_warning
            WHERE complaint_id = ? AND rule = ? AND due = ? AND percent >= ?
            """)
        told.bind(1, complaint)
        told.bind(2, clock.rule.id)
        told.bind(3, clock.due.text)
        told.bind(4, Int64(percent))
        return try told.step()
    }
}

extension WriteTransaction {
    /// Notes warnings, tells the people they are for, and puts them into the log, from which listeners
    /// hear of them; answers with those that nobody had noted before.
    public func note(_ warnings: [ClockWarning]) throws(StorageFailure) -> [ClockWarning] {
        let recipients = try Recipients(session.connection)
        var noted: [ClockWarning] = []
        for warning in warnings {
            let before = try noteOnce(warning)
            guard let before, let file = try place(of: warning) else { continue }
            noted.append(warning)
            let told = recipients.accounts(
                of: warning, after: before, owner: file.owner, team: file.team, site: file.site)
            let table = NotificationTable(connection: session.connection)
            for account in told { try table.add(warning, for: account.id, at: now) }
            try session.log(
                warning, at: file.site, told: told.map(\.name), isHandover: false)
        }
        return noted
    }

    /// The highest point of the clock that was noted before, 0 for none; nil when this one was.
    private func noteOnce(_ warning: ClockWarning) throws(StorageFailure) -> Int? {
        var earlier = try session.connection.statement(
            """
            SELECT coalesce(max(percent), 0) FROM clock_warning
            WHERE complaint_id = ? AND rule = ? AND due = ?
            """)
        earlier.bind(1, warning.complaint)
        earlier.bind(2, warning.rule)
        earlier.bind(3, warning.due.text)
        let before = try earlier.step() ? Int(earlier.int64(0)) : 0
        if before >= warning.percent { return nil }
        var insert = try session.connection.statement(
            """
            INSERT INTO clock_warning(complaint_id, rule, due, percent, at) VALUES (?, ?, ?, ?, ?)
            """)
        insert.bind(1, warning.complaint)
        insert.bind(2, warning.rule)
        insert.bind(3, warning.due.text)
        insert.bind(4, Int64(warning.percent))
        insert.bind(5, now)
        try insert.run()
        return before
    }

    private func place(
        of warning: ClockWarning
    ) throws(StorageFailure) -> (site: Int64?, owner: String?, team: String?)? {
        var statement = try session.connection.statement(
            "SELECT site_id, owner, json_extract(document, '$.team') FROM complaint WHERE id = ?")
        statement.bind(1, warning.complaint)
        guard try statement.step() else { return nil }
        return (
            statement.optionalInt64(0), statement.optionalText(1), statement.optionalText(2)
        )
    }
}
