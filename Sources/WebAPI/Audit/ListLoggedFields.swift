internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /changes/fields`: what the fields of every kind of record in the change log are called, with the words of their
/// values, so that a history reads as people speak. Those of complaints are `GET /fields`.
enum ListLoggedFields: Endpoint {
    static let operation = Operation(
        "Names the fields that the change log tells of", .complaints,
        .init(200, "Kinds of records with their fields", .named("LoggedFields")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var writer = JSONWriter(reserving: 32 << 10)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for entity in Entity.allCases where entity != .complaint {
            let catalogue = FieldCatalogue.logged(of: entity)
            writer.beginObject()
            writer.name("kind")
            writer.string(entity.rawValue)
            writer.name("fields")
            writer.beginArray()
            for field in catalogue.fields { writer.field(field, in: catalogue) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.name("questions")
        writer.beginArray()
        for question in ReportingGuide.all.flatMap(\.questions) { writer.question(question) }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(.json(body, caching: .revalidated, tag: CachedReading.tag(of: body)))
    }
}

extension JSONWriter {
    /// What an answer of a decision was an answer to.
    fileprivate mutating func question(_ question: ReportingGuide.Question) {
        beginObject()
        name("id")
        string(question.id)
        name("text")
        words(question.text)
        name("citation")
        words(question.citation.words)
        endObject()
    }
}
