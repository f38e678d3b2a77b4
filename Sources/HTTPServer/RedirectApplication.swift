public import HTTP

/// Sends everybody who comes by plain HTTP to the same path and query over TLS, and answers nothing
/// else. Only names of the configuration are sent on, so that nobody's request picks where we point.
public final class RedirectApplication: Application {
    private let names: Set<String>
    private let port: UInt16

    /// - Parameters:
    ///   - names: the public host names, in lower case.
    ///   - port: where TLS is served.
    public init(names: Set<String>, port: UInt16) {
        self.names = names
        self.port = port
    }

    /// Answers every head at once.
    public func admit(_ head: RequestHead, from peer: Peer, id: RequestID) -> Admission {
        guard names.contains(head.host) else { return .answer(Problem.answer(Status(421), id: id)) }
        let authority = port == 443 ? head.host : "\(head.host):\(port)"
        // "*" is the whole server; path and query are as sent, checked by the parser.
        let path = head.target.rawPath.hasPrefix("/") ? head.target.rawPath : "/"
        let query = head.target.rawQuery.isEmpty ? "" : "?" + head.target.rawQuery
        var headers = HeaderFields()
        headers.append("location", "https://\(authority)\(path)\(query)")
        headers.append("cache-control", "no-store")
        return .answer(Response(status: Status(308), headers: headers))
    }
}
