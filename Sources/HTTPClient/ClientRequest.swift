public import HTTP
public import TLS

/// Where a server is.
public enum Endpoint: Sendable {
    /// Plain HTTP.
    case tcp(host: String, port: UInt16)
    /// HTTP over TLS; the certificate has to be good for `host`.
    case tls(host: String, port: UInt16, TLSClient)
    case unix(path: String)

    /// What the Host field says: the port only where it is not the scheme's own.
    public var authority: String {
        switch self {
        case .tcp(let host, let port): Self.authority(host, port, usual: 80)
        case .tls(let host, let port, _): Self.authority(host, port, usual: 443)
        case .unix: "localhost"
        }
    }

    private static func authority(_ host: String, _ port: UInt16, usual: UInt16) -> String {
        let isBare = host.contains(":") && !host.hasPrefix("[")
        let name = isBare ? "[\(host)]" : host
        return port == usual ? name : "\(name):\(port)"
    }
}

/// The longest waits of a request.
public struct ClientDeadlines: Sendable, Equatable {
    /// Until there is a connection: name, every address, TLS.
    public var connect = Duration.seconds(10)
    /// For the next bytes of the answer.
    public var read = Duration.seconds(60)
    /// Until the server takes more of the request.
    public var write = Duration.seconds(60)
    /// From the request's start to the end of its answer.
    public var total = Duration.seconds(900)
    /// For "100 Continue", before the body is sent without it.
    public var goAhead = Duration.seconds(1)

    public init() {}
}

/// The body of a request of ours.
public enum ClientBody {
    case none
    case bytes([UInt8])
    /// A file sent from its start, in pieces.
    case file(path: String)
    /// So many bytes, pulled until there are no more.
    case stream(byteCount: Int64, next: () throws -> [UInt8]?)
}

/// A request of ours. Host and framing are added by the client.
public struct ClientRequest {
    public var method: Method
    /// Path and query, percent-encoded.
    public var target: String
    /// Names in lower case.
    public var headers: HeaderFields
    public var body: ClientBody
    /// Whether the server is asked before the body is sent (RFC 9110 section 10.1.1): saves sending what
    /// would be refused, and costs a round trip.
    public var asksBeforeBody = false

    public init(
        _ method: Method, _ target: String, headers: HeaderFields = HeaderFields(),
        body: ClientBody = .none
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}
