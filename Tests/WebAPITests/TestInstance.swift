import Complaints
import Crypto
import HTTP
import JSON
import Platform
import Storage
import Telemetry
import TestSupport
import Testing
import WebAPI
import WebAssets

/// One application over a store of its own in a temporary directory, driven without sockets.
final class TestInstance: Sendable {
    static let password = "a long enough password"
    static let requestID = RequestID(run: "test", number: 1)

    private let scratch: ScratchDirectory
    let store: Store
    let application: WebApplication
    let jobs: JobRunner
    let clock = ManualClock(Timestamp(microseconds: 1_772_442_764_000_000))
    let log = MemorySink()

    init(_ change: (inout WebSettings) -> Void = { _ in }) throws {
        scratch = try ScratchDirectory()
        var options = StoreOptions(directory: scratch.path)
        options.keepsBallast = false
        options.keepsColumns = true
        options.clock = clock.wallClock
        store = try Store.open(options)
        var settings = WebSettings()
        settings.passwordCost = PasswordHash.Cost(logN: 4, blockSize: 1, parallelism: 1)
        settings.uploadDirectory = scratch.path
        settings.publicHosts = ["complaints.example"]
        change(&settings)
        let line = Log(least: .debug, format: .json, clock: clock.wallClock, sink: self.log)
        jobs = try JobRunner(store: store, clock: clock.wallClock, log: line)
        application = try WebApplication(
            store: store, assets: WebAssets(), catalogue: .standard, jobs: jobs,
            clock: clock.wallClock, log: line, metrics: Metrics(), settings: settings)
    }

    /// Ends the threads and closes the store.
    func close() {
        jobs.close()
        application.close()
        store.close()
    }

    deinit { close() }

    var directory: String { scratch.path }

    /// What the page asks its files under.
    var assetsFingerprint: String { WebAssets().fingerprint }

    /// Sends one request as the server would and waits for its answer.
    ///
    /// - Parameter between: happens after the request was admitted and before it runs.
    func send(_ call: Call, between: () -> Void = {}) -> Heard {
        let head = call.head
        let responder: any Responder
        var body: RequestBody = call.body.isEmpty ? .none : .bytes(call.body)
        switch application.admit(head, from: call.peer, id: Self.requestID) {
        case .answer(let response), .replayable(let response, _):
            return Heard(response, wasAdmitted: false)
        case .run(_, let plan, let admitted):
            responder = admitted
            if case .refused = plan, !call.body.isEmpty {
                return Heard(Response(status: Status(413)), wasAdmitted: true)
            }
            if case .sink(_, let sink) = plan {
                do throws(BodyRefusal) {
                    // As it comes from a socket: in pieces of no particular size.
                    for start in stride(from: 0, to: call.body.count, by: 7919) {
                        try sink.append(
                            Array(call.body[start..<min(start + 7919, call.body.count)]))
                    }
                } catch {
                    return Heard(error.response, wasAdmitted: true)
                }
                body = .sink(sink)
            }
        }
        between()
        let answers = Mailbox<Response>(capacity: 1)
        let request = Request(head: head, body: body, peer: call.peer, id: Self.requestID)
        responder.respond(to: request, reply: Reply { _ = answers.offer($0) })
        guard let response = answers.take(until: .now() + .seconds(30)) else {
            return Heard(Response(status: Status(599)), wasAdmitted: true)
        }
        return Heard(response, wasAdmitted: true)
    }

    /// Makes an account as the operator would.
    func makeUser(
        _ name: String, role: Role, sites: [String]? = nil, patient: Bool = false
    ) {
        var body = JSONObject([
            ("name", .string(name)), ("role", .string(role.rawValue)),
            ("password", .string(Self.password)), ("patient_grant", .bool(patient)),
        ])
        if let sites { body["sites"] = .array(sites.map { .string($0) }) }
        let heard = send(.post("/api/v1/users", .object(body)).local())
        if heard.status != 201 { Issue.record("\(name) was not made: \(heard.text)") }
    }

    /// Signs in; the cookie to send from now on.
    func signIn(_ name: String, password: String = TestInstance.password) -> String {
        let heard = send(
            .post("/api/v1/session", ["name": .string(name), "password": .string(password)]))
        if heard.status != 201 { Issue.record("\(name) was not let in: \(heard.text)") }
        return heard.cookie ?? ""
    }

    /// What every account here signs with.
    static func signature(
        _ meaning: SignatureMeaning, password: String = TestInstance.password
    ) -> JSONValue {
        ["password": .string(password), "meaning": .string(meaning.rawValue)]
    }

    /// Makes a token of a user with these scopes.
    func makeToken(of name: String, scopes: [String]? = nil) -> String {
        var body = JSONObject([("user", .string(name)), ("name", .string("test"))])
        if let scopes { body["scopes"] = .array(scopes.map { .string($0) }) }
        let heard = send(.post("/api/v1/tokens", .object(body)).local())
        if heard.status != 201 { Issue.record("no token: \(heard.text)") }
        return heard.json["token"]?.stringValue ?? ""
    }

    /// The facts of a plain question: no rule about reporting applies in the EU, or may.
    static let question: [(String, JSONValue)] = [
        ("markets", ["EU"]), ("outcome", "none"), ("recurrence_would_harm", "no"),
        ("public_health_threat", "no"),
    ]

    /// Makes a complaint as the operator; its id.
    @discardableResult
    func makeComplaint(_ fields: JSONObject) -> Int64 {
        let heard = send(.post("/api/v1/complaints", .object(fields)).local())
        if heard.status != 201 { Issue.record("no complaint: \(heard.text)") }
        return heard.json["id"]?.int64Value ?? 0
    }
}
