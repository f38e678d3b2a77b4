internal import HTTP

/// One row of the route table: what is asked for, who may ask, where it runs, what body it takes,
/// and who answers.
struct Route: Sendable {
    let method: Method
    let path: PathPattern
    let access: AccessRule
    let place: Place
    let body: BodyRule
    let endpoint: any Endpoint.Type
    /// What counts and log lines call it.
    var label: RouteLabel

    init(
        _ method: Method, _ path: String, _ access: AccessRule, _ place: Place,
        _ endpoint: any Endpoint.Type, body: BodyRule = .none
    ) {
        self.method = method
        self.path = PathPattern(path)
        label = RouteLabel(ordinal: 0, method: method.rawValue, path: path)
        self.access = access
        self.place = place
        self.body = body
        self.endpoint = endpoint
    }
}

/// What body a route takes.
enum BodyRule: Sendable, Equatable {
    case none
    /// `application/json`, at most 1 MiB.
    case json
    /// `application/json`, at most 1 MiB, or nothing at all.
    case optionalJSON
    /// `application/merge-patch+json` or `application/json`, at most 1 MiB.
    case mergePatch
    /// Any type, handed to the endpoint's sink as it arrives.
    case sink
    /// Any type, spooled to a file in the upload directory.
    case upload(bytesMax: Int64)

    static let jsonBytesMax = 1 << 20

    /// The media types taken, nil for any.
    var mediaTypes: [String]? {
        switch self {
        case .none, .upload, .sink: nil
        case .json, .optionalJSON: ["application/json"]
        case .mergePatch: ["application/merge-patch+json", "application/json"]
        }
    }

    /// The most bytes taken.
    var bytesMax: Int64 {
        switch self {
        case .none: 0
        case .json, .optionalJSON, .mergePatch: Int64(Self.jsonBytesMax)
        case .upload(let bytesMax): bytesMax
        // Its sink knows.
        case .sink: .max
        }
    }
}

/// Answers one route. One endpoint a file.
protocol Endpoint: Sendable {
    /// What the OpenAPI document says about it.
    static var operation: Operation { get }

    /// The finished answer where it is at hand: called on the loop's thread, reads memory only.
    static func cached(_ admitted: Admitted) -> Answer?

    /// What takes the body as it arrives, and how long the body may be: called on the loop's thread
    /// with the head alone, for rows whose body is `.sink`. What it throws is answered before the
    /// body is read.
    static func sink(
        for admitted: Admitted, id: RequestID
    ) throws(APIFailure) -> (any BodySink, bytesMax: Int64)?

    /// Answers now, or keeps the exchange and answers later (a write, after its commit).
    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome
}

extension Endpoint {
    static func cached(_ admitted: Admitted) -> Answer? { nil }

    static func sink(
        for admitted: Admitted, id: RequestID
    ) throws(APIFailure) -> (any BodySink, bytesMax: Int64)? { nil }
}

/// What an endpoint did.
enum Outcome: Sendable {
    case answer(Answer)
    /// The endpoint keeps the exchange and answers through it exactly once.
    case later
}
