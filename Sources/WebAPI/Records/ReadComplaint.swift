internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `GET /complaints/{id}`: one file, by id or number. Answers by id without anything
/// sealed in them are cached; the tag is the version.
enum ReadComplaint: Endpoint {
    static let operation = Operation(
        "Reads one complaint", .complaints,
        parameters: [
            .fields,
            .init(
                name: "as_of", schema: .timestamp,
                description: "The file as it stood at that instant; without fields"),
        ], headers: ["If-None-Match"],
        .init(200, "The complaint", .named("ComplaintExcerpt")), problems: [304, 400, 404])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        if let text = exchange.query["as_of"] {
            guard let moment = Timestamp(rfc3339: text) else {
                throw .malformedRequest(pointer: "?as_of", .invalidDate)
            }
            return try exchange.sendPast(key, .instant(moment.microseconds))
        }
        let fields = try exchange.requestedFields(exchange.instance.currentCatalogue())
        guard case .id(let id) = key, !exchange.visibility.seesPatient else {
            let (body, stamp, commit) = try exchange.complaint(key, fields: fields)
            return exchange.sendComplaint(body, stamp, commit: commit)
        }
        let answer = try exchange.cachedAnswer(dependsOn: .record(.complaint, id)) {
            reader, writer throws(APIFailure) in
            let stamp: RecordStamp?
            do throws(StorageFailure) {
                stamp = try reader.complaint(
                    key, for: exchange.visibility, fields: fields, into: &writer)
            } catch {
                throw .storage(error)
            }
            guard let stamp else { throw .refused(.notFound(.complaint, key: key.text)) }
            return Rendering(
                tag: String(stamp.version), mayBeShared: !stamp.holdsPersonal,
                commit: reader.commit)
        }
        return .answer(answer)
    }
}
