import Crypto
import HTTP
import HTTPClient
import Platform
import Telemetry

/// One request to the store: signed, sent, and its failure told as the store's. Clock and credentials are
/// put right on the way, each once.
struct S3Exchange: Sendable {
    /// What is asked.
    struct Request {
        var operation: ObjectStoreError.Operation
        var method: Method
        /// Nil for the bucket itself.
        var key: String?
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body: [UInt8]?
        /// For the error: the key or prefix.
        var object: String
    }

    private static let errorBytesMax = 64 << 10
    private static let askBytesMin = 1 << 20

    let configuration: S3Configuration
    let client: HTTPClient
    let credentials: CredentialsKeeper
    let clock: WallClock
    /// How far the store's clock is ahead of ours.
    let offset: ClockOffset

    init(
        _ configuration: S3Configuration, _ credentials: CredentialsKeeper, _ clock: WallClock
    ) {
        self.configuration = configuration
        self.credentials = credentials
        self.clock = clock
        client = HTTPClient(configuration.endpoint, deadlines: configuration.deadlines)
        offset = ClockOffset()
    }

    /// - Parameter statuses: answers besides 2xx that the caller reads itself.
    func send(
        _ request: Request, accepting statuses: Set<UInt16> = []
    ) throws(ObjectStoreError) -> ClientAnswer {
        var hasRefreshed = false
        var hasSetClock = false
        while true {
            let used = try credentials.current(for: request.operation, request.object)
            let answer = try answer(to: request, signedWith: used)
            let status = answer.head.status.code
            if (200..<300).contains(status) || statuses.contains(status) { return answer }
            let failure = S3Failure(request, answer.head, errorBody(of: answer))
            if !hasSetClock, failure.mayBeSkew, offset.adopt(answer.head, clock) {
                hasSetClock = true
                continue
            }
            if !hasRefreshed, failure.cause == .expiredCredentials,
                try credentials.replace(used, for: request.operation, request.object)
            {
                hasRefreshed = true
                continue
            }
            throw failure.error
        }
    }

    /// Sends and reads an answer of XML.
    func document(
        _ request: Request, accepting statuses: Set<UInt16> = []
    ) throws(ObjectStoreError) -> XMLElement {
        let answer = try send(request, accepting: statuses)
        let bytes = try collect(answer, XMLReader.bytesMax, request)
        do throws(XMLError) {
            return try XMLReader.read(bytes)
        } catch {
            throw ObjectStoreError(
                request.operation, request.object, .malformedAnswer("XML: \(error)"),
                outcomeIsUnknown: request.method != .get)
        }
    }

    /// Reads an answer to its end, so that its connection can be used again.
    func collect(
        _ answer: ClientAnswer, _ bytesMax: Int, _ request: Request
    ) throws(ObjectStoreError) -> [UInt8] {
        do throws(ClientError) {
            return try answer.collect(bytesMax: bytesMax)
        } catch {
            throw ObjectStoreError(error, request)
        }
    }

    private func answer(
        to request: Request, signedWith credentials: Credentials
    ) throws(ObjectStoreError) -> ClientAnswer {
        let body = request.body
        let payloadHash = Hex.encode(SHA256.hash(body ?? []))
        let signature = SignatureV4(
            accessKeyID: credentials.accessKeyID, region: configuration.region, service: "s3",
            moment: clock.now() + offset.value)
        var fields = request.headers
        fields.append(("x-amz-content-sha256", payloadHash))
        fields.append(("x-amz-date", signature.time))
        if let token = credentials.sessionToken {
            fields.append(("x-amz-security-token", token.reveal { $0 }))
        }
        if let body, !body.isEmpty { fields.append(("content-md5", Base64.encode(MD5.hash(body)))) }
        let subject = SignatureV4.Subject(
            method: request.method.rawValue, path: configuration.path(request.key),
            query: request.query,
            headers: fields + [(name: "host", value: client.endpoint.authority)],
            payloadHash: payloadHash)
        var headers = HeaderFields()
        for field in fields { headers.append(field.name, field.value) }
        headers.append("accept-encoding", "identity")
        headers.append(
            "authorization",
            credentials.secretAccessKey.reveal {
                signature.authorization(of: subject, secret: $0)
            })
        let query = SignatureV4.query(request.query)
        var sent = ClientRequest(
            request.method,
            S3Escaping.path(subject.path) + (query.isEmpty ? "" : "?\(query)"), headers: headers,
            body: body.map(ClientBody.bytes) ?? .none)
        sent.asksBeforeBody = (body?.count ?? 0) >= Self.askBytesMin
        do throws(ClientError) {
            return try client.send(sent)
        } catch {
            throw ObjectStoreError(error, request)
        }
    }

    private func errorBody(
        of answer: ClientAnswer
    ) -> [UInt8] {
        do throws(ClientError) {
            return try answer.collect(bytesMax: Self.errorBytesMax)
        } catch {
            // The status says enough; its words are lost.
            return []
        }
    }
}

/// How far another clock is ahead of ours, as last seen.
final class ClockOffset: Sendable {
    /// Further apart than this, a signature is refused (S3: 15 minutes, KMS: 5) or soon will be.
    static let skewMax = Duration.seconds(240)

    private let span = Lock(Duration.zero)

    var value: Duration { span.withLock { $0 } }

    func set(_ span: Duration) { self.span.withLock { $0 = span } }

    /// Takes the other's time from its answer's Date; false when that changes nothing.
    func adopt(_ head: ResponseHead, _ clock: WallClock) -> Bool {
        guard let date = head.headers["date"],
            let seconds = HTTPDate.parse(date, nowSeconds: clock.now().seconds)
        else { return false }
        let ahead = Timestamp(microseconds: seconds * 1_000_000) - clock.now()
        let change = ahead - value
        guard change > Self.skewMax || change < .zero - Self.skewMax else { return false }
        set(ahead)
        return true
    }
}
