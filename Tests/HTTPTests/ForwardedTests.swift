import HTTP
import HTTPReference
import Testing

@Suite struct ForwardedTests {
    /// A node as a short text.
    private func shown(_ node: ForwardedNode?) -> String {
        guard let node else { return "-" }
        let name =
            switch node.name {
            case .address(let bytes): bytes.map(String.init).joined(separator: ".")
            case .unknown: "?"
            case .obfuscated(let text): text
            }
        return name + (node.port.map { ":" + $0 } ?? "")
    }

    private func shown(_ values: [String]) -> String? {
        ForwardedElement.all(values).map { elements in
            elements.map { element in
                let host = element.host.map { $0.host + ($0.port.map { ":\($0)" } ?? "") }
                return [
                    shown(element.sender), shown(element.receiver), element.scheme ?? "-",
                    host ?? "-",
                ].joined(separator: " ")
            }.joined(separator: ", ")
        }
    }

    @Test(arguments: [
        ("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60 203.0.113.43 http -"),
        ("For=\"192.0.2.60:47011\"", "192.0.2.60:47011 - - -"),
        ("for=\"_gazonk\"", "_gazonk - - -"), ("for=_gazonk", "_gazonk - - -"),
        ("for=\"_a.b-c_:_port\"", "_a.b-c_:_port - - -"),
        (
            "for=\"[2001:db8:cafe::17]:4711\"",
            "32.1.13.184.202.254.0.0.0.0.0.0.0.0.0.23:4711 - - -"
        ),
        ("for=\"[::1]\"", "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1 - - -"),
        ("for=Unknown, for=unknown", "? - - -, ? - - -"),
        ("for=192.0.2.43, for=198.51.100.17", "192.0.2.43 - - -, 198.51.100.17 - - -"),
        (
            "for=192.0.2.43,for=198.51.100.17;proto=HTTPS",
            "192.0.2.43 - - -, 198.51.100.17 - https -"
        ),
        ("host=\"Example.org:8443\";for=192.0.2.1", "192.0.2.1 - - example.org:8443"),
        ("for=\"192.0.2\\.1\"", "192.0.2.1 - - -"), ("secret=\"a,b;c=\\\"\"", "- - - -"),
        ("", ""), (" , ,", ""),
        ("for=192.0.2.1 ,\t for=192.0.2.2", "192.0.2.1 - - -, 192.0.2.2 - - -"),
    ])
    func elementsAreRead(_ value: String, _ expected: String) {
        #expect(shown([value]) == expected)
    }

    @Test(arguments: [
        "for", "for=", "=1", "for=192.0.2.1;", ";for=192.0.2.1", "for=192.0.2.1; proto=http",
        "for =192.0.2.1", "for= 192.0.2.1", "for=192.0.2.1 for=192.0.2.2", "for=\"192.0.2.1",
        "for=\"192.0.2.1\\", "for=\"192.0.2.1\"x", "for=[::1]", "for=\"::1\"", "for=\"[::1\"",
        "for=\"[192.0.2.1]\"", "for=\"[::1]80\"", "for=\"192.0.2.1:\"", "for=\"192.0.2.1:65536\"",
        "for=\"192.0.2.1:123456\"", "for=192.0.2.1:80", "for=192.0.2.256", "for=192.0.02.1",
        "for=_", "for=\"_a b\"", "for=name", "for=192.0.2.1;for=192.0.2.2", "proto=\"a b\"",
        "proto=1", "host=\"a b\"", "host=\"\"", "for=\"\u{7F}\"", "for=192.0.2.1,for=\"",
    ])
    func malformedFieldsAreRefusedWhole(_ value: String) {
        #expect(shown([value]) == nil)
        #expect(shown([value, "for=192.0.2.1"]) == nil)
        #expect(shown(["for=192.0.2.1, " + value]) == nil)
    }

    @Test func severalFieldsAreOneList() {
        #expect(
            shown(["for=192.0.2.1, for=192.0.2.2", "for=192.0.2.3"])
                == "192.0.2.1 - - -, 192.0.2.2 - - -, 192.0.2.3 - - -")
    }

    @Test func thereIsALimitOfElements() {
        let many = [String](repeating: "for=192.0.2.1", count: ForwardedElement.elementsMax)
        #expect(ForwardedElement.all(many)?.count == ForwardedElement.elementsMax)
        #expect(ForwardedElement.all([many.joined(separator: ",")]) != nil)
        #expect(ForwardedElement.all(many + ["for=192.0.2.1"]) == nil)
        #expect(ForwardedElement.all([(many + ["for=a"]).joined(separator: ",")]) == nil)
    }

    @Test(arguments: [
        ("0.0.0.0", [0, 0, 0, 0]), ("255.1.20.3", [255, 1, 20, 3]),
        ("::", [UInt8](repeating: 0, count: 16)),
        ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
        ("fe80::A", [0xFE, 0x80] + [UInt8](repeating: 0, count: 13) + [10]),
        ("1::", [0, 1] + [UInt8](repeating: 0, count: 14)),
        ("::ffff:1.2.3.4", [UInt8](repeating: 0, count: 10) + [255, 255, 1, 2, 3, 4]),
        ("1:2:3:4:5:6:1.2.3.4", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 1, 2, 3, 4]),
        ("1:2:3:4:5:6:7::", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]),
    ])
    func addressesAreRead(_ text: String, _ bytes: [UInt8]) {
        #expect(AddressText.bytes(text) == bytes)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "1..2.3", "1.2.3.4 ", "+1.2.3.4", ":",
        ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "12345::",
        "g::", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "fe80::1%eth0",
        ":1::",
    ])
    func otherAddressesAreRefused(_ text: String) {
        #expect(AddressText.bytes(text) == nil)
    }
}
