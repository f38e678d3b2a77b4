internal import HTTP
internal import WebAssets

/// The interface's one page, at every path outside the API: the path is the page's own affair.
enum ReadPage: Endpoint {
    static let operation = Operation(
        "A page of the interface", .interface,
        .init(200, "The page", .string, mediaTypes: ["text/html"]))

    static func cached(_ admitted: Admitted) -> Answer? {
        Answer(admitted.instance.assets.indexPage, caching: .shared)
    }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(Answer(exchange.instance.assets.indexPage, caching: .shared))
    }
}

extension Answer {
    /// A file of the interface.
    init(_ asset: WebAsset, caching: Caching) {
        self.init(
            contentType: asset.contentType, body: .shared(asset.bytes), caching: caching,
            tag: asset.tag, gzipped: asset.gzipped)
    }
}
