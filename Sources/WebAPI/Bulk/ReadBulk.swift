internal import HTTP
internal import Storage

/// `GET /bulk/{id}`: how far bulk work is.
enum ReadBulk: Endpoint {
    static let operation = Operation(
        "Reads bulk work", .complaints, .init(200, "The work", .named("Bulk")), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (record, visibility) = (try exchange.bulkRecord(), exchange.visibility)
        let given = try exchange.read { reader throws(StorageFailure) in
            try reader.given(by: record, for: visibility)
        }
        return .answer(exchange.answer(record, given: given, status: 200))
    }
}
