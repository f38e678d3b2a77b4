import Crypto
import HTTP
import HTTPClient
import JSON
import Platform
import Telemetry

/// Requests to a key management service: signed, answered in JSON, failures told as its own. Clock and
/// credentials are put right on the way, each once
/// (https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html).
struct KMSExchange: Sendable {
    /// What is asked of it.
    enum Operation: String, Sendable {
        case generateDataKey = "GenerateDataKey"
        case decrypt = "Decrypt"
    }

    private static let answerBytesMax = 64 << 10

    let region: String
    let client: HTTPClient
    let credentials: CredentialsKeeper
    let clock: WallClock
    private let offset = ClockOffset()

    init(
        _ endpoint: Endpoint, region: String, _ credentials: CredentialsKeeper, _ clock: WallClock
    ) {
        self.region = region
        self.credentials = credentials
        self.clock = clock
        client = HTTPClient(endpoint, deadlines: .keyManagement, connectionsIdleMax: 0)
    }

    /// - Parameter object: what the error is about.
    func send(
        _ operation: Operation, _ members: JSONObject, about object: String
    ) throws(ObjectStoreError) -> JSONObject {
        let body = JSONValue.object(members).serialized()
        var hasRefreshed = false
        var hasSetClock = false
        while true {
            let used = try credentials.current(for: .open, object)
            let (head, content) = try answer(to: operation, body, object, signedWith: used)
            if (200..<300).contains(head.status.code) { return try read(content, object) }
            let refusal = KMSRefusal(head, content)
            if refusal.isOfSignature, !hasSetClock, offset.adopt(head, clock) {
                hasSetClock = true
                continue
            }
            if refusal.isOfSignature, !hasRefreshed,
                try credentials.replace(used, for: .open, object)
            {
                hasRefreshed = true
                continue
            }
            throw ObjectStoreError(.open, object, .keyManagement(refusal))
        }
    }

    private func answer(
        to operation: Operation, _ body: [UInt8], _ object: String,
        signedWith credentials: Credentials
    ) throws(ObjectStoreError) -> (head: ResponseHead, body: [UInt8]) {
        let signature = SignatureV4(
            accessKeyID: credentials.accessKeyID, region: region, service: "kms",
            moment: clock.now() + offset.value)
        var fields = [
            (name: "content-type", value: "application/x-amz-json-1.1"),
            (name: "x-amz-date", value: signature.time),
            (name: "x-amz-target", value: "TrentService.\(operation.rawValue)"),
        ]
        if let token = credentials.sessionToken {
            fields.append((name: "x-amz-security-token", value: token.reveal { $0 }))
        }
        let subject = SignatureV4.Subject(
            method: Method.post.rawValue, path: "/",
            headers: fields + [(name: "host", value: client.endpoint.authority)],
            payloadHash: Hex.encode(SHA256.hash(body)))
        var headers = HeaderFields()
        for field in fields { headers.append(field.name, field.value) }
        headers.append(
            "authorization",
            credentials.secretAccessKey.reveal {
                signature.authorization(of: subject, secret: $0)
            })
        do throws(ClientError) {
            return try client.request(
                .post, "/", headers: headers, body: .bytes(body), bytesMax: Self.answerBytesMax)
        } catch {
            if case .untrusted(_, let reason) = error {
                throw ObjectStoreError(.open, object, .untrusted(reason))
            }
            let why = ObjectStoreError.phrase("\(error)")
            throw ObjectStoreError(.open, object, .keyManagement(.away(why)))
        }
    }

    private func read(
        _ content: [UInt8], _ object: String
    ) throws(ObjectStoreError) -> JSONObject {
        do throws(JSONError) {
            if let found = try JSONValue.parse(content).objectValue { return found }
        } catch {
            // Said below, as of any other answer that is no object.
        }
        throw ObjectStoreError(
            .open, object, .keyManagement(.refused("its answer is not a JSON object")))
    }
}

extension ClientDeadlines {
    /// For short questions that uploads wait for.
    fileprivate static let keyManagement: ClientDeadlines = {
        var deadlines = ClientDeadlines()
        deadlines.connect = .seconds(5)
        deadlines.read = .seconds(10)
        deadlines.write = .seconds(10)
        deadlines.total = .seconds(20)
        return deadlines
    }()
}
