/// Takes a request's body piece by piece as it arrives, on the event loop's thread: it holds no more
/// than a bounded part of it and does no work beyond what a write to a file costs. Let go of before it
/// was answered, it undoes what it did.
public protocol BodySink: AnyObject, Sendable {
    /// The next bytes, in order. Throwing ends the request with that answer, and the connection: the
    /// rest of the body is not read.
    func append(_ bytes: [UInt8]) throws(BodyRefusal)
}

/// Why a sink takes no more of a body, as an answer.
public struct BodyRefusal: Error, Sendable {
    public let response: Response

    public init(_ response: Response) { self.response = response }
}
