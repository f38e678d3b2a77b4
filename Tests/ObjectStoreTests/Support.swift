import Crypto
import HTTP
import HTTPClient
import Platform
import ScriptedServer
import Telemetry

@testable import ObjectStore

func hexDigest(_ bytes: [UInt8]) -> String { Hex.encode(SHA256.hash(bytes)) }

/// Secrets that must not be seen anywhere.
enum Canary {
    static let secret = "canary-secret-0123456789abcdef0123456789"
    static let token = "canary-token-0123456789"
    static let credentials = Credentials(
        accessKeyID: "AKIDCANARY", secretAccessKey: Secret(secret), sessionToken: Secret(token))
}

/// A bucket at a double.
func bucket(
    at server: ScriptedServer,
    credentials: any CredentialsSource = GivenCredentials(Canary.credentials),
    clock: WallClock = .system, retry: Retry = .never,
    _ change: (inout S3Configuration) -> Void = { _ in }
) -> S3Store {
    var configuration = S3Configuration(
        bucket: "bucket", endpoint: .tcp(host: "127.0.0.1", port: server.port),
        region: "eu-west-1", style: .path)
    configuration.prefix = "some/prefix/"
    configuration.partBytes = S3Configuration.partBytesMin
    change(&configuration)
    return S3Store(configuration, credentials: credentials, retry: retry, clock: clock)
}

/// A retry that never sleeps.
func patient(_ triesMax: Int = 5) -> Retry {
    var retry = Retry(pause: { _ in true })
    retry.triesMax = triesMax
    return retry
}

/// What S3 says when it says no.
func refusal(_ status: Int, _ code: String, _ more: String = "") -> Act {
    .answer(
        status, [("content-type", "application/xml")],
        "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>In words</Message>\(more)"
            + "<RequestId>R-17</RequestId></Error>")
}

let attributesOfAnObject = [
    ("etag", "\"abc\""), ("last-modified", "Sat, 28 Nov 2026 10:00:00 GMT"),
]

/// Runs `body` with a double that follows `script`, and with what it saw.
func withBucket(
    _ script: [[Act]], retry: Retry = .never, clock: WallClock = .system,
    credentials: any CredentialsSource = GivenCredentials(Canary.credentials),
    _ change: (inout S3Configuration) -> Void = { _ in },
    _ body: (S3Store, ScriptedServer) throws -> Void
) throws {
    let server = try ScriptedServer(inOrder: script)
    defer { server.stop() }
    try body(
        bucket(at: server, credentials: credentials, clock: clock, retry: retry, change), server)
}

func failure(_ work: () throws -> Void) -> ObjectStoreError? {
    do {
        try work()
        return nil
    } catch {
        return error as? ObjectStoreError
    }
}
