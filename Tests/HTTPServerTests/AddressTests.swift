import HTTP
import Platform
import Testing

@testable import HTTPServer

@Suite struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080", true), ("[::1]:80", "[::1]:80", true),
        ("localhost:1", "127.0.0.1:1", true), ("*:80", "0.0.0.0:80", false),
        ("10.0.0.1:443", "10.0.0.1:443", false), ("unix:/run/x", "unix:/run/x", true),
        ("/run/x", "unix:/run/x", true),
    ])
    func listenAddressesAreRead(_ text: String, _ expected: String, _ isLocal: Bool) {
        let address = ListenAddress(text)
        #expect(address?.description == expected)
        #expect(address?.isLocalOnly == isLocal)
    }

    @Test(arguments: [
        "", "8080", "::1:80", "example.com:80", "127.0.0.1:65536", "unix:", "1.2.3:1",
    ])
    func otherListenAddressesAreRefused(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("192.168.4.0/22", "192.168.7.255", true), ("192.168.4.0/22", "192.168.8.0", false),
        ("0.0.0.0/0", "1.2.3.4", true), ("fd00::/8", "fd12::1", true), ("::1", "::1", true),
        ("fd00::/8", "fe00::1", false), ("10.0.0.0/8", "::ffff:10.1.1.1", true),
        ("0.0.0.0/0", "::1", false),
    ])
    func rangesContainTheirAddresses(_ range: String, _ address: String, _ expected: Bool) {
        guard let range = AddressRange(range), let address = NetworkAddress(address) else {
            Issue.record("unreadable")
            return
        }
        #expect(range.contains(address) == expected)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/8/8", "x"])
    func malformedRangesAreRefused(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func anAddressHasItsShareOfConnectionsAndNoMore() {
        guard let one = NetworkAddress("203.0.113.1"), let two = NetworkAddress("203.0.113.2"),
            let home = NetworkAddress("127.0.0.1"), let proxies = AddressRange("203.0.113.2")
        else { return }
        let census = AddressCensus(connectionsMax: 2, exempt: Forwarding(trusted: [proxies]))
        #expect(census.enter(one))
        #expect(census.enter(one))
        #expect(!census.enter(one))
        census.leave(one)
        #expect(census.enter(one))
        for _ in 0..<10 {
            #expect(census.enter(two))
            #expect(census.enter(home))
        }
    }

    @Test func onlyWhatTrustedProxiesWroteIsBelieved() {
        let proxies = ["127.0.0.0/8", "10.0.0.0/8"].compactMap { AddressRange($0) }
        let forwarding = Forwarding(trusted: proxies)
        func client(_ hops: String, from address: String) -> String {
            var headers = HeaderFields()
            headers.append("x-forwarded-for", hops)
            let head = RequestHead(
                method: .get,
                target: RequestTarget(
                    rawPath: "/", rawQuery: "", segments: [""], query: QueryItems()),
                headers: headers, host: "x", port: nil, isSecure: false)
            guard let network = NetworkAddress(address) else { return "" }
            let peer = Peer.network(address: address, isLoopback: false)
            let standing = Standing.of(
                network, trusted: forwarding.isTrusted(network), isShielded: true)
            guard
                case .network(let text, _) = forwarding.resolve(
                    head, peer: peer, standing: standing
                )?.peer
            else { return "" }
            return text
        }
        #expect(client("203.0.113.9", from: "198.51.100.1") == "198.51.100.1")
        #expect(client("1.1.1.1, 203.0.113.9, 10.0.0.2", from: "10.0.0.3") == "203.0.113.9")
        #expect(client("nonsense", from: "10.0.0.3") == "10.0.0.3")
        #expect(client("nonsense, 10.0.0.2", from: "10.0.0.3") == "10.0.0.2")
        #expect(client("10.0.0.1,10.0.0.2", from: "10.0.0.3") == "10.0.0.1")
    }
}
