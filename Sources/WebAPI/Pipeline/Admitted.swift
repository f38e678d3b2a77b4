internal import HTTP

/// A request whose head passed every check.
struct Admitted: Sendable {
    let instance: Instance
    let route: Route
    /// The values of the path's parameters, in order.
    let parameters: [String]
    let identity: Identity
    let head: RequestHead
}
