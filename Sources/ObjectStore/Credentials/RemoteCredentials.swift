import HTTP
import HTTPClient
import JSON
import Platform
public import TLS
import Telemetry

/// What the sources over the network share: one short exchange, and the JSON that AWS answers with.
struct CredentialsExchange: Sendable {
    private static let answerBytesMax = 64 << 10

    /// The source in words, for failures.
    let source: String
    let address: WebAddress
    let trust: @Sendable () throws(CredentialsFailure) -> TLSClient
    let deadlines: ClientDeadlines

    /// An answer of 2xx; nil for the statuses that mean "not here".
    func send(
        _ method: Method, _ path: String, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil, absentStatuses: Set<UInt16> = []
    ) throws(CredentialsFailure) -> [UInt8]? {
        let client = HTTPClient(
            try address.endpoint(trust), deadlines: deadlines, connectionsIdleMax: 0)
        var fields = HeaderFields()
        for field in headers { fields.append(field.name, field.value) }
        do throws(ClientError) {
            let (head, content) = try client.request(
                method, path, headers: fields, body: body.map(ClientBody.bytes) ?? .none,
                bytesMax: Self.answerBytesMax)
            if absentStatuses.contains(head.status.code) { return nil }
            guard (200..<300).contains(head.status.code) else {
                // Its words may repeat what was sent.
                throw ClientError.malformedAnswer("status \(head.status.code)")
            }
            return content
        } catch {
            if case .malformedAnswer(let reason) = error, reason.hasPrefix("status ") {
                throw CredentialsFailure(
                    source, "it answered with \(reason)",
                    isTransient: reason.hasPrefix("status 5") || reason == "status 429")
            }
            throw CredentialsFailure(
                source, ObjectStoreError.phrase("\(error)"), isTransient: true)
        }
    }

    /// {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"}.
    func credentials(in json: [UInt8]) throws(CredentialsFailure) -> Credentials {
        let object: JSONObject?
        do {
            object = try JSONValue.parse(json).objectValue
        } catch {
            throw CredentialsFailure(source, "its answer is not JSON")
        }
        if let code = object?["Code"]?.stringValue, code != "Success" {
            throw CredentialsFailure(source, "it said \(code.prefix(100))", isTransient: true)
        }
        let expiration = object?["Expiration"]?.stringValue
        let expires = expiration.flatMap { Timestamp(rfc3339: $0) }
        guard let id = object?["AccessKeyId"]?.stringValue,
            let secret = object?["SecretAccessKey"]?.stringValue,
            expiration == nil || expires != nil,
            let credentials = Credentials(
                accessKeyID: id, secret: secret, token: object?["Token"]?.stringValue,
                expires: expires)
        else { throw CredentialsFailure(source, "its answer lacks keys or their end") }
        return credentials
    }

    static func fileText(_ path: String, _ source: String) throws(CredentialsFailure) -> String {
        do throws(DurableFile.ReadError) {
            let bytes = try DurableFile.read(path, bytesMax: 64 << 10)
            let text = String(decoding: bytes, as: UTF8.self)
            return String(text.prefix { !$0.isNewline })
        } catch {
            throw CredentialsFailure(source, ObjectStoreError.phrase("\(error)"))
        }
    }

    static func isHeaderText(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

/// The role of a container: ECS, Fargate, EKS pod identity
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
public struct ContainerCredentials: CredentialsSource {
    private static let host = "http://169.254.170.2"
    /// Where credentials may come from without TLS: this machine.
    private static let plainHosts = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]
    private static let source = "the container's role"

    private let environment: [String: String]
    private let trust: @Sendable () throws(CredentialsFailure) -> TLSClient

    public init(
        _ environment: [String: String],
        trust: @escaping @Sendable () throws(CredentialsFailure) -> TLSClient
    ) {
        self.environment = environment
        self.trust = trust
    }

    /// See `CredentialsSource`.
    public func fetch() throws(CredentialsFailure) -> Credentials? {
        let url: String
        if let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"], !relative.isEmpty {
            url = Self.host + relative
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"], !full.isEmpty {
            url = full
        } else {
            return nil
        }
        guard let address = WebAddress(url) else {
            throw CredentialsFailure(Self.source, "its address is not one")
        }
        guard address.isSecure || address.isLoopback || Self.plainHosts.contains(address.host)
        else {
            throw CredentialsFailure(
                Self.source, "\(address.host) is not on this machine and its address not https")
        }
        let exchange = CredentialsExchange(
            source: Self.source, address: address, trust: trust, deadlines: .metadata)
        let json = try exchange.send(.get, address.target, headers: try authorization())
        return try json.map { json throws(CredentialsFailure) in
            try exchange.credentials(in: json)
        }
    }

    private func authorization() throws(CredentialsFailure) -> [(name: String, value: String)] {
        var token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
        if let path = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"], !path.isEmpty {
            token = try CredentialsExchange.fileText(path, Self.source)
        }
        guard let token, !token.isEmpty else { return [] }
        guard CredentialsExchange.isHeaderText(token) else {
            throw CredentialsFailure(Self.source, "its token has letters that no field may have")
        }
        return [("authorization", token)]
    }
}

/// The role of an EC2 instance, by its metadata service, version 2
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html).
public struct InstanceCredentials: CredentialsSource {
    private static let usualEndpoint = "http://169.254.169.254"
    private static let source = "the instance's role"
    private static let rolePath = "/latest/meta-data/iam/security-credentials/"

    private let environment: [String: String]

    public init(_ environment: [String: String]) { self.environment = environment }

    /// See `CredentialsSource`.
    public func fetch() throws(CredentialsFailure) -> Credentials? {
        if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
        let url = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
        guard let address = WebAddress(url ?? Self.usualEndpoint), !address.isSecure else {
            throw CredentialsFailure(Self.source, "AWS_EC2_METADATA_SERVICE_ENDPOINT is not http")
        }
        let exchange = CredentialsExchange(
            source: Self.source, address: address,
            trust: { () throws(CredentialsFailure) in
                throw CredentialsFailure(Self.source, "it is not asked by TLS")
            }, deadlines: .metadata)
        guard let token = try token(exchange, isExpected: url != nil) else { return nil }
        let headers = [(name: "x-aws-ec2-metadata-token", value: token)]
        let list = try exchange.send(.get, Self.rolePath, headers: headers, absentStatuses: [404])
        guard let list else { return nil }
        let role = String(decoding: list, as: UTF8.self).prefix { !$0.isNewline }
        let json = try exchange.send(
            .get, Self.rolePath + S3Escaping.word(String(role)), headers: headers)
        return try json.map { json throws(CredentialsFailure) in
            try exchange.credentials(in: json)
        }
    }

    /// Nil where there is no such service: not every machine is an instance.
    private func token(
        _ exchange: CredentialsExchange, isExpected: Bool
    ) throws(CredentialsFailure) -> String? {
        let answer: [UInt8]?
        do throws(CredentialsFailure) {
            answer = try exchange.send(
                .put, "/latest/api/token",
                headers: [("x-aws-ec2-metadata-token-ttl-seconds", "21600")], body: [],
                absentStatuses: [403, 404])
        } catch {
            if isExpected { throw error }
            return nil
        }
        guard let answer else { return nil }
        let token = String(decoding: answer, as: UTF8.self)
        guard CredentialsExchange.isHeaderText(token), !token.isEmpty else {
            throw CredentialsFailure(Self.source, "its token makes no sense")
        }
        return token
    }
}

/// A role by a token that somebody else issued, exchanged at the security token service
/// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
public struct WebIdentityCredentials: CredentialsSource {
    private static let source = "the web identity"

    private let environment: [String: String]
    private let region: String
    private let trust: @Sendable () throws(CredentialsFailure) -> TLSClient

    public init(
        _ environment: [String: String], region: String,
        trust: @escaping @Sendable () throws(CredentialsFailure) -> TLSClient
    ) {
        self.environment = environment
        self.region = region
        self.trust = trust
    }

    /// See `CredentialsSource`.
    public func fetch() throws(CredentialsFailure) -> Credentials? {
        guard let path = environment["AWS_WEB_IDENTITY_TOKEN_FILE"], !path.isEmpty else {
            return nil
        }
        guard let role = environment["AWS_ROLE_ARN"], !role.isEmpty else {
            throw CredentialsFailure(Self.source, "AWS_ROLE_ARN is missing")
        }
        let url = environment["AWS_ENDPOINT_URL_STS"] ?? "https://sts.\(region).amazonaws.com"
        guard let address = WebAddress(url), address.isSecure || address.isLoopback else {
            throw CredentialsFailure(Self.source, "AWS_ENDPOINT_URL_STS is not https")
        }
        let token = try CredentialsExchange.fileText(path, Self.source)
        let form = SignatureV4.query([
            ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role),
            ("RoleSessionName", environment["AWS_ROLE_SESSION_NAME"] ?? "ibtool"),
            ("WebIdentityToken", token),
        ])
        let exchange = CredentialsExchange(
            source: Self.source, address: address, trust: trust, deadlines: ClientDeadlines())
        let answer = try exchange.send(
            .post, "/", headers: [("content-type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8))
        return try credentials(in: answer ?? [])
    }

    private func credentials(in xml: [UInt8]) throws(CredentialsFailure) -> Credentials {
        let document: XMLElement
        do throws(XMLError) { document = try XMLReader.read(xml) } catch {
            throw CredentialsFailure(Self.source, "the answer is not XML")
        }
        let found = document["AssumeRoleWithWebIdentityResult"]?["Credentials"]
        guard let found, let id = found["AccessKeyId"]?.text,
            let secret = found["SecretAccessKey"]?.text, let token = found["SessionToken"]?.text,
            let expires = found["Expiration"].flatMap({ Timestamp(rfc3339: $0.text) }),
            let credentials = Credentials(
                accessKeyID: id, secret: secret, token: token, expires: expires)
        else { throw CredentialsFailure(Self.source, "the answer lacks keys or their end") }
        return credentials
    }
}

extension ClientDeadlines {
    /// For what is on this machine or not there at all.
    static let metadata: ClientDeadlines = {
        var deadlines = ClientDeadlines()
        deadlines.connect = .seconds(1)
        deadlines.read = .seconds(5)
        deadlines.write = .seconds(5)
        deadlines.total = .seconds(10)
        return deadlines
    }()
}
