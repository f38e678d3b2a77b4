import HTTPServer
import Platform
import TLS
import Telemetry
import TestSupport

/// A server that speaks TLS, and who trusts it.
struct SecureServer {
    let folder: ScratchDirectory
    let tls: TLSServer
    let client: TLSClient
    /// For TLS 1.2 only.
    let oldClient: TLSClient

    init(clients: ClientCertificates = .off) throws {
        folder = try ScratchDirectory()
        let certificate = try Self.certificate(in: folder, "localhost")
        tls = try TLSServer([certificate], clients: clients)
        var policy = ClientPolicy(authorities: certificate.files.certificate)
        client = try TLSClient(policy)
        policy.allowsVersion13 = false
        oldClient = try TLSClient(policy)
    }

    /// A new self-signed certificate in the folder.
    static func certificate(in folder: ScratchDirectory, _ name: String) throws -> Certificate {
        let path = "\(folder.path)/\(name).pem"
        let pem = try SelfSigned.make(for: [name], now: WallClock.system.now())
        try DurableFile.write(pem, to: path)
        return try Certificate(CertificateFiles(certificate: path))
    }

    /// Runs `body` with the server, and drains it.
    func run(
        _ application: EchoApplication = EchoApplication(), loops: Int = 1,
        metrics: Metrics = Metrics(), configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: (Server) throws -> Void
    ) throws {
        let tls = tls
        try withServer(
            application, loops: loops, metrics: metrics,
            configure: { configuration in
                configuration.tls = tls
                configure(&configuration)
            }, body)
    }

    /// A connection after its handshake.
    func connect(_ server: Server) throws -> RawClient {
        let raw = try RawClient(server)
        try raw.secure(client)
        return raw
    }
}
