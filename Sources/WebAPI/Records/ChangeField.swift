internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `PATCH /fields/{name}`: words, choices and traits of a custom field; retired, it takes no new
/// values. Its name and its type stay.
enum ChangeField: Endpoint {
    static let operation = Operation(
        "Changes a custom field", .complaints, body: .named("FieldDefinitionChange"),
        .init(200, "Changed", .named("Field")), problems: [400, 404, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = exchange.parameters[0]
        let name = FieldName(custom: FieldName(key).customPart ?? key)
        let catalogue = try exchange.instance.currentCatalogue()
        guard let name, let old = catalogue[name] else {
            throw .refused(.notFound(.field, key: key))
        }
        var body = CustomFieldBody(try exchange.bodyObject(), catalogue)
        let field = try body.changed(old)
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.changeCustomField(field)
        } then: { committed in
            var writer = JSONWriter(reserving: 512)
            writer.field(field, in: catalogue.adding(custom: [field]))
            return .json(writer.bytes, commit: committed.commit)
        }
    }
}
