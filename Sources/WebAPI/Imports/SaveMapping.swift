internal import Complaints
internal import HTTP
internal import Importing
internal import JSON
internal import Storage

/// `POST /import-mappings`: saves a mapping under a name, to be used for the next file of its kind.
enum SaveMapping: Endpoint {
    static let operation = Operation(
        "Saves a mapping", .imports, body: .named("ImportMapping"),
        .init(201, "Saved", .named("ImportMapping")), problems: [400, 409, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let body = try exchange.bodyObject()
        let catalogue = try exchange.instance.currentCatalogue()
        let mapping: ImportMapping
        do { mapping = try ImportMapping(.object(body), catalogue: catalogue) } catch {
            throw .refused(error)
        }
        guard let name = mapping.name, !name.isEmpty else { throw .invalid("/name", .required) }
        let record = MappingRecord(name: name, source: mapping.source, mapping: mapping.json)
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.saveMapping(record)
        } then: { committed in
            var writer = JSONWriter(reserving: 4 << 10)
            writer.mapping(committed.value)
            return Answer.json(writer.bytes, status: 201, commit: committed.commit)
                .with("location", "/api/v1/import-mappings/\(committed.value.id)")
        }
    }
}
