internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /changes/kinds`: every kind of record and every act that the change log can tell of, for whoever
/// filters by them.
enum ListChangeKinds: Endpoint {
    static let operation = Operation(
        "Lists the kinds of records and acts in the change log", .running,
        .init(200, "Kinds and acts", .named("ChangeKinds")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        for (name, values) in [
            ("kinds", Entity.allCases.map(\.rawValue)),
            ("acts", ChangeOperation.allCases.map(\.rawValue)),
        ] {
            writer.name(name)
            writer.beginArray()
            for value in values { writer.string(value) }
            writer.endArray()
        }
        writer.endObject()
        let body = writer.take()
        return .answer(.json(body, caching: .revalidated, tag: CachedReading.tag(of: body)))
    }
}
