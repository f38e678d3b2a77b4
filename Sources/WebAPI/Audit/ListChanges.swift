internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /changes`: the change log of everything, newest first, by person, kind, act and time.
enum ListChanges: Endpoint {
    static let operation = Operation(
        "Reads the change log", .running,
        parameters: [
            .init(name: "actor", schema: .string, description: "Only what this person did"),
            .init(
                name: "entity", schema: .oneOf(Entity.allCases.map(\.rawValue)),
                description: "Only of this kind of record"),
            .init(
                name: "id", schema: .integer, description: "Only of this record; with an entity"),
            .init(
                name: "operation", schema: .oneOf(ChangeOperation.allCases.map(\.rawValue)),
                description: "Only this act"),
            .init(name: "from", schema: .timestamp, description: "From this instant on"),
            .init(name: "to", schema: .timestamp, description: "Before this instant"),
            .limit, .cursor,
        ],
        .init(200, "The changes", .named("ChangeList")), problems: [400, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let query = try exchange.auditQuery()
        var writer = JSONWriter(reserving: 32 << 10)
        let commit = try exchange.read { reader throws(StorageFailure) in
            try reader.changes(query, for: exchange.visibility, into: &writer)
            return reader.commit
        }
        return .answer(.json(writer.take(), commit: commit))
    }
}
