import HTTPClient
import Platform
import Testing

@testable import ObjectStore

@Suite struct StoreLocationTests {
    private func configuration(
        _ text: String, _ environment: [String: String] = [:]
    ) throws -> S3Configuration {
        guard case .bucket(let bucket) = try StoreLocation(text) else {
            throw StoreLocation.Refusal(description: "no bucket")
        }
        return try StoreOpening(environment: environment).configuration(bucket)
    }

    @Test func directoriesAreAbsolutePaths() throws {
        #expect(try StoreLocation("file:///var/backups/a b") == .directory("/var/backups/a b"))
        #expect(try StoreLocation("file:///x").description == "file:///x")
    }

    @Test func bucketsTakeTheirPlaceFromTheirWords() throws {
        let own = try configuration(
            "s3://my-bucket/a/b/?endpoint=http://127.0.0.1:9000&region=eu-west-1&sse=kms:key/7")
        #expect(own.bucket == "my-bucket" && own.prefix == "a/b/" && own.region == "eu-west-1")
        #expect(own.style == .path && own.encryption == .keyService(keyID: "key/7"))
        #expect(own.endpoint.authority == "127.0.0.1:9000")
        #expect(own.path("k") == "/my-bucket/a/b/k" && own.path(nil) == "/my-bucket")
        let virtual = try configuration(
            "s3://my-bucket?endpoint=http://s3.test&style=virtual&sse=s3")
        #expect(virtual.endpoint.authority == "my-bucket.s3.test")
        #expect(virtual.path("k") == "/k" && virtual.path(nil) == "/")
        #expect(virtual.encryption == .store && virtual.region == "us-east-1")
        let named = try configuration(
            "s3://my-bucket?endpoint=http://s3.test", ["AWS_DEFAULT_REGION": "eu-north-1"])
        #expect(named.region == "eu-north-1")
    }

    @Test(arguments: [
        "file:///var/backups/a b", "s3://my-bucket", "s3://my-bucket/a/b?region=eu-west-1",
        "s3://my-bucket?endpoint=http://s3.test:9000&region=fr-par&style=virtual&sse=kms:key/7",
        "s3://my-bucket?sse=s3", "s3://my-bucket?style=path&sse=kms",
    ]) func theTextOfALocationIsThatLocation(text: String) throws {
        #expect(try StoreLocation(text).text == text)
    }

    @Test func withoutAnEndpointItIsAWS() throws {
        guard
            case .bucket(let plain) = try StoreLocation("s3://my-bucket?region=eu-west-1"),
            case .bucket(let dotted) = try StoreLocation("s3://my.bucket?region=eu-west-1")
        else { return }
        #expect(plain.endpoint == nil && plain.style == nil)
        for (bucket, host) in [
            (plain, "my-bucket.s3.eu-west-1.amazonaws.com"),
            (dotted, "s3.eu-west-1.amazonaws.com"),
        ] {
            do throws(ObjectStoreError) {
                let found = try StoreOpening(environment: [:]).configuration(bucket)
                #expect(found.endpoint.authority == host)
            } catch {
                // A machine without authorities says so.
                guard case .untrusted(let why) = error.cause else { throw error }
                #expect(why.contains("--ca-file"))
            }
        }
    }

    @Test(arguments: [
        "", "/var/backups", "file://host/path", "file:relative", "http://bucket", "s3://",
        "s3://ab",
        "s3://Bucket", "s3://bucket/UPPER", "s3://bucket/../x", "s3://bucket?x=1",
        "s3://bucket?endpoint=ftp://x", "s3://bucket?endpoint=http://x/path",
        "s3://bucket?style=odd",
        "s3://bucket?region=", "s3://bucket?region=a/b", "s3://bucket?sse=none",
        "s3://key:\(Canary.secret)@bucket/x", "s3://bucket?endpoint=http://k:\(Canary.secret)@h",
    ])
    func otherWordsAreRefusedWithoutRepeatingSecrets(_ text: String) {
        let refusal = #expect(throws: StoreLocation.Refusal.self) { try StoreLocation(text) }
        #expect(refusal?.description.contains(Canary.secret) == false)
    }

    @Test func addressesAreReadStrictly() {
        #expect(WebAddress("http://[::1]:80/a?b")?.host == "::1")
        #expect(WebAddress("https://Host.Example")?.host == "host.example")
        #expect(WebAddress("https://h")?.port == 443)
        #expect(WebAddress("http://h?x")?.target == "/?x")
        for bad in [
            "http://", "http://a b", "http://u@h", "http://h:0", "http://h:x", "http://h#f", "h",
        ] {
            #expect(WebAddress(bad) == nil, "\(bad)")
        }
    }

    @Test func partsGrowWithTheObject() throws {
        let place = try configuration("s3://my-bucket?endpoint=http://s3.test")
        #expect(place.partBytes(for: 1) == 8 << 20)
        #expect(place.partBytes(for: Int64(8 << 20) * 10_000) == 8 << 20)
        #expect(place.partBytes(for: Int64(8 << 20) * 10_000 + 1) == (8 << 20) + 1)
        #expect(place.partBytes(for: Int64(64 << 20) * 10_000) == 64 << 20)
        #expect(place.partBytes(for: Int64(64 << 20) * 10_000 + 1) == nil)
    }
}
