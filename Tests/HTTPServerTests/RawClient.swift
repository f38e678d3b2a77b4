import HTTPServer
import Platform
import TLS
import Telemetry
import Testing

/// A blocking client that sends exactly the bytes it is told to.
final class RawClient {
    let socket: FileDescriptor
    private(set) var tls: TLSSession?
    private var buffer: [UInt8] = []

    /// What came back for one request.
    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    init(_ server: Server) throws {
        switch server.addresses[0] {
        case .tcp(let address, let port):
            socket = try Socket.connect(to: address, port: port, timeout: .seconds(20))
        case .unix(let path), .operatorSocket(let path):
            socket = try Socket.connect(toUnixPath: path)
        case .inherited: throw SystemError(code: 22, operation: "connect to", object: "nothing")
        }
    }

    /// Does the handshake; everything after it goes over TLS.
    func secure(
        _ client: TLSClient, host: String = "localhost", resuming ticket: SessionTicket? = nil
    ) throws {
        let session = try client.session(with: host, over: socket.raw, resuming: ticket)
        guard case .done = session.handshake() else {
            throw SystemError(code: 104, operation: "shake hands with", object: "test")
        }
        tls = session
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let transfer =
                tls?.send(bytes.span.extracting(start..<bytes.count))
                ?? Socket.send(socket.raw, bytes, from: start)
            switch transfer {
            case .moved(let count): start += count
            case .wouldBlock: throw SystemError(code: 11, operation: "send", object: "test")
            case .failed(let code): throw SystemError(code: code, operation: "send", object: "test")
            }
        }
    }

    /// Reads one answer with Content-Length or chunked content.
    func answer(toHead: Bool = false) throws -> Answer {
        let end = try readUntil([13, 10, 13, 10])
        let head = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end)
        let status = Int(head.split(separator: " ")[1]) ?? 0
        if toHead || status == 204 || status == 304 || status == 100 {
            return Answer(status: status, head: head, body: [])
        }
        if head.contains("transfer-encoding: chunked") {
            return Answer(status: status, head: head, body: try readChunks())
        }
        guard
            let field = head.split(separator: "\r\n").first(where: {
                $0.hasPrefix("content-length: ")
            }), let length = Int(field.dropFirst(16))
        else {
            return Answer(status: status, head: head, body: try readToEnd())
        }
        try read(atLeast: length)
        let body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return Answer(status: status, head: head, body: body)
    }

    /// Whether the server closed in order, without a reset.
    func isAtEnd() throws -> Bool {
        if !buffer.isEmpty { return false }
        return try !receive()
    }

    func readToEnd() throws -> [UInt8] {
        while try receive() {}
        defer { buffer = [] }
        return buffer
    }

    func readUntil(_ mark: [UInt8]) throws -> Int {
        var from = 0
        while true {
            if buffer.count >= mark.count {
                for index in from...(buffer.count - mark.count)
                where buffer[index..<index + mark.count].elementsEqual(mark) {
                    return index + mark.count
                }
                from = buffer.count - mark.count + 1
            }
            guard try receive() else {
                throw SystemError(code: 104, operation: "read", object: "connection that ended")
            }
        }
    }

    func take(_ count: Int) throws -> [UInt8] {
        try read(atLeast: count)
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let end = try readUntil([13, 10])
            let size = Int(String(decoding: buffer[..<(end - 2)], as: UTF8.self), radix: 16) ?? -1
            buffer.removeFirst(end)
            body += try take(size)
            _ = try take(2)
            if size == 0 { return body }
        }
    }

    private func read(atLeast count: Int) throws {
        while buffer.count < count {
            guard try receive() else {
                throw SystemError(code: 104, operation: "read", object: "connection that ended")
            }
        }
    }

    private func receive() throws -> Bool {
        var room = [UInt8](repeating: 0, count: 64 << 10)
        let transfer =
            tls?.receive(into: &room, at: 0) ?? Socket.receive(socket.raw, into: &room, at: 0)
        switch transfer {
        case .moved(let count):
            buffer += room[..<count]
            return count > 0
        case .wouldBlock: throw SystemError(code: 11, operation: "receive", object: "timeout")
        case .failed(let code): throw SystemError(code: code, operation: "receive", object: "test")
        }
    }
}

/// Runs `body` with a server, and drains it.
func withServer(
    _ application: EchoApplication = EchoApplication(), loops: Int = 1,
    metrics: Metrics = Metrics(), log: Log = .silent,
    configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (Server) throws -> Void
) throws {
    var configuration = ServerConfiguration(
        listeners: [.tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)], loopCount: loops,
        workerCount: 2)
    configure(&configuration)
    let server = try Server(
        configuration, application: application, metrics: metrics, log: log)
    try server.start()
    defer { server.drain(within: .seconds(5)) }
    try body(server)
}
