import Platform
import TestSupport
import Testing

@testable import TLS

@Suite struct CertificateTests {
    private let now = Timestamp(rfc3339: "2026-11-28T10:00:00Z")!

    private func load(
        _ certificate: String, key: String? = nil, in folder: CertificateFolder
    ) throws -> Certificate {
        let path = try folder.write(certificate, as: "certificate")
        let keyPath = try key.map { try folder.write($0, as: "key") }
        return try Certificate(CertificateFiles(certificate: path, key: keyPath))
    }

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "none"
        } catch let error as TLSError {
            switch error {
            case .unreadable: return "unreadable"
            case .notACertificate: return "notACertificate"
            case .notAKey: return "notAKey"
            case .mismatch: return "mismatch"
            case .refused: return "refused"
            case .noClientAuthority: return "noClientAuthority"
            case .failed: return "failed"
            }
        } catch {
            return "\(error)"
        }
    }

    @Test func aChainIsReadAndServed() throws {
        let folder = try CertificateFolder()
        let certificate = try load(TestCertificates.chained, in: folder)
        #expect(certificate.names == ["chain.example"])
        #expect(unsafe certificate.chain.count == 1)
        let authority = try folder.write(TestCertificates.authority, as: "authority")
        let client = try TLSClient(ClientPolicy(authorities: authority))
        let pair = try Pair(try TLSServer([certificate]), client, host: "chain.example")
        try pair.shakeHands()
    }

    @Test func aServerOfAnotherNameOrAuthorityIsRefusedByTheClient() throws {
        let folder = try CertificateFolder()
        let certificate = try load(TestCertificates.chained, in: folder)
        let server = try TLSServer([certificate])
        for (authority, host) in [
            (TestCertificates.authority, "other.example"),
            (TestCertificates.otherAuthority, "chain.example"),
        ] {
            let path = try folder.write(authority, as: "authority")
            let client = try TLSClient(ClientPolicy(authorities: path))
            #expect(throws: Pair.Failed.self) {
                try Pair(server, client, host: host).shakeHands()
            }
        }
    }

    @Test func whatCannotBeUsedIsRefusedWithItsReason() throws {
        let folder = try CertificateFolder()
        let anna = TestCertificates.anna
        #expect(
            failure { _ = try Certificate(CertificateFiles(certificate: "/nowhere/x")) }
                == "unreadable")
        #expect(failure { _ = try load("", in: folder) } == "notACertificate")
        #expect(failure { _ = try load("not PEM at all", in: folder) } == "notACertificate")
        let cut = String(anna.prefix(300)) + "\n-----END CERTIFICATE-----\n"
        #expect(failure { _ = try load(cut, in: folder) } == "notACertificate")
        #expect(failure { _ = try load(TestCertificates.authority, in: folder) } == "notAKey")
        #expect(
            failure { _ = try load(anna, key: TestCertificates.lockedKey, in: folder) }
                == "notAKey", "a passphrase is never asked for")
        #expect(
            failure { _ = try load(anna, key: TestCertificates.stranger, in: folder) }
                == "mismatch")
        let weak = try load(TestCertificates.weak, in: folder)
        #expect(failure { _ = try TLSServer([weak]) } == "refused")
        let good = try folder.make("localhost")
        let empty = try folder.write("", as: "empty")
        #expect(
            failure { _ = try TLSServer([good], clients: .required(authorities: empty)) }
                == "noClientAuthority")
    }

    @Test func aChainHasItsBound() throws {
        let folder = try CertificateFolder()
        let key = TestCertificates.anna
        let links = {
            Array(repeating: TestCertificates.authority, count: $0).joined(separator: "\n")
        }
        let most = key + "\n" + links(Certificate.chainMax)
        #expect(try unsafe load(most, in: folder).chain.count == Certificate.chainMax)
        #expect(failure { _ = try load(most + "\n" + links(1), in: folder) } == "notACertificate")
    }

    @Test func aBadReplacementChangesNothing() throws {
        let folder = try CertificateFolder()
        let good = try folder.make("localhost")
        let server = try TLSServer([good])
        let weak = try load(TestCertificates.weak, in: folder)
        #expect(failure { try server.replace([weak], clients: .off) } == "refused")
        #expect(server.certificates.map(\.fingerprint) == [good.fingerprint])
        try Pair(server, try folder.client(good)).shakeHands()
    }

    @Test func aSelfSignedCertificateNamesWhatItIsFor() throws {
        let folder = try CertificateFolder()
        let names = ["ibtool.example", "localhost", "127.0.0.1", "::1", "bad,DNS:evil.example"]
        let pem = try SelfSigned.make(for: names, now: now)
        let path = try folder.write(String(decoding: pem, as: UTF8.self), as: "own")
        let certificate = try Certificate(CertificateFiles(certificate: path))
        #expect(certificate.names == ["ibtool.example", "localhost"])
        #expect(certificate.notAfter == now + SelfSigned.validity)
        #expect(certificate.fingerprint.count == 32)
        #expect(certificate.fingerprintText.count == 32 * 3 - 1)
        let other = try SelfSigned.make(for: names, now: now)
        #expect(other != pem)
    }

    @Test func aSelfSignedCertificateIsTrustedByAddressToo() throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost", "127.0.0.1", "::1")
        let server = try TLSServer([certificate])
        for host in ["localhost", "127.0.0.1", "::1"] {
            try Pair(server, try folder.client(certificate), host: host).shakeHands()
        }
    }
}
