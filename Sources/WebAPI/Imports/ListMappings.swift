internal import HTTP
internal import JSON
internal import Storage

/// `GET /import-mappings`: the saved mappings.
enum ListMappings: Endpoint {
    static let operation = Operation(
        "Lists saved mappings", .imports, .init(200, "Mappings", .named("MappingList")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let mappings = try exchange.read { reader throws(StorageFailure) in
            try reader.mappings()
        }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for mapping in mappings { writer.mapping(mapping) }
        writer.endArray()
        writer.name("next")
        writer.null()
        writer.endObject()
        return .answer(.json(writer.bytes))
    }
}

extension JSONWriter {
    /// A saved mapping: its members and its id.
    mutating func mapping(_ record: MappingRecord) {
        beginObject()
        name("id")
        integer(record.id)
        name("name")
        string(record.name)
        name("source")
        string(record.source)
        for member in record.mapping.objectValue?.members ?? []
        where member.name != "name" && member.name != "source" {
            name(member.name)
            value(member.value)
        }
        endObject()
    }
}
