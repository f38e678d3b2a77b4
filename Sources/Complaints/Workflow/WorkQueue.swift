/// A list of files that wait for something, saved for everybody: a name and the list that shows it.
public struct WorkQueue: Sendable, Equatable {
    public let name: String
    public let label: Words
    /// The values of fields that its files have: any of the list; an empty text is "has none". They are
    /// the parameters of `GET /complaints`, and of the grid's address.
    public let filters: [(name: FieldName, values: [String])]

    public static func == (left: WorkQueue, right: WorkQueue) -> Bool { left.name == right.name }

    /// The queues of somebody's work, in the order in which they are shown.
    ///
    /// - Parameter account: whose "mine" it is.
    public static func all(for account: String) -> [WorkQueue] {
        let open = WorkflowState.work.map(\.rawValue)
        return [
            WorkQueue(
                name: "mine", label: Words("Mine", "Les miennes"),
                filters: [("owner", [account]), ("status", open)]),
            WorkQueue(
                name: "unassigned", label: Words("Unassigned", "Sans responsable"),
                filters: [("owner", [""]), ("status", open)]),
            WorkQueue(
                name: "new", label: Words("New", "Nouvelles"),
                filters: [("status", [WorkflowState.received.rawValue])]),
            WorkQueue(
                name: "to_reply", label: Words("To reply to", "Réponse à faire"),
                filters: [("status", [WorkflowState.reply.rawValue])]),
            WorkQueue(
                name: "in_review", label: Words("In review", "En revue"),
                filters: [("status", [WorkflowState.review.rawValue])]),
            WorkQueue(
                name: "awaiting_signature",
                label: Words("Awaiting signature", "En attente de signature"),
                filters: [("awaiting_signature", AwaitedSignature.allCases.map(\.rawValue))]),
        ]
    }

    /// The same as pairs, a value each.
    public var parameters: [(name: String, value: String)] {
        filters.flatMap { filter in filter.values.map { (filter.name.text, $0) } }
    }
}
