import Crypto
import HTTP
import HTTPClient
import JSON
import Platform
import ScriptedServer
import TestSupport
import Testing

@testable import ObjectStore

/// Keys that a key management service wraps, against a small double of one.
@Suite struct WrappedKeysTests {
    private let scratch: ScratchDirectory
    private let plain: DirectoryStore

    init() throws {
        scratch = try ScratchDirectory()
        plain = try DirectoryStore(scratch.path)
    }

    /// A sealed place at the double; each is as another process would have it.
    private func place(
        _ server: ScriptedServer, _ text: String = "kms:alias/ibtool", of name: String = "s3://b/p",
        retry: Retry = .never
    ) throws -> SealedStore {
        SealedStore(plain, try keys(server, text, of: name, retry: retry))
    }

    private func keys(
        _ server: ScriptedServer, _ text: String = "kms:alias/ibtool", of name: String = "s3://b/p",
        retry: Retry = .never
    ) throws -> WrappedKeys {
        let location = try KMSLocation(text)
        let exchange = KMSExchange(
            .tcp(host: "127.0.0.1", port: server.port), region: "eu-west-1",
            CredentialsKeeper(GivenCredentials(Canary.credentials), .system), .system)
        return WrappedKeys(
            at: plain,
            KMSKey(
                exchange: exchange, location: location, instance: location.instance ?? name,
                retry: retry))
    }

    private var wrapped: [ObjectKey] {
        get throws {
            var found: [ObjectKey] = []
            try plain.forEach(in: WrappedKeyName.prefix) { found.append($0.key) }
            return found.sorted()
        }
    }

    @Test func aKeyIsMadeOnceKeptWrappedAndAskedForOnce() throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        let store = try place(server)
        #expect(server.requests.isEmpty)
        try store.put("a", .bytes([1, 2, 3]))
        try store.put("b", .bytes([4]))
        #expect(server.requests.map(operation) == ["GenerateDataKey", "Decrypt"])
        #expect(try store.bytes("a", bytesMax: 9).bytes == [1, 2, 3])
        #expect(server.requests.count == 2)
        let file = try plain.bytes(try #require(try wrapped.first), bytesMax: 10_000).bytes
        let members = try #require(try JSONValue.parse(file).objectValue)
        #expect(members["kind"]?.stringValue == "ibtool wrapped key 1")
        #expect(members["instance"]?.stringValue == "s3://b/p")
        let another = try place(server)
        #expect(try another.bytes("a", bytesMax: 9).bytes == [1, 2, 3])
        #expect(try another.bytes("b", bytesMax: 9).bytes == [4])
        #expect(server.requests.map(operation).count == 3)
        #expect(try plain.bytes("a", bytesMax: 999).bytes.starts(with: SealedObject.mark))
    }

    @Test func aRequestIsSignedAndNamesTheInstance() throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        try place(server).put("a", .bytes([1]))
        let first = try #require(server.requests.first)
        #expect(first.line == "POST / HTTP/1.1")
        #expect(first.headers["content-type"] == "application/x-amz-json-1.1")
        #expect(first.headers["x-amz-target"] == "TrentService.GenerateDataKey")
        #expect(first.headers["x-amz-security-token"] == Canary.token)
        let authorization = try #require(first.headers["authorization"])
        #expect(authorization.contains("/eu-west-1/kms/aws4_request, SignedHeaders=content-type;"))
        let body = try #require(try JSONValue.parse(first.body).objectValue)
        #expect(body["KeyId"]?.stringValue == "alias/ibtool")
        #expect(body["KeySpec"]?.stringValue == "AES_256")
        let context = body["EncryptionContext"]?.objectValue
        #expect(context?["ibtool-instance"]?.stringValue == "s3://b/p")
        #expect(!String(decoding: first.body, as: UTF8.self).contains(Canary.secret))
    }

    @Test func aKeyThatIsHeldServesOnWhateverTheServiceSays() throws {
        let double = DoubleOfKMS()
        let server = try double.serve()
        defer { server.stop() }
        let store = try place(server)
        try store.put("a", .bytes([1]))
        for code in ["AccessDeniedException", "DisabledException", "KMSInternalException"] {
            double.refusal.withLock { $0 = code }
            try store.put("b", .bytes([2]))
            #expect(try store.bytes("b", bytesMax: 9).bytes == [2])
            // Who opens the place now has no key, and neither has a drill.
            for fresh: any ObjectStore in [try place(server), store.reopened()] {
                #expect(failure { _ = try fresh.bytes("b", bytesMax: 9) } != nil)
                #expect(failure { _ = try fresh.put("c", .bytes([3])) } != nil)
            }
        }
        double.refusal.withLock { $0 = nil }
        #expect(try store.reopened().bytes("b", bytesMax: 9).bytes == [2])
    }

    @Test func aWrappedKeyThatIsGoneIsNoticedByWhoOpensThePlaceAnew() throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        let store = try place(server)
        try store.put("a", .bytes([1]))
        try plain.delete(try #require(try wrapped.first))
        #expect(try store.bytes("a", bytesMax: 9).bytes == [1])
        let found = failure { _ = try store.reopened().bytes("a", bytesMax: 9) }
        #expect("\(try #require(found))".contains("that the destination does not hold"))
    }

    @Test func rotationKeepsWhatWasSealedBefore() throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        let running = try place(server)
        try running.put("a", .bytes([1]))
        try keys(server).rotate()
        #expect(try wrapped.count == 2)
        // The instance that runs goes on with its key, the next start takes the new one.
        try running.put("b", .bytes([2]))
        let next = try place(server)
        try next.put("c", .bytes([3]))
        #expect(try mark("a") == mark("b"))
        #expect(try mark("a") != mark("c"))
        for (key, byte) in [("a", UInt8(1)), ("b", 2), ("c", 3)] {
            #expect(try running.bytes("\(key)", bytesMax: 9).bytes == [byte])
            #expect(try place(server).bytes("\(key)", bytesMax: 9).bytes == [byte])
        }
    }

    private func mark(_ key: ObjectKey) throws -> [UInt8] {
        Array(try plain.bytes(key, bytesMax: 999).bytes.prefix(SealedObject.markBytes).suffix(8))
    }

    @Test func anotherKeyOfTheServiceOpensWhatItWrapped() throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        try place(server, "kms:alias/old").put("a", .bytes([1]))
        let found = failure { _ = try place(server, "kms:alias/new").bytes("a", bytesMax: 9) }
        #expect("\(try #require(found))".contains("old=KEY"))
        let both = try place(server, "kms:alias/new?old=alias/other&old=alias/old")
        #expect(try both.bytes("a", bytesMax: 9).bytes == [1])
    }

    @Test func anotherInstancesKeyIsRefusedUnlessItIsNamed() throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        try place(server, of: "s3://b/paris").put("a", .bytes([1]))
        let found = try #require(failure { _ = try place(server).bytes("a", bytesMax: 9) })
        #expect("\(found)".contains("made for the instance s3://b/paris, not for s3://b/p."))
        let named = try place(server, "kms:alias/ibtool?instance=s3://b/paris")
        #expect(try named.bytes("a", bytesMax: 9).bytes == [1])
        // Whoever changes the name in the file does not get further than the service.
        let key = try #require(try wrapped.first)
        let text = String(decoding: try plain.bytes(key, bytesMax: 9999).bytes, as: UTF8.self)
        let lie = text.split(separator: "s3://b/paris").joined(separator: "s3://b/p")
        try plain.put(key, .bytes(Array(lie.utf8)))
        let refused = try #require(failure { _ = try place(server).bytes("a", bytesMax: 9) })
        #expect("\(refused)".contains("InvalidCiphertextException"))
    }

    @Test(arguments: ["", "{}", "[1", #"{"kind":"ibtool wrapped key 1","instance":"s3://b/p"}"#])
    func whatIsNoWrappedKeyIsSaid(_ text: String) throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        try place(server).put("a", .bytes([1]))
        let key = try #require(try wrapped.first)
        try plain.put(key, .bytes(Array(text.utf8)))
        let found = try #require(failure { _ = try place(server).bytes("a", bytesMax: 9) })
        #expect(found.cause == .damaged("it is no wrapped key"))
    }

    @Test func aWrappedKeyUnderAnothersNameIsDamaged() throws {
        let server = try DoubleOfKMS().serve()
        defer { server.stop() }
        try place(server).put("a", .bytes([1]))
        try keys(server).rotate()
        let both = try wrapped
        try plain.put(both[1], .bytes(try plain.bytes(both[0], bytesMax: 9999).bytes))
        let found = try #require(failure { _ = try place(server).put("b", .bytes([2])) })
        #expect(found.cause == .damaged("it holds another key"))
    }

    @Test func whatPassesIsTriedAgainAndWhatDoesNotIsSaidAtOnce() throws {
        let double = DoubleOfKMS()
        let server = try double.serve()
        defer { server.stop() }
        for (code, tries, words) in [
            ("ThrottlingException", 5, "does not answer (ThrottlingException: In words)"),
            ("KMSInternalException", 5, "It is tried again by itself."),
            ("AccessDeniedException", 1, "Give the role kms:GenerateDataKey and kms:Decrypt"),
            ("DisabledException", 1, "the key is disabled or waits for its deletion"),
            ("KMSInvalidStateException", 1, "Enable the key, or cancel its deletion"),
            ("NotFoundException", 1, "has no such key (NotFoundException: In words)"),
            ("ValidationException", 1, "refused (ValidationException: In words)"),
        ] {
            double.refusal.withLock { $0 = code }
            let before = server.requests.count
            let store = try place(server, retry: patient())
            let found = try #require(failure { _ = try store.put("a", .bytes([1])) })
            #expect(server.requests.count - before == tries, "\(code)")
            #expect("\(found)".contains(words), "\(found)")
            #expect(found.isTransient == (tries > 1))
        }
    }

    @Test func aClockThatIsWrongIsSetByTheServices() throws {
        let double = DoubleOfKMS()
        double.refusal.withLock { $0 = "InvalidSignatureException" }
        double.date.withLock { $0 = "Sat, 01 Jan 2033 10:00:00 GMT" }
        let server = try double.serve()
        defer { server.stop() }
        #expect(failure { _ = try place(server).put("a", .bytes([1])) } != nil)
        #expect(server.requests.count == 2)
        #expect(server.requests.last?.headers["x-amz-date"]?.hasPrefix("20330101T10000") == true)
    }

    @Test func nobodyThereIsSomethingThatPasses() throws {
        let server = try DoubleOfKMS().serve()
        server.stop()
        let found = try #require(failure { _ = try place(server).put("a", .bytes([1])) })
        #expect(found.isTransient)
        #expect("\(found)".contains("the key management service does not answer ("))
    }

    @Test func locationsAreReadAndRefused() throws {
        let key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd"
        #expect(try KMSLocation("kms:\(key)").region == "eu-central-1")
        let full = try KMSLocation(
            "kms:alias/a-b_C/1?region=eu-west-3&endpoint=https://kms.example.org:8443&instance=x&old=k"
        )
        #expect(full.key == "alias/a-b_C/1" && full.region == "eu-west-3" && full.instance == "x")
        #expect(full.endpoint == "https://kms.example.org:8443" && full.oldKeys == ["k"])
        for text in [
            "kms:", "kms", "alias/a", "kms:a b", "kms:a?region=", "kms:a?region=Ü", "kms:a?what=1",
            "kms:a?endpoint=http://kms.example.org", "kms:a?endpoint=https://x/y", "kms:a?old=",
            "kms:a?instance=", "kms:arn:aws:kms::1:key/a",
            "kms:" + String(repeating: "a", count: 2049),
            "kms:a?instance=" + String(repeating: "a", count: 201),
            "kms:a?" + [String](repeating: "old=b", count: 11).joined(separator: "&"),
        ] {
            #expect(throws: StoreLocation.Refusal.self, "\(text)") { try KMSLocation(text) }
        }
        _ = try KMSLocation("kms:" + String(repeating: "a", count: 2048))
        _ = try KMSLocation("kms:a?endpoint=http://127.0.0.1:4599")
    }
}

private func operation(_ request: SeenRequest) -> String {
    String(request.headers["x-amz-target"]?.split(separator: ".").last ?? "")
}

/// Wraps by writing down what it was asked, which a real service would encrypt.
private final class DoubleOfKMS: Sendable {
    /// The code that everything is answered with; nil for what was asked.
    let refusal = Lock<String?>(nil)
    /// The Date of a refusal.
    let date = Lock<String?>(nil)
    private let count = Lock<UInt8>(0)

    func serve() throws -> ScriptedServer {
        try ScriptedServer { [self] request in [answer(request), .close] }
    }

    private func answer(_ request: SeenRequest) -> Act {
        if let code = refusal.withLock({ $0 }) { return refuse(code) }
        guard let body = try? JSONValue.parse(request.body).objectValue,
            let key = body["KeyId"]?.stringValue, let context = body["EncryptionContext"]
        else { return refuse("ValidationException") }
        let context64 = Base64.encode(context.serialized())
        if operation(request) == "GenerateDataKey" {
            let number = count.withLock { count -> UInt8 in
                count += 1
                return count
            }
            let plain = Base64.encode([UInt8](repeating: number, count: 32))
            let blob = Base64.encode(Array("\(key) \(context64) \(plain)".utf8))
            return json(["Plaintext": plain, "CiphertextBlob": blob, "KeyId": "arn:\(key)"])
        }
        let blob = body["CiphertextBlob"]?.stringValue.flatMap { Base64.decode($0) } ?? []
        let words = String(decoding: blob, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 3, words[1] == context64 else {
            return refuse("InvalidCiphertextException")
        }
        guard words[0] == key else { return refuse("IncorrectKeyException") }
        return json(["Plaintext": words[2], "KeyId": "arn:\(key)"])
    }

    private func json(_ members: KeyValuePairs<String, String>) -> Act {
        let object = JSONObject(members.map { ($0.key, JSONValue.string($0.value)) })
        return .answer(
            200, [("content-type", "application/x-amz-json-1.1"), ("connection", "close")],
            JSONValue.object(object).serialized())
    }

    private func refuse(_ code: String) -> Act {
        let status = code == "KMSInternalException" ? 500 : 400
        let moment = date.withLock { $0 }.map { [("date", $0)] } ?? []
        return .answer(
            status, [("content-type", "application/x-amz-json-1.1")] + moment,
            #"{"__type":"com.amazonaws.kms#\#(code)","message":"In words"}"#)
    }
}
