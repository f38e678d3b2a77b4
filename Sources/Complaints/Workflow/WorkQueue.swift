/// A list of files that wait for something, saved for everybody: a name and the list that shows it.
public struct WorkQueue: Sendable, Equatable {
    /// What the queues of somebody depend on.
    public struct Viewpoint: Sendable {
        /// Whose "mine" it is.
        public let account: String
        /// The names of the teams that the account belongs to.
        public let teams: [String]
        /// The reporting entity's civil date.
        public let today: CivilDate

        public init(account: String, teams: [String], today: CivilDate) {
            self.account = account
            self.teams = teams
            self.today = today
        }
    }

    /// How many days ahead "due soon" looks.
    public static let soonDays = 7

    public let name: String
    public let label: Words
    /// The parameters of `GET /complaints`, and of the grid's address: any of the values; an empty text
    /// is "has none".
    public let filters: [(name: String, values: [String])]

    public static func == (left: WorkQueue, right: WorkQueue) -> Bool { left.name == right.name }

    /// The queues of somebody's work, in the order in which they are shown. Nothing of them is stored,
    /// so that a day's change moves files from one to another by itself.
    public static func all(from viewpoint: Viewpoint) -> [WorkQueue] {
        let open = WorkflowState.work.map(\.rawValue)
        var queues = [
            WorkQueue(
                name: "mine", label: Words("Mine", "Les miennes"),
                filters: [("owner", [viewpoint.account]), ("status", open)])
        ]
        if !viewpoint.teams.isEmpty {
            queues.append(
                WorkQueue(
                    name: "my_team", label: Words("My team’s", "Celles de mon équipe"),
                    filters: [("team", viewpoint.teams), ("status", open)]))
        }
        queues.append(
            WorkQueue(
                name: "unassigned", label: Words("Unassigned", "Sans responsable"),
                filters: [("owner", [""]), ("status", open)]))
        return queues + byClock(on: viewpoint.today) + byState(open)
    }

    /// The days that lie behind a file's clocks are compared with today each time. The law comes first, in
    /// queues of its own: what house policy asked for before would hide it.
    private static func byClock(on today: CivilDate) -> [WorkQueue] {
        let yesterday = today.adding(days: -1) ?? today
        let soon = today.adding(days: soonDays) ?? today
        return [
            WorkQueue(
                name: "law_overdue",
                label: Words("Legal deadline passed", "Échéance légale dépassée"),
                filters: [("due_by_law_to", [yesterday.text])]),
            WorkQueue(
                name: "law_due_soon",
                label: Words("Legal deadline soon", "Échéance légale proche"),
                filters: [("due_by_law_from", [today.text]), ("due_by_law_to", [soon.text])]),
            WorkQueue(
                name: "overdue", label: Words("Overdue", "En retard"),
                filters: [("due_to", [yesterday.text])]),
            WorkQueue(
                name: "due_soon", label: Words("Due soon", "Échéance proche"),
                filters: [("due_from", [today.text]), ("due_to", [soon.text])]),
            WorkQueue(
                name: "decision_required", label: Words("Decision required", "Décision requise"),
                filters: [("decision_required_set", ["true"])]),
        ]
    }

    private static func byState(_ open: [String]) -> [WorkQueue] {
        func state(_ name: String, _ label: Words, _ state: WorkflowState) -> WorkQueue {
            WorkQueue(name: name, label: label, filters: [("status", [state.rawValue])])
        }
        return [
            state("new", Words("New", "Nouvelles"), .received),
            WorkQueue(
                name: "waiting", label: Words("Waiting for the customer", "En attente du client"),
                filters: [("waiting_since_set", ["true"]), ("status", open)]),
            state("to_reply", Words("To reply to", "Réponse à faire"), .reply),
            state("in_review", Words("In review", "En revue"), .review),
            WorkQueue(
                name: "awaiting_signature",
                label: Words("Awaiting signature", "En attente de signature"),
                filters: [("awaiting_signature", AwaitedSignature.allCases.map(\.rawValue))]),
        ]
    }

    /// The same as pairs, a value each.
    public var parameters: [(name: String, value: String)] {
        filters.flatMap { filter in filter.values.map { (filter.name, $0) } }
    }
}
