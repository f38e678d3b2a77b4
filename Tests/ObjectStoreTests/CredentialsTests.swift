import HTTP
import Platform
import ScriptedServer
import TLS
import Telemetry
import TestSupport
import Testing

@testable import ObjectStore

/// Each source against a small double of what it asks.
@Suite struct CredentialsTests {
    private static let noTLS: @Sendable () throws(CredentialsFailure) -> TLSClient = {
        () throws(CredentialsFailure) in throw CredentialsFailure("test", "no TLS here")
    }
    private static let json = """
        {"Code":"Success","AccessKeyId":"AKIDROLE","SecretAccessKey":"\(Canary.secret)",
        "Token":"\(Canary.token)","Expiration":"2026-11-28T16:00:00Z"}
        """
    private static let expected = Credentials(
        accessKeyID: "AKIDROLE", secretAccessKey: Secret(Canary.secret),
        sessionToken: Secret(Canary.token), expires: Timestamp(rfc3339: "2026-11-28T16:00:00Z"))

    private func withServer(
        _ script: [[Act]], _ body: (String, ScriptedServer) throws -> Void
    ) throws {
        let server = try ScriptedServer(inOrder: script)
        defer { server.stop() }
        try body("http://127.0.0.1:\(server.port)", server)
    }

    private func problem(_ source: any CredentialsSource) -> CredentialsFailure? {
        do throws(CredentialsFailure) {
            _ = try source.fetch()
            return nil
        } catch {
            return error
        }
    }

    @Test func theEnvironmentIsRead() throws {
        #expect(try EnvironmentCredentials([:]).fetch() == nil)
        #expect(try EnvironmentCredentials(["AWS_ACCESS_KEY_ID": ""]).fetch() == nil)
        let given = [
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
        ]
        #expect(
            try EnvironmentCredentials(given).fetch()
                == Credentials(
                    accessKeyID: "AKID", secretAccessKey: Secret("s"), sessionToken: Secret("t")))
        #expect(problem(EnvironmentCredentials(["AWS_ACCESS_KEY_ID": "AKID"])) != nil)
        #expect(
            problem(
                EnvironmentCredentials([
                    "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "a\r\nb",
                ])) != nil)
    }

    @Test func theFileIsReadAnewEachTime() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path(of: "credentials")
        let text = """
            # keys
            [other]
            aws_access_key_id = WRONG
            [ default ]
              AWS_Access_Key_Id=AKID
            aws_secret_access_key =  s/e+c=ret\t
            aws_session_token=
            region = eu-west-1
            [last]
            aws_access_key_id = AKID2
            """
        try DurableFile.write(Array(text.utf8), to: path)
        let file = CredentialsFile(path)
        #expect(
            try file.fetch()
                == Credentials(accessKeyID: "AKID", secretAccessKey: Secret("s/e+c=ret")))
        #expect(problem(CredentialsFile(path, profile: "last"))?.reason.contains("[last]") == true)
        #expect(problem(CredentialsFile(path, profile: "none"))?.reason.contains("[none]") == true)
        #expect(problem(CredentialsFile(scratch.path(of: "nothing"))) != nil)
        let rotated = "[default]\r\naws_access_key_id=NEW\r\naws_secret_access_key=n\r\n"
        try DurableFile.write(Array(rotated.utf8), to: path)
        #expect(try file.fetch()?.accessKeyID == "NEW")
    }

    @Test func aContainersRoleIsAskedWithItsToken() throws {
        let scratch = try ScratchDirectory()
        try DurableFile.write(Array("first\n".utf8), to: scratch.path(of: "token"))
        try withServer([
            [.answer(200, [], Self.json)], [.answer(200, [], Self.json)], [.answer(500)],
        ]) {
            url, server throws in
            var environment = [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(url)/v2/credentials?x=1",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": scratch.path(of: "token"),
            ]
            let source = ContainerCredentials(environment, trust: Self.noTLS)
            #expect(try source.fetch() == Self.expected)
            try DurableFile.write(Array("second".utf8), to: scratch.path(of: "token"))
            #expect(try source.fetch() == Self.expected)
            #expect(problem(source)?.isTransient == true)
            #expect(
                server.requests.map(\.target) == .init(repeating: "/v2/credentials?x=1", count: 3))
            #expect(
                server.requests.map { $0.headers["authorization"] } == [
                    "first", "second", "second",
                ])
            environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.org/"]
            #expect(
                problem(ContainerCredentials(environment, trust: Self.noTLS))?.reason.contains(
                    "not on this machine") == true)
        }
        #expect(try ContainerCredentials([:], trust: Self.noTLS).fetch() == nil)
    }

    @Test func anInstancesRoleIsAskedByVersionTwo() throws {
        try withServer([
            [.answer(200, [], "session-token")], [.answer(200, [], "my-role\n")],
            [.answer(200, [], Self.json)],
        ]) { url, server throws in
            let source = InstanceCredentials(["AWS_EC2_METADATA_SERVICE_ENDPOINT": url])
            #expect(try source.fetch() == Self.expected)
            #expect(
                server.requests.map(\.line) == [
                    "PUT /latest/api/token HTTP/1.1",
                    "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1",
                    "GET /latest/meta-data/iam/security-credentials/my-role HTTP/1.1",
                ])
            #expect(
                server.requests[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
            #expect(
                server.requests[1...].map { $0.headers["x-aws-ec2-metadata-token"] }
                    == ["session-token", "session-token"])
        }
        try withServer([[.answer(200, [], "t")], [.answer(404)]]) { url, _ throws in
            let source = InstanceCredentials(["AWS_EC2_METADATA_SERVICE_ENDPOINT": url])
            #expect(try source.fetch() == nil)
        }
        #expect(try InstanceCredentials(["AWS_EC2_METADATA_DISABLED": "true"]).fetch() == nil)
    }

    @Test func aWebIdentityIsExchanged() throws {
        let scratch = try ScratchDirectory()
        try DurableFile.write(Array("ey.J+w/t\n".utf8), to: scratch.path(of: "jwt"))
        let xml = """
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
            <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId>
            <SecretAccessKey>\(Canary.secret)</SecretAccessKey>
            <SessionToken>\(Canary.token)</SessionToken>
            <Expiration>2026-11-28T16:00:00Z</Expiration></Credentials>
            </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
            """
        try withServer([[.answer(200, [], xml)], [refusal(400, "InvalidIdentityToken")]]) {
            url, server throws in
            let environment = [
                "AWS_WEB_IDENTITY_TOKEN_FILE": scratch.path(of: "jwt"), "AWS_ROLE_ARN": "arn:a:b",
                "AWS_ENDPOINT_URL_STS": url,
            ]
            let source = WebIdentityCredentials(
                environment, region: "eu-west-1", trust: Self.noTLS)
            #expect(try source.fetch() == Self.expected)
            #expect(problem(source)?.isTransient == false)
            let form = String(decoding: server.requests[0].body, as: UTF8.self)
            #expect(form.contains("Action=AssumeRoleWithWebIdentity"))
            #expect(form.contains("RoleArn=arn%3Aa%3Ab"))
            #expect(form.contains("WebIdentityToken=ey.J%2Bw%2Ft"))
        }
    }

    @Test func theFirstSourceThatIsSetUpCounts() throws {
        let environment = [
            "AWS_ACCESS_KEY_ID": "ENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "s",
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true",
        ]
        var opening = StoreOpening(environment: environment)
        #expect(try opening.credentials(region: "x").fetch()?.accessKeyID == "ENVIRONMENT")
        let scratch = try ScratchDirectory()
        let text = "[work]\naws_access_key_id=FILE\naws_secret_access_key=s\n"
        try DurableFile.write(Array(text.utf8), to: scratch.path(of: "keys"))
        opening.credentialsFile = scratch.path(of: "keys")
        opening.profile = "work"
        #expect(try opening.credentials(region: "x").fetch()?.accessKeyID == "FILE")
        // A source that is set up and fails is not passed over in silence.
        opening.profile = "other"
        #expect(problem(opening.credentials(region: "x")) != nil)
    }

    @Test func credentialsAreRenewedBeforeTheyEnd() throws {
        let clock = ManualClock(try #require(Timestamp(rfc3339: "2026-11-28T10:00:00Z")))
        let source = Expiring(clock.wallClock)
        let keeper = CredentialsKeeper(source, clock.wallClock)
        func current() throws -> String {
            try keeper.current(for: .get, "a").accessKeyID
        }
        #expect(try current() == "AKID1")
        clock.advance(by: .seconds(3600 - 301))
        #expect(try current() == "AKID1")
        clock.advance(by: .seconds(2))
        #expect(try current() == "AKID2")
        // A source that fails while the old ones hold is asked again later.
        source.fails.withLock { $0 = true }
        clock.advance(by: .seconds(3400))
        #expect(try current() == "AKID2")
        let asked = source.count.withLock { $0 }
        #expect(try current() == "AKID2")
        #expect(source.count.withLock { $0 } == asked)
        clock.advance(by: .seconds(31))
        #expect(try current() == "AKID2")
        #expect(source.count.withLock { $0 } == asked + 1)
        clock.advance(by: .seconds(200))
        #expect(failure { _ = try current() }?.isTransient == true)
        source.fails.withLock { $0 = false }
        #expect(try current().hasPrefix("AKID"))
    }

    @Test func noFailureShowsASecret() throws {
        let bad = Self.json.replacing("AKIDROLE", with: "a b")
        for body in [bad, "{\"Code\":\"No\"}", Canary.secret, "[\"\(Canary.token)\"]"] {
            try withServer([[.answer(200, [], body)], [.answer(403, [], Canary.token)]]) {
                url, _ throws in
                let environment = [
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": url,
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN": Canary.token,
                ]
                let source = ContainerCredentials(environment, trust: Self.noTLS)
                for _ in 0..<2 {
                    let text = "\(try #require(problem(source)))"
                    #expect(!text.contains(Canary.secret) && !text.contains(Canary.token))
                }
            }
        }
    }

    /// An hour each.
    private final class Expiring: CredentialsSource {
        let count = Lock(0)
        let fails = Lock(false)
        private let clock: WallClock

        init(_ clock: WallClock) { self.clock = clock }

        func fetch() throws(CredentialsFailure) -> Credentials? {
            let number = count.withLock { count in
                count += 1
                return count
            }
            if fails.withLock({ $0 }) {
                throw CredentialsFailure("test", "down", isTransient: true)
            }
            return Credentials(
                accessKeyID: "AKID\(number)", secret: "s", token: nil,
                expires: clock.now() + .seconds(3600))
        }
    }
}
