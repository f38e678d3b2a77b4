import HTTP
import Platform

/// Who is asking when a proxy stands between: X-Forwarded-For and X-Forwarded-Proto, believed only
/// from a trusted proxy, and of the chain only what trusted proxies wrote. At a unix socket stands a
/// proxy of this machine, trusted by nature: the socket's file mode decides who may be one.
struct Forwarding: Sendable {
    let trusted: [AddressRange]

    /// The client and the head as the client meant it.
    func resolve(
        _ head: RequestHead, peer: Peer, standing: Standing
    ) -> (head: RequestHead, peer: Peer) {
        guard standing.isTrusted else { return (head, peer) }
        let client = client(head.headers.all("x-forwarded-for"))
        let resolved = client.map { Self.peer($0) } ?? peer
        let scheme = head.headers.all("x-forwarded-proto").last
        let isSecure = head.isSecure || scheme?.lowercased() == "https"
        let told = RequestHead(
            method: head.method, target: head.target, headers: head.headers, host: head.host,
            port: head.port, isSecure: isSecure,
            isExposed: !isSecure && standing == .proxyElsewhere)
        return (told, resolved)
    }

    static func peer(_ address: NetworkAddress) -> Peer {
        .network(address: address.description, isLoopback: address.isLoopback)
    }

    /// From the right, the first address that is not a trusted proxy; what is left of it anybody
    /// could have written.
    private func client(_ lines: [String]) -> NetworkAddress? {
        let hops = lines.flatMap { $0.split(separator: ",") }
        var last: NetworkAddress?
        for hop in hops.reversed() {
            let text = hop.drop { $0 == " " }
            let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
            guard let address = NetworkAddress(String(text[..<end])) else { return last }
            last = address
            if !isTrusted(address) { return address }
        }
        return last
    }

    /// Whether the address is a proxy that is believed.
    func isTrusted(_ address: NetworkAddress) -> Bool {
        trusted.contains { $0.contains(address) }
    }
}
