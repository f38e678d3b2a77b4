/// A status code (RFC 9110 section 15).
public struct Status: Sendable, Hashable {
    public let code: UInt16

    /// - Precondition: a code from 200 to 599; interim answers are the server's own.
    public init(_ code: UInt16) {
        precondition((200...599).contains(code))
        self.code = code
    }
}

/// An answer: status, fields and a body. The server adds Date, X-Request-Id, framing and Connection; the
/// application never sets those, nor Keep-Alive or Trailer.
public struct Response: Sendable {
    public var status: Status
    public var headers: HeaderFields
    public var body: ResponseBody
    /// Which row of the application's table answers; nil for none.
    public var route: RouteLabel?

    public init(status: Status, headers: HeaderFields = HeaderFields(), body: ResponseBody = .none)
    {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Bytes that many answers share, written to the socket without a copy.
public final class SharedBytes: Sendable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// What follows the header section.
public enum ResponseBody: Sendable {
    case none
    case bytes([UInt8])
    case shared(SharedBytes)
    /// A regular file, sent from `offset` for `length` bytes; opened by the server.
    case file(path: String, offset: Int64, length: Int64)
    /// Produced piece by piece on a worker as the client takes it; sent chunked unless the producer
    /// knows its length.
    case stream(any BodyProducer)
    /// Server-Sent Events; the connection belongs to them until either side ends it.
    case events(any EventSource)
}

/// Makes a long body piece by piece. Called by one worker thread at a time, never concurrently.
public protocol BodyProducer: AnyObject, Sendable {
    /// How many bytes all pieces come to, when that is known beforehand; nil by default.
    var byteCount: Int64? { get }

    /// Makes only these bytes of the body; nil where it cannot, which is the default.
    func part(_ range: Range<Int64>) -> (any BodyProducer)?

    /// The next piece, about 64 KiB; nil when the body is complete. Throwing cuts the connection, so
    /// that the client sees an incomplete body and not a short one.
    func next() throws -> [UInt8]?

    /// The client went away or the server drains; `next` is not called again.
    func cancel()
}

extension BodyProducer {
    public var byteCount: Int64? { nil }

    /// Nil: only the whole is made.
    public func part(_ range: Range<Int64>) -> (any BodyProducer)? { nil }
}

/// Where Server-Sent Events come from.
public protocol EventSource: AnyObject, Sendable {
    /// The head is on its way; send through `sink` from any thread.
    func start(_ sink: any EventSink)

    /// The listener is gone; the sink is dead.
    func stop()
}

/// The server's side of one event stream. Thread-safe; never blocks.
public protocol EventSink: Sendable {
    /// Queues one finished event block ("id: …\ndata: …\n\n").
    ///
    /// - Returns: false when the listener is gone or so far behind that the server closes it; it
    ///   reconnects with Last-Event-ID.
    func send(_ event: [UInt8]) -> Bool

    /// Ends the stream after what is queued.
    func close()
}
