import TLS
import Testing

@testable import IBToolApp

@Suite("The settings of TLS")
struct TLSSettingTests {
    private func configuration(
        _ flags: [String], _ environment: [String: String] = [:]
    ) throws -> ServeConfiguration {
        try ServeConfiguration(
            ResolvedSettings(
                flags: try Arguments(flags, knowing: Setting.all.map(\.option)),
                environment: environment, file: nil))
    }

    @Test("Without certificates there is none")
    func none() throws {
        #expect(try configuration([]).tls == nil)
    }

    @Test("Certificates and keys go together in their order")
    func pairs() throws {
        let two = try configuration([
            "--tls-cert", "a", "--tls-cert", "b", "--tls-key", "x", "--tls-key", "y",
        ])
        #expect(
            two.tls?.source
                == .files([
                    CertificateFiles(certificate: "a", key: "x"),
                    CertificateFiles(certificate: "b", key: "y"),
                ]))
        #expect(
            try configuration([], ["IBTOOL_TLS_CERT": "a, b"]).tls?.source
                == .files([
                    CertificateFiles(certificate: "a"), CertificateFiles(certificate: "b"),
                ]))
    }

    @Test("A self-signed certificate is for the public names and this machine's")
    func selfSigned() throws {
        let flags = ["--tls-self-signed", "on", "--public-host", "IB.example", "--data", "/d"]
        #expect(
            try configuration(flags).tls?.source
                == .selfSigned(
                    path: "/d/tls-self-signed.pem",
                    names: ["ib.example", "localhost", "127.0.0.1", "::1"]))
    }

    @Test("Clients are asked as the settings say")
    func clients() throws {
        let flags = ["--tls-self-signed", "on", "--tls-client-ca", "ca", "--tls-client-cert"]
        #expect(
            try configuration(flags + ["optional"]).tls?.clients == .optional(authorities: "ca"))
        #expect(
            try configuration(flags + ["required"]).tls?.clients == .required(authorities: "ca"))
        #expect(try configuration(flags + ["off"]).tls?.clients == .off)
    }

    @Test("With TLS any address may be served, and a redirect beside it")
    func open() throws {
        let flags = ["--listen", "0.0.0.0:443", "--tls-cert", "a", "--public-host", "ib.example"]
        #expect(try configuration(flags).listeners.count == 1)
        let redirect = try configuration(flags + ["--redirect-listen", "0.0.0.0:80"])
        #expect(redirect.redirectListener?.description == "0.0.0.0:80")
    }

    @Test(
        "What does not go together is refused",
        arguments: [
            (["--tls-key", "x"], "tls-cert"),
            (["--tls-cert", "a", "--tls-key", "x", "--tls-key", "y"], "one key for each"),
            (["--tls-cert", "a", "--tls-self-signed", "on"], "exclude"),
            (["--tls-self-signed", "maybe"], "tls-self-signed"),
            (["--tls-cert", "a", "--tls-client-cert", "required"], "tls-client-ca"),
            (["--tls-cert", "a", "--tls-client-cert", "often"], "tls-client-cert"),
            (["--tls-client-cert", "optional", "--tls-client-ca", "a"], "needs TLS"),
            (["--redirect-listen", "127.0.0.1:80", "--public-host", "a"], "tls-cert"),
            (["--redirect-listen", "127.0.0.1:80", "--tls-cert", "a"], "public-host"),
            (["--redirect-listen", "systemd", "--tls-cert", "a"], "redirect-listen"),
            (["--listen", "0.0.0.0:80"], "tls-cert"),
        ])
    func refusals(flags: [String], expected: String) {
        #expect { try configuration(flags) } throws: { error in
            (error as? CommandFailure)?.sentence.contains(expected) == true
        }
    }

    @Test("More certificates than the bound are refused")
    func bound() throws {
        let most = Array(
            repeating: ["--tls-cert", "a"], count: TLSServer.certificatesMax
        ).flatMap { $0 }
        _ = try configuration(most)
        #expect(throws: CommandFailure.self) { try configuration(most + ["--tls-cert", "b"]) }
    }
}
