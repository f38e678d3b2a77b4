internal import HTTP

/// `GET /healthz`: the process lives.
enum ReadHealth: Endpoint {
    static let operation = Operation(
        "Whether the process lives", .running,
        .init(200, "It lives", .string, mediaTypes: ["text/plain"]))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(.text("ok\n"))
    }
}

extension Answer {
    /// A short plain text.
    static func text(_ text: String, status: UInt16 = 200) -> Answer {
        Answer(
            status: status, contentType: "text/plain; charset=utf-8",
            body: .bytes(Array(text.utf8)))
    }
}
