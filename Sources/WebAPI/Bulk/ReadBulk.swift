internal import HTTP

/// `GET /bulk/{id}`: how far bulk work is.
enum ReadBulk: Endpoint {
    static let operation = Operation(
        "Reads bulk work", .complaints, .init(200, "The work", .named("Bulk")), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(exchange.answer(try exchange.bulkRecord(), status: 200))
    }
}
