import HTTP
import Platform
import TLS

/// A request as the double saw it.
public struct SeenRequest: Sendable {
    public let line: String
    /// Names in lower case.
    public let headers: [String: String]
    public let body: [UInt8]
    /// Which connection it came on, from 0.
    public let connection: Int

    public var method: String { line.split(separator: " ").first.map(String.init) ?? "" }
    public var target: String { String(line.split(separator: " ")[1]) }
}

/// What the double does next.
public enum Act: Sendable {
    case send([UInt8])
    /// Ends the connection in order.
    case close
    /// Ends it with RST.
    case reset
    /// Says nothing until the client goes away.
    case hang
    /// The same, and takes nothing either, until the double is stopped.
    case stall

    /// A whole answer with a length.
    public static func answer(
        _ status: Int, _ headers: [(String, String)] = [], _ body: [UInt8] = []
    ) -> Act {
        var text = "HTTP/1.1 \(status) X\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !headers.contains(where: { $0.0 == "content-length" }), status != 204 {
            text += "content-length: \(body.count)\r\n"
        }
        return .send(Array((text + "\r\n").utf8) + body)
    }

    public static func answer(_ status: Int, _ headers: [(String, String)] = [], _ text: String)
        -> Act
    {
        answer(status, headers, Array(text.utf8))
    }
}

/// A server on loopback that does what a test says, request by request; every wait has an end.
public final class ScriptedServer: Sendable {
    private static let patience = Duration.seconds(20)

    public let port: UInt16
    private let listener: FileDescriptor
    private let tls: TLSServer?
    private let script: @Sendable (SeenRequest) -> [Act]
    private let seen = Lock<[SeenRequest]>([])
    private let threads = Lock<[Thread]>([])
    private let isOver = Lock(false)

    /// - Parameter script: called for each request, on the connection's thread.
    public init(tls: TLSServer? = nil, _ script: @escaping @Sendable (SeenRequest) -> [Act]) throws
    {
        listener = try Socket.listen(on: NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)
        guard let bound = try Socket.boundAddress(listener.raw) else {
            throw SystemError(code: 22, operation: "listen on", object: "loopback")
        }
        port = bound.port
        self.tls = tls
        self.script = script
        let acceptor = try Thread.start(name: "double") { [self] in accept() }
        threads.withLock { $0.append(acceptor) }
    }

    /// One list of acts for each request, in order; then 500.
    public convenience init(tls: TLSServer? = nil, inOrder script: [[Act]]) throws {
        let rest = Lock(script[...])
        try self.init(tls: tls) { _ in
            rest.withLock { $0.popFirst() } ?? [.answer(500, [], "the script is over")]
        }
    }

    public var requests: [SeenRequest] { seen.withLock { $0 } }

    /// Ends it and waits for its threads.
    public func stop() {
        isOver.withLock { $0 = true }
        Socket.stopListening(listener.raw)
        while let thread = threads.withLock({ $0.popLast() }) { thread.join() }
    }

    private func accept() {
        var count = 0
        let limit = MonotonicInstant.now() + Self.patience + Self.patience
        while !isOver.withLock({ $0 }), MonotonicInstant.now() < limit {
            guard Socket.wait(for: .receiving, listener.raw, until: limit) else { return }
            guard case .connection(let socket, _) = Socket.accept(from: listener.raw) else {
                continue
            }
            let (number, raw) = (count, socket.release())
            count += 1
            do {
                let thread = try Thread.start(name: "double \(number)") { [self] in
                    let line = Line(FileDescriptor(owning: raw), tls, number) {
                        self.isOver.withLock { $0 }
                    }
                    while let request = line.read() {
                        seen.withLock { $0.append(request) }
                        guard line.act(script(request)) else { break }
                    }
                }
                threads.withLock { $0.append(thread) }
            } catch {
                return
            }
        }
    }

    /// One connection of the double.
    private final class Line {
        private let socket: FileDescriptor
        private let session: TLSSession?
        private let number: Int
        private var input: [UInt8] = []
        private let limit = MonotonicInstant.now() + ScriptedServer.patience

        private let isOver: () -> Bool

        init(
            _ socket: consuming FileDescriptor, _ tls: TLSServer?, _ number: Int,
            isOver: @escaping () -> Bool
        ) {
            self.number = number
            self.isOver = isOver
            var session: TLSSession?
            do {
                session = try tls?.session(over: socket.raw)
            } catch {
                session = nil
            }
            self.socket = socket
            self.session = session
            while let session, session.isHandshaking {
                guard case .underWay = session.handshake(),
                    Socket.wait(
                        for: session.wantsToSend ? .sending : .receiving, self.socket.raw,
                        until: limit)
                else { break }
            }
        }

        /// The next request, nil at the end.
        func read() -> SeenRequest? {
            var head: (lines: [String], length: Int)?
            while head == nil {
                head = Self.head(of: input)
                if head == nil, !receive() { return nil }
            }
            guard let (lines, length) = head, let first = lines.first else { return nil }
            input.removeFirst(length)
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                headers[parts[0].lowercased()] =
                    parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
            }
            let count = Int(headers["content-length"] ?? "0") ?? 0
            let asks = headers["expect"] == "100-continue"
            if asks, headers["x-test-refuse"] == nil {
                guard send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { return nil }
            }
            let expected = asks && headers["x-test-refuse"] != nil ? 0 : count
            while input.count < expected { guard receive() else { return nil } }
            let body = Array(input[..<expected])
            input.removeFirst(expected)
            return SeenRequest(line: first, headers: headers, body: body, connection: number)
        }

        /// False when the connection is over.
        func act(_ acts: [Act]) -> Bool {
            for act in acts {
                switch act {
                case .send(let bytes): guard send(bytes) else { return false }
                case .close:
                    _ = session?.finishSending()
                    Socket.finishSending(socket.raw)
                    drain()
                    return false
                case .reset:
                    Socket.resetWhenClosed(socket.raw)
                    return false
                case .hang:
                    drain()
                    return false
                case .stall:
                    let never = Mailbox<Int>(capacity: 1)
                    while !isOver(), MonotonicInstant.now() < limit {
                        _ = never.take(until: MonotonicInstant.now() + .milliseconds(20))
                    }
                    return false
                }
            }
            return true
        }

        private func drain() {
            while !isOver(), MonotonicInstant.now() < limit, receive() { input = [] }
        }

        /// False at the end of the double's patience, or of the double.
        private func wait(for readiness: Socket.Readiness) -> Bool {
            while !isOver(), MonotonicInstant.now() < limit {
                let slice = MonotonicInstant.now() + .milliseconds(20)
                if Socket.wait(for: readiness, socket.raw, until: slice) { return true }
            }
            return false
        }

        private static func head(of input: [UInt8]) -> (lines: [String], length: Int)? {
            let text = String(decoding: input, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { return nil }
            let head = text[..<end.lowerBound]
            return (
                head.split(separator: "\r\n").map(String.init), head.utf8.count + 4
            )
        }

        private func receive() -> Bool {
            var room = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let moved =
                    session?.receive(into: &room, at: 0)
                    ?? Socket.receive(socket.raw, into: &room, at: 0)
                switch moved {
                case .moved(0), .failed: return false
                case .moved(let count):
                    input += room[..<count]
                    return true
                case .wouldBlock:
                    guard wait(for: .receiving) else { return false }
                }
            }
        }

        private func send(_ bytes: [UInt8]) -> Bool {
            var start = 0
            while start < bytes.count {
                let moved =
                    session?.send(bytes.span.extracting(start..<min(bytes.count, start + 16384)))
                    ?? Socket.send(socket.raw, bytes, from: start)
                switch moved {
                case .moved(let count): start += count
                case .failed: return false
                case .wouldBlock:
                    guard wait(for: .sending) else { return false }
                }
            }
            return true
        }
    }
}

extension StringProtocol {
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].utf8.starts(with: text.utf8) {
                return start..<(utf8.index(start, offsetBy: text.utf8.count))
            }
            start = utf8.index(after: start)
        }
        return nil
    }
}
