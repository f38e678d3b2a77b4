/// What is asked for: a path of decoded segments and the decoded query.
public struct RequestTarget: Sendable, Equatable {
    /// The path as sent, still percent-encoded, beginning with "/"; never holds a query.
    /// "*" when OPTIONS asks about the whole server.
    public let rawPath: String
    /// The query as sent, still percent-encoded, without "?"; empty when there is none.
    public let rawQuery: String
    /// The path's segments, each decoded once: "/api/v1/complaints" has three. A trailing slash adds
    /// an empty segment. No segment is "." or "..", holds NUL, "/", a backslash or invalid UTF-8.
    public let segments: [String]
    /// The query's parameters in order, names and values decoded once ("+" is a space).
    public let query: QueryItems

    public init(rawPath: String, rawQuery: String, segments: [String], query: QueryItems) {
        self.rawPath = rawPath
        self.rawQuery = rawQuery
        self.segments = segments
        self.query = query
    }
}

/// The decoded parameters of a query or a form (WHATWG URL, application/x-www-form-urlencoded).
public struct QueryItems: Sendable, Equatable {
    /// One name and its value, both decoded; the value is empty where there is no "=".
    public struct Item: Sendable, Equatable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public let items: [Item]

    public init(_ items: [Item] = []) { self.items = items }

    /// The first value of `name`, or nil.
    public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// Every value of `name`, in order.
    public func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }
}

/// Who is at the other end of the connection.
public enum Peer: Sendable, Equatable {
    /// An address as text, without port; loopback is known from it.
    case network(address: String, isLoopback: Bool)
    /// The data directory's own unix socket; the peer's credentials were checked by the listener.
    case local(userID: UInt32)
}

/// The parsed request line and header section.
public struct RequestHead: Sendable {
    public let method: Method
    public let target: RequestTarget
    public let headers: HeaderFields
    /// The authority asked for, in lower case, without port: absolute form first, then Host.
    public let host: String
    /// The authority's port, when one was given.
    public let port: UInt16?
    /// Whether the client reached us, or the trusted proxy before us, by TLS.
    public let isSecure: Bool
    /// Whether it crossed a network in the clear, for all we know: a proxy at another machine sent it
    /// on by plain HTTP and did not say that the client came by TLS.
    public let isExposed: Bool

    public init(
        method: Method, target: RequestTarget, headers: HeaderFields, host: String, port: UInt16?,
        isSecure: Bool, isExposed: Bool = false
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.isExposed = isExposed
    }
}

/// A request body, received whole within the limit its admission named.
public enum RequestBody: Sendable {
    case none
    case bytes([UInt8])
    /// Spooled to a file of this length; whoever answers owns the file and removes it.
    case file(path: String, length: Int64)
    /// What its sink made of it.
    case sink(any BodySink)
}

/// A complete request.
public struct Request: Sendable {
    public let head: RequestHead
    public let body: RequestBody
    public let peer: Peer
    /// Names this request in logs and in problem documents.
    public let id: RequestID

    public init(head: RequestHead, body: RequestBody, peer: Peer, id: RequestID) {
        self.head = head
        self.body = body
        self.peer = peer
        self.id = id
    }
}
