public import Complaints
import Rules

/// A file as the workflow sees it, in one snapshot.
public struct WorkflowReading: Sendable {
    public let id: Int64
    public let number: String
    public let version: Int64
    public let status: WorkflowState
    /// Of `Workflow.fields`.
    public let values: FieldValues
    public let facts: ClosingFacts
    public let needs: WorkflowNeeds

    /// The judge of what this caller may do with the file.
    public func workflow(for caller: String) -> Workflow {
        Workflow(values, facts, caller: caller, needs: needs)
    }
}

/// A complaint that another one names: what a link shows of it.
public struct ComplaintPeer: Sendable, Equatable {
    /// Nil where the caller may not see the complaint: then its number is all that is told.
    public struct Details: Sendable, Equatable {
        public let id: Int64
        public let status: String
        public let summary: String?
        /// A civil date.
        public let received: String?
        public let aware: String?
    }

    public let number: String
    public let details: Details?
}

/// A link as one of its two complaints sees it.
public struct ComplaintLink: Sendable {
    public let link: Companion
    /// Whether the other complaint has the link: then "duplicate of" reads the other way round.
    public let isIncoming: Bool
    public let peer: ComplaintPeer
}

/// A complaint with those that were merged into it.
public struct MergedComplaints: Sendable {
    /// The duplicates that the caller may see.
    public let members: [ComplaintPeer]
    /// The earliest civil date on which anybody became aware, of all of them: the rules take it for
    /// the start of their clocks. Nil when none says.
    public let aware: String?
}

extension Reader {
    /// What the workflow says of a complaint; nil when there is none for the caller.
    public func workflow(
        _ key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> WorkflowReading? {
        let layout = try ComplaintLayout(connection)
        let table = ComplaintTable(connection: connection, layout: layout)
        guard let record = try table.find(key, keys: keys), visibility.sees(site: record.siteID)
        else { return nil }
        let values = WorkflowFacts.values(of: record, layout)
        guard let status = WorkflowState(rawValue: values["status"]?.text ?? "") else {
            throw .failed(.damaged("Complaint \(record.number) has no known status."))
        }
        var facts = try WorkflowFacts.facts(
            of: record.id, values, on: connection, readsLog: status == .review)
        facts.take(try reportingStanding(of: record.id))
        return WorkflowReading(
            id: record.id, number: record.number, version: record.version, status: status,
            values: values, facts: facts,
            needs: WorkflowNeeds(layout.catalogue, isErased: record.sealed == nil) { name in
                layout[name].map(record.value) ?? .null
            })
    }

    /// The links of a complaint, its own and those that others have to it, as far as the caller may
    /// see those; nil when there is no such complaint for the caller.
    public func links(
        of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> [ComplaintLink]? {
        guard let own = try companions(.link, of: key, for: visibility),
            let row = try ComplaintRow.find(key, on: connection)
        else { return nil }
        var links: [ComplaintLink] = []
        for link in own {
            guard let number = link["other"].text else { continue }
            links.append(
                ComplaintLink(
                    link: link, isIncoming: false,
                    peer: try peer(.code(number), number: number, for: visibility)))
        }
        let keys = keys
        let naming = try CompanionTable.naming(row.id, .link, on: connection) {
            owner throws(StorageFailure) in try keys.key(of: owner)
        }
        for link in naming {
            let peer = try peer(.id(link.complaint), number: link.number, for: visibility)
            // A link is seen as the complaint is that has it.
            if peer.details == nil { continue }
            links.append(ComplaintLink(link: link, isIncoming: true, peer: peer))
        }
        return links
    }

    /// What was merged into a complaint; nil when there is no such complaint for the caller.
    public func merged(
        into key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> MergedComplaints? {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return nil }
        var members: [ComplaintPeer] = []
        for member in try MergedFileTable(connection: connection).family(of: row.id).dropFirst()
        where visibility.sees(site: member.site) {
            members.append(try peer(.id(member.id), number: member.number, for: visibility))
        }
        return MergedComplaints(
            members: members,
            aware: try MergedFileTable(connection: connection).earliestAwareness(of: row.id))
    }

    private func peer(
        _ key: RecordKey, number: String, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintPeer {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return ComplaintPeer(number: number, details: nil) }
        var statement = try connection.statement(
            "SELECT status, summary, received, aware FROM complaint WHERE id = ?")
        statement.bind(1, row.id)
        guard try statement.step() else { return ComplaintPeer(number: number, details: nil) }
        return ComplaintPeer(
            number: row.number,
            details: .init(
                id: row.id, status: statement.text(0), summary: statement.optionalText(1),
                received: statement.optionalText(2), aware: statement.optionalText(3)))
    }
}
