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
        let catalogue = try exchange.instance.currentCatalogue()
        var body = CustomFieldBody(try exchange.bodyObject(), catalogue)
        let field = try body.newField()
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.createCustomField(field)
        } then: { committed in
            var writer = JSONWriter(reserving: 512)
            writer.field(field, in: catalogue.adding(custom: [field]))
            return Answer.json(writer.bytes, status: 201, commit: committed.commit)
                .with("location", "/api/v1/fields/\(field.name.text)")
        }
    }
}
