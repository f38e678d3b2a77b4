import HTTP
import Platform

/// An application with one path for each way to answer.
final class EchoApplication: Application, Responder {
    let executed = Lock<[String]>([])
    let listeners = Lock<[TestEvents]>([])
    let producers = Lock<[TestProducer]>([])
    let gate = Lock<[Reply]>([])
    let directory: String
    /// What "replayed" admitted so far, and whether its answer still stands.
    let replay = CountingReplay()

    init(directory: String = "/tmp") { self.directory = directory }

    func admit(_ head: RequestHead, from peer: Peer, id: RequestID) -> Admission {
        switch head.target.segments.first {
        case "fast": return .answer(Self.text("fast"))
        case "large": return .answer(Response(status: Status(200), body: .shared(Self.large)))
        case "replayed":
            let number = replay.admitted.withLock { count in
                count += 1
                return count
            }
            let length = Int(head.target.query["length"] ?? "0") ?? 0
            let text = "answer \(number)"
            let rest = String(repeating: "x", count: max(0, length - text.utf8.count))
            var answer = Self.text(text + rest)
            answer.route = Self.replayedRoute
            return .replayable(answer, replay)
        case "missing": return .answer(Response(status: Status(404)))
        case "upload":
            return .run(
                place: .worker, body: .file(bytesMax: 1 << 20, directory: directory),
                by: self)
        case "sink":
            return .run(
                place: .worker, body: .sink(bytesMax: 1 << 20, CountingSink()), by: self)
        case "nobody": return .run(place: .loop, body: .refused, by: self)
        case "worker", "slow":
            return .run(place: .worker, body: .memory(bytesMax: 1000), by: self)
        default: return .run(place: .loop, body: .memory(bytesMax: 1000), by: self)
        }
    }

    func respond(to request: Request, reply: Reply) {
        executed.withLock { $0.append(request.head.target.rawPath) }
        switch request.head.target.segments.first {
        case "drop": return
        case "gate": gate.withLock { $0.append(reply) }
        case "sized":
            let producer = TestProducer(pieces: 3, length: 3000)
            producers.withLock { $0.append(producer) }
            reply.send(Response(status: Status(200), body: .stream(producer)))
        case "stream":
            let producer = TestProducer(pieces: Int(request.head.target.query["n"] ?? "3") ?? 3)
            producers.withLock { $0.append(producer) }
            reply.send(Response(status: Status(200), body: .stream(producer)))
        case "break":
            reply.send(
                Response(status: Status(200), body: .stream(TestProducer(pieces: 2, fails: true))))
        case "events":
            let events = TestEvents()
            listeners.withLock { $0.append(events) }
            reply.send(Response(status: Status(200), body: .events(events)))
        case "file":
            reply.send(
                Response(
                    status: Status(200),
                    body: .file(path: "\(directory)/served", offset: 2, length: 100_000)))
        case "peer": reply.send(Self.text("\(request.peer) \(request.head.isSecure)"))
        case "empty": reply.send(Response(status: Status(204)))
        default: reply.send(Self.text(Self.describe(request)))
        }
    }

    static let replayedRoute = RouteLabel(
        ordinal: 7, method: "GET", path: "/replayed/{number}")
    static let large = SharedBytes([UInt8](repeating: 0x78, count: 1 << 20))

    static func text(_ text: String) -> Response {
        Response(status: Status(200), body: .bytes(Array(text.utf8)))
    }

    private static func describe(_ request: Request) -> String {
        switch request.body {
        case .none: return "\(request.head.method.rawValue) \(request.head.target.rawPath)"
        case .bytes(let bytes):
            return "\(request.head.target.rawPath):" + String(decoding: bytes, as: UTF8.self)
        case .sink(let sink):
            guard let sink = sink as? CountingSink else { return "another sink" }
            return sink.count.withLock { "sink \($0.length) \($0.sum)" }
        case .file(let path, let length):
            do {
                let bytes = try DurableFile.read(path, bytesMax: 1 << 20)
                try DurableFile.remove(path)
                return "file \(length) \(bytes.reduce(0) { $0 &+ Int($1) })"
            } catch {
                return "\(error)"
            }
        }
    }
}

/// Agrees while the test says so.
final class CountingReplay: Replay {
    let admitted = Lock(0)
    let used = Lock(0)
    let stands = Lock(true)

    func use(at now: Int64) -> Bool {
        guard stands.withLock({ $0 }) else { return false }
        used.withLock { $0 += 1 }
        return true
    }
}

/// Counts what it is given and takes no byte 0xFF.
final class CountingSink: BodySink {
    let count = Lock((length: 0, sum: 0))

    func append(_ bytes: [UInt8]) throws(BodyRefusal) {
        if bytes.contains(0xFF) { throw BodyRefusal(EchoApplication.text("not that byte")) }
        count.withLock { count in
            count.length += bytes.count
            count.sum += bytes.reduce(0) { $0 + Int($1) }
        }
    }
}

/// Pieces of 1000 bytes.
final class TestProducer: BodyProducer {
    let byteCount: Int64?
    private let pieces: Int
    private let fails: Bool
    let made = Lock(0)
    let isCancelled = Lock(false)

    struct Broken: Error {}

    init(pieces: Int, fails: Bool = false, length: Int64? = nil) {
        byteCount = length
        self.pieces = pieces
        self.fails = fails
    }

    func next() throws -> [UInt8]? {
        let number = made.withLock { count in
            count += 1
            return count
        }
        if number <= pieces { return [UInt8](repeating: UInt8(0x60 + number % 26), count: 1000) }
        if fails { throw Broken() }
        return nil
    }

    func cancel() { isCancelled.withLock { $0 = true } }
}

/// Keeps its sink for the test to send through.
final class TestEvents: EventSource {
    let sink = Lock<(any EventSink)?>(nil)
    let isStopped = Lock(false)

    func start(_ sink: any EventSink) { self.sink.withLock { $0 = sink } }

    func stop() { isStopped.withLock { $0 = true } }
}
