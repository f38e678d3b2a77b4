internal import HTTP
internal import Storage

/// `POST /bulk/{id}/cancel`: stops bulk work after the chunk at hand; what was done stays. What has
/// ended stays as it ended.
enum CancelBulk: Endpoint {
    static let operation = Operation(
        "Stops bulk work", .complaints, .init(202, "Stopping", .named("Bulk")), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.bulkRecord()
        if !record.state.isOver { exchange.instance.jobs.board.cancel(.bulk(record.id)) }
        return .answer(exchange.answer(record, status: 202))
    }
}
