import Platform
import TestSupport
import Testing

@testable import TLS

/// Both ends of one TLS connection over loopback, moved on in turns by one thread.
final class Pair {
    let server: TLSSession
    let client: TLSSession
    let serverSocket: FileDescriptor
    let clientSocket: FileDescriptor
    private let listener: FileDescriptor

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    init(
        _ server: TLSServer, _ client: TLSClient, host: String = "localhost",
        resuming ticket: SessionTicket? = nil
    ) throws {
        let home = NetworkAddress(bytes: [127, 0, 0, 1])
        listener = try Socket.listen(on: home, port: 0)
        let port = try #require(try Socket.boundAddress(listener.raw)).port
        clientSocket = try Socket.connect(to: home, port: port)
        try clientSocket.makeNonBlocking()
        serverSocket = try Self.accept(listener.raw)
        self.server = try server.session(over: serverSocket.raw)
        self.client = try client.session(
            with: host, over: clientSocket.raw, resuming: ticket)
    }

    /// Does the handshake; throws with the reason of whichever side refuses first.
    func shakeHands() throws {
        for _ in 0..<10_000 {
            let steps = [client.handshake(), server.handshake()]
            for case .failed(let reason) in steps { throw Failed(description: reason) }
            if steps == [.done, .done] { return }
        }
        throw Failed(description: "the handshake does not end")
    }

    /// Sends all of `bytes` from one end to the other.
    func carry(_ bytes: [UInt8], from: TLSSession, to: TLSSession) throws -> [UInt8] {
        var (sent, arrived) = (0, [UInt8]())
        var room = [UInt8](repeating: 0, count: 64 << 10)
        for _ in 0..<100_000 where arrived.count < bytes.count {
            if sent < bytes.count,
                case .moved(let count) = from.send(bytes.span.extracting(sent..<bytes.count))
            {
                sent += count
            }
            switch to.receive(into: &room, at: 0) {
            case .moved(0): return arrived
            case .moved(let count): arrived += room[..<count]
            case .wouldBlock: continue
            case .failed: throw Failed(description: "receiving failed")
            }
        }
        return arrived
    }

    /// Receives once something has come.
    func receive(_ end: TLSSession) -> Transfer {
        var room = [UInt8](repeating: 0, count: 64 << 10)
        for _ in 0..<100_000 {
            let transfer = end.receive(into: &room, at: 0)
            if transfer != .wouldBlock { return transfer }
        }
        return .wouldBlock
    }

    private static func accept(_ listener: Int32) throws -> FileDescriptor {
        for _ in 0..<100_000 {
            if case .connection(let socket, _) = Socket.accept(from: listener) { return socket }
        }
        throw Failed(description: "nobody connects")
    }
}

/// Certificates in files of their own, removed at the end.
final class CertificateFolder {
    private let scratch: ScratchDirectory
    private static let now = WallClock.system.now()

    init() throws {
        scratch = try ScratchDirectory()
    }

    var path: String { scratch.path }

    func write(_ text: String, as name: String) throws -> String {
        try DurableFile.write(Array(text.utf8), to: "\(path)/\(name)")
        return "\(path)/\(name)"
    }

    /// A self-signed certificate for these names, in a file named after the first.
    func make(_ names: String...) throws -> Certificate {
        let file = "\(path)/\(names[0]).pem"
        try DurableFile.write(try SelfSigned.make(for: names, now: Self.now), to: file)
        return try Certificate(CertificateFiles(certificate: file))
    }

    /// A client that trusts the certificate.
    func client(
        _ certificate: Certificate, _ change: (inout ClientPolicy) -> Void = { _ in }
    ) throws -> TLSClient {
        var policy = ClientPolicy(authorities: certificate.files.certificate)
        change(&policy)
        return try TLSClient(policy)
    }
}
