/// Says how long an answer stands for every request with the very same head.
///
/// A server may keep such an answer with the bytes of the head it was given to. Bytes that are the
/// same parse to the same request, so when they come again over the same kind of connection, and
/// `use` agrees, the answer is given again without asking the application.
public protocol Replay: AnyObject, Sendable {
    /// Whether the application would give the same answer now, to the same head. Called on a loop's thread for each such request: reads memory only.
    ///
    /// - Parameter now: the wall clock, in microseconds since 1970.
    func use(at now: Int64) -> Bool
}
