import Platform
import TestSupport
import Testing

@testable import TLS

@Suite struct SessionTests {
    @Test(arguments: [(true, "TLSv1.3"), (false, "TLSv1.2")])
    func bothVersionsCarryBytesBothWays(_ allows13: Bool, _ version: String) throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let pair = try Pair(
            try TLSServer([certificate]),
            try folder.client(certificate) { $0.allowsVersion13 = allows13 })
        try pair.shakeHands()
        #expect(pair.server.version == version)
        #expect(!pair.server.isResumed && pair.server.peerSubject == nil)
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try pair.carry(bytes, from: pair.client, to: pair.server) == bytes)
        #expect(try pair.carry(bytes, from: pair.server, to: pair.client) == bytes)
    }

    @Test func aFullSocketIsWaitedForAndNothingIsLost() throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let pair = try Pair(try TLSServer([certificate]), try folder.client(certificate))
        try pair.shakeHands()
        let bytes = [UInt8](repeating: 5, count: TLSSession.recordBytesMax)
        var sent = 0
        while case .moved(let count) = pair.server.send(bytes.span) { sent += count }
        #expect(!pair.server.wantsToSend, "sending is the queue's affair")
        var arrived = 0
        while arrived < sent, case .moved(let count) = pair.receive(pair.client) {
            arrived += count
        }
        // The record that did not fit was encrypted already and follows with the next call.
        #expect(pair.server.send(bytes.span) == .moved(TLSSession.recordBytesMax))
        #expect(pair.receive(pair.client) == .moved(TLSSession.recordBytesMax))
        #expect(arrived == sent)
    }

    @Test func anEndIsAnEndWithAndWithoutGoodbye() throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let server = try TLSServer([certificate])
        for saysGoodbye in [true, false] {
            let pair = try Pair(server, try folder.client(certificate))
            try pair.shakeHands()
            if saysGoodbye { #expect(pair.client.finishSending()) }
            Socket.finishSending(pair.clientSocket.raw)
            #expect(pair.receive(pair.server) == .moved(0))
            // The other direction is still open.
            #expect(try pair.carry([1, 2], from: pair.server, to: pair.client) == [1, 2])
            #expect(pair.server.finishSending())
            #expect(pair.server.send([3].span) == .failed(TLSSession.protocolFailure))
            #expect(pair.receive(pair.client) == .moved(0))
        }
    }

    @Test func garbageAfterTheHandshakeBreaksTheSession() throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let pair = try Pair(try TLSServer([certificate]), try folder.client(certificate))
        try pair.shakeHands()
        _ = Socket.send(pair.clientSocket.raw, [UInt8](repeating: 0x41, count: 64), from: 0)
        #expect(pair.receive(pair.server) == .failed(TLSSession.protocolFailure))
        #expect(pair.server.send([1].span) == .failed(TLSSession.protocolFailure))
        #expect(pair.server.finishSending(), "there is nothing to say")
    }

    @Test func garbageInsteadOfAHandshakeIsRefused() throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let pair = try Pair(try TLSServer([certificate]), try folder.client(certificate))
        _ = Socket.send(pair.clientSocket.raw, [UInt8](repeating: 0, count: 64), from: 0)
        var step = TLSSession.Handshake.underWay
        for _ in 0..<10_000 where step == .underWay { step = pair.server.handshake() }
        guard case .failed = step else {
            Issue.record("\(step)")
            return
        }
        #expect(pair.server.finishSending(), "nothing is said after a failed handshake")
        #expect(pair.server.handshake() == .failed("over"))
    }

    @Test func aNameChoosesItsCertificate() throws {
        let folder = try CertificateFolder()
        let certificates = [
            try folder.make("one.example"), try folder.make("*.two.example"),
            try folder.make("very.two.example"),
        ]
        let server = try TLSServer(certificates)
        let hosts = [("one.example", 0), ("any.two.example", 1), ("VERY.two.example", 2)]
        for (host, index) in hosts {
            let pair = try Pair(server, try folder.client(certificates[index]), host: host)
            try pair.shakeHands()
            #expect(pair.client.peerFingerprint == certificates[index].fingerprint)
        }
        // An unknown name gets the first, and the client decides about it.
        let pair = try Pair(server, try folder.client(certificates[0]), host: "three.example")
        #expect(throws: Pair.Failed.self) { try pair.shakeHands() }
    }

    @Test(arguments: [["h2"], ["acme-tls/1"]])
    func aClientOfAnotherProtocolIsToldSo(_ protocols: [String]) throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let pair = try Pair(
            try TLSServer([certificate]),
            try folder.client(certificate) { $0.protocols = protocols })
        #expect(throws: Pair.Failed.self) { try pair.shakeHands() }
    }

    @Test(arguments: [["h2", "http/1.1"], []])
    func aClientThatSpeaksOursAmongOthersIsServed(_ protocols: [String]) throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let pair = try Pair(
            try TLSServer([certificate]),
            try folder.client(certificate) { $0.protocols = protocols })
        try pair.shakeHands()
    }

    @Test(arguments: [true, false])
    func sessionsAreResumedAlsoAfterAReload(_ allows13: Bool) throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let server = try TLSServer([certificate])
        let client = try folder.client(certificate) { $0.allowsVersion13 = allows13 }
        let first = try Pair(server, client)
        try first.shakeHands()
        // With TLS 1.3 the tickets come before the first bytes.
        _ = try first.carry([1], from: first.server, to: first.client)
        let ticket = try #require(SessionTicket(of: first.client))
        let second = try Pair(server, client, resuming: ticket)
        try second.shakeHands()
        #expect(second.server.isResumed && second.client.isResumed)
        try server.replace([try folder.make("localhost")], clients: .off)
        let third = try Pair(server, client, resuming: ticket)
        try third.shakeHands()
        #expect(third.server.isResumed)
    }

    @Test(arguments: [true, false])
    func aTicketUnderOlderKeysIsAFullHandshake(_ allows13: Bool) throws {
        let folder = try CertificateFolder()
        let certificate = try folder.make("localhost")
        let server = try TLSServer([certificate, try folder.make("other.example")])
        let client = try folder.client(certificate) { $0.allowsVersion13 = allows13 }
        func ticket(_ pair: Pair) throws -> SessionTicket {
            _ = try pair.carry([1], from: pair.server, to: pair.client)
            return try #require(SessionTicket(of: pair.client))
        }
        let first = try Pair(server, client)
        try first.shakeHands()
        let older = try ticket(first)
        try server.changeTicketKeys()
        let second = try Pair(server, client, resuming: older)
        try second.shakeHands()
        #expect(!second.server.isResumed && !second.client.isResumed)
        let third = try Pair(server, client, resuming: try ticket(second))
        try third.shakeHands()
        #expect(third.server.isResumed)
        #expect(server.certificates.map(\.names) == [["localhost"], ["other.example"]])
    }

    @Test func sessionsUnderWayOutliveAReload() throws {
        let folder = try CertificateFolder()
        let old = try folder.make("localhost")
        let server = try TLSServer([old])
        let client = try folder.client(old)
        let (done, begun) = (try Pair(server, client), try Pair(server, client))
        try done.shakeHands()
        try server.replace([try folder.make("elsewhere.example")], clients: .off)
        #expect(try done.carry([7, 8], from: done.client, to: done.server) == [7, 8])
        try begun.shakeHands()
        #expect(begun.client.peerFingerprint == old.fingerprint)
        #expect(server.certificates.map(\.names) == [["elsewhere.example"]])
    }
}

@Suite struct ClientCertificateTests {
    private let folder: CertificateFolder
    private let certificate: Certificate
    private let authorities: String

    init() throws {
        folder = try CertificateFolder()
        certificate = try folder.make("localhost")
        authorities = try folder.write(TestCertificates.authority, as: "authorities")
    }

    private func pair(_ clients: ClientCertificates, _ shown: String?) throws -> Pair {
        let server = try TLSServer([certificate], clients: clients)
        let path = try shown.map { try folder.write($0, as: "shown") }
        let client = try folder.client(certificate) { policy in
            // Of TLS 1.2, so that the client hears of a refusal within the handshake.
            policy.allowsVersion13 = false
            if let path {
                do {
                    policy.certificate = try Certificate(CertificateFiles(certificate: path))
                } catch {
                    Issue.record(error)
                }
            }
        }
        return try Pair(server, client)
    }

    @Test func aRequiredCertificateMustBeShownAndOfOurAuthority() throws {
        let rule = ClientCertificates.required(authorities: authorities)
        let known = try pair(rule, TestCertificates.anna)
        try known.shakeHands()
        #expect(known.server.peerSubject == "CN=Anna,O=Clinic")
        for other in [nil, TestCertificates.stranger] {
            #expect(throws: Pair.Failed.self) { try pair(rule, other).shakeHands() }
        }
    }

    @Test func anOptionalCertificateIsCheckedWhereItIsShown() throws {
        let rule = ClientCertificates.optional(authorities: authorities)
        let known = try pair(rule, TestCertificates.anna)
        try known.shakeHands()
        #expect(known.server.peerSubject == "CN=Anna,O=Clinic")
        let unknown = try pair(rule, nil)
        try unknown.shakeHands()
        #expect(unknown.server.peerSubject == nil)
        #expect(throws: Pair.Failed.self) {
            try pair(rule, TestCertificates.stranger).shakeHands()
        }
    }

    @Test func withoutTheRuleNoneIsAskedFor() throws {
        let pair = try pair(.off, TestCertificates.anna)
        try pair.shakeHands()
        #expect(pair.server.peerSubject == nil)
    }

    @Test func aSessionIsNotResumedUnderOtherAuthorities() throws {
        let server = try TLSServer(
            [certificate], clients: .optional(authorities: authorities))
        let client = try folder.client(certificate)
        let first = try Pair(server, client)
        try first.shakeHands()
        _ = try first.carry([1], from: first.server, to: first.client)
        let ticket = try #require(SessionTicket(of: first.client))
        let other = try folder.write(TestCertificates.otherAuthority, as: "other")
        try server.replace([certificate], clients: .optional(authorities: other))
        let second = try Pair(server, client, resuming: ticket)
        try second.shakeHands()
        #expect(!second.server.isResumed)
    }
}
