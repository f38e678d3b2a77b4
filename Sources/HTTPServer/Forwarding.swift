import HTTP
import Platform

/// Who is asking when proxies stand between: what trusted proxies wrote is believed, and nothing else.
/// At a unix socket stands a proxy of this machine, trusted by nature: the socket's file mode decides
/// who may be one.
struct Forwarding: Sendable {
    let trusted: [AddressRange]
    var headers = ForwardingHeaders.xForwarded

    /// What the proxies say of the client.
    private struct Account {
        var address: NetworkAddress?
        var scheme: String?
        var authority: Authority?
    }

    /// The client and the head as the client meant it; nil when a proxy passed on a Forwarded field
    /// that cannot be read.
    func resolve(
        _ head: RequestHead, peer: Peer, standing: Standing
    ) -> (head: RequestHead, peer: Peer)? {
        guard standing.isTrusted else {
            guard standing == .relayedElsewhere, !head.isSecure else { return (head, peer) }
            return (told(head, Account(), isExposed: true), peer)
        }
        guard let account = account(head.headers) else { return nil }
        let isSecure = head.isSecure || account.scheme == "https"
        return (
            told(head, account, isExposed: !isSecure && standing == .proxyElsewhere),
            account.address.map { Self.peer($0) } ?? peer
        )
    }

    static func peer(_ address: NetworkAddress) -> Peer {
        .network(address: address.description, isLoopback: address.isLoopback)
    }

    /// Whether the address is a proxy that is believed.
    func isTrusted(_ address: NetworkAddress) -> Bool {
        trusted.contains { $0.contains(address) }
    }

    private func told(_ head: RequestHead, _ account: Account, isExposed: Bool) -> RequestHead {
        RequestHead(
            method: head.method, target: head.target, headers: head.headers,
            host: account.authority?.host ?? head.host,
            port: account.authority == nil ? head.port : account.authority?.port,
            isSecure: head.isSecure || account.scheme == "https", isExposed: isExposed)
    }

    private func account(_ fields: HeaderFields) -> Account? {
        switch headers {
        case .xForwarded: return xForwarded(fields)
        case .forwarded:
            return ForwardedElement.all(fields.all("forwarded")).map { forwarded($0) }
        }
    }

    /// From the right, the first sender that is not a trusted proxy; what is left of it anybody could
    /// have written. Nil addresses are senders that have none, or hide it.
    ///
    /// - Returns: its place from the right, and the last address on the way there.
    private func client(_ senders: [NetworkAddress?]) -> (place: Int, address: NetworkAddress?) {
        var last: NetworkAddress?
        for (place, sender) in senders.reversed().enumerated() {
            guard let sender else { return (place, last) }
            last = sender
            if !isTrusted(sender) { return (place, sender) }
        }
        return (max(0, senders.count - 1), last)
    }

    private func forwarded(_ elements: [ForwardedElement]) -> Account {
        guard !elements.isEmpty else { return Account() }
        let (place, address) = client(elements.map { Self.address($0.sender) })
        let element = elements[elements.count - 1 - place]
        return Account(address: address, scheme: element.scheme, authority: element.host)
    }

    private func xForwarded(_ fields: HeaderFields) -> Account {
        let senders = Self.list(fields, "x-forwarded-for").map { text in
            NetworkAddress(text) ?? Self.address(ForwardedNode(text))
        }
        let (place, address) = client(senders)
        // Whoever adds to the one list adds to the others; a shorter one was written anew on the way.
        func told(_ name: String) -> String? {
            let values = Self.list(fields, name)
            return values.isEmpty ? nil : values[values.count - 1 - min(place, values.count - 1)]
        }
        return Account(
            address: address, scheme: told("x-forwarded-proto")?.lowercased(),
            authority: told("x-forwarded-host").flatMap { Authority($0) })
    }

    private static func address(_ node: ForwardedNode?) -> NetworkAddress? {
        guard case .address(let bytes)? = node?.name else { return nil }
        return NetworkAddress(bytes: bytes)
    }

    private static func list(_ fields: HeaderFields, _ name: String) -> [String] {
        fields.all(name).flatMap { $0.split(separator: ",") }.map { part in
            let text = part.drop { $0 == " " || $0 == "\t" }
            let end = text.lastIndex { $0 != " " && $0 != "\t" }
            return String(end.map { text[...$0] } ?? "")
        }
    }
}
