import Testing

@testable import TLS

@Suite struct NameTableTests {
    private let table = NameTable([
        ["example.org"], ["*.example.org", "shop.example.com"], ["www.example.org", "example.org"],
    ])

    @Test(arguments: [
        ("example.org", 0), ("EXAMPLE.org", 0), ("www.example.org", 2), ("api.example.org", 1),
        ("a.b.example.org", 0), ("shop.example.com", 1), ("example.com", 0), ("", 0), ("org", 0),
        (".example.org", 0), ("*.example.org", 1),
    ])
    func aNameIsAnsweredWithItsCertificate(_ host: String, _ index: Int) {
        #expect(table.index(for: host) == index)
    }
}
