internal import Complaints
internal import HTTP
internal import JSON

/// `GET /signature-meanings`: what a signature can say, in both languages.
enum ListSignatureMeanings: Endpoint {
    static let operation = Operation(
        "Lists the meanings of signatures", .complaints,
        .init(200, "The meanings", .named("SignatureMeanings")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for meaning in SignatureMeaning.allCases {
            writer.beginObject()
            writer.name("value")
            writer.string(meaning.rawValue)
            writer.name("label")
            writer.words(meaning.label)
            writer.name("statement")
            writer.words(meaning.statement)
            writer.name("plain")
            writer.bool(SignatureMeaning.ofPlainSignatures.contains(meaning))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(.json(body, caching: .revalidated, tag: CachedReading.tag(of: body)))
    }
}
