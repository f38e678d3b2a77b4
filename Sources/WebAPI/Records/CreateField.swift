internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /fields`: a field of the operator's own, `custom.NAME` from then on.
enum CreateField: Endpoint {
    static let operation = Operation(
        "Makes a custom field", .complaints, body: .named("NewField"),
        .init(201, "Made", .named("Field")), problems: [400, 409, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = CustomFieldBody(try exchange.bodyObject())
        let field = try body.newField()
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.createCustomField(field)
        } then: { committed in
            var writer = JSONWriter(reserving: 512)
            writer.field(field)
            return Answer.json(writer.bytes, status: 201, commit: committed.commit)
                .with("location", "/api/v1/fields/\(field.name.text)")
        }
    }
}
