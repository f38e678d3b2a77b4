import HTTP
import Platform
import TLS

/// One connection of the client, plain or over TLS: bytes out, bytes in, every wait bounded.
final class ClientConnection: @unchecked Sendable {
    // Sendable: used by one thread at a time, which the pool or the answer hands it to.
    private let socket: FileDescriptor
    private let session: TLSSession?
    private let name: String
    private let deadlines: ClientDeadlines
    private var limit: MonotonicInstant
    private var room = [UInt8](repeating: 0, count: HTTPClient.pieceBytes)
    /// What has come and was not taken yet.
    private var input: [UInt8] = []
    /// Whether the connection is of no use after this answer.
    var isSpent = false

    init(
        _ endpoint: Endpoint, _ deadlines: ClientDeadlines, _ limit: MonotonicInstant
    ) throws(ClientError) {
        self.deadlines = deadlines
        self.limit = limit
        let deadline = min(limit, MonotonicInstant.now() + deadlines.connect)
        name = endpoint.authority
        switch endpoint {
        case .tcp(let host, let port):
            socket = try Self.connect(to: host, port, until: deadline)
            session = nil
        case .tls(let host, let port, let client):
            socket = try Self.connect(to: host, port, until: deadline)
            session = try Self.secure(client, host, socket.raw, until: deadline)
        case .unix(let path):
            do throws(SystemError) {
                socket = try Socket.connect(toUnixPath: path, timeout: deadlines.connect)
                try socket.makeNonBlocking()
            } catch {
                throw .unconnected(error)
            }
            session = nil
        }
    }

    deinit {
        // Says goodbye where the socket takes it, so that the server may keep the session.
        _ = session?.finishSending()
    }

    /// Begins the next exchange.
    func begin(until limit: MonotonicInstant) { self.limit = limit }

    /// Whether nothing has come since the last answer: neither bytes nor the end.
    var isQuiet: Bool {
        guard input.isEmpty else { return false }
        guard Socket.wait(for: .receiving, socket.raw, until: MonotonicInstant.now()) else {
            return true
        }
        guard let session else { return false }
        // A new session ticket is no news.
        return session.receive(into: &room, at: 0) == .wouldBlock
    }

    func send(_ bytes: [UInt8]) throws(ClientError) {
        var start = 0
        while start < bytes.count {
            let transfer =
                if let session {
                    session.send(
                        bytes.span.extracting(
                            start..<min(bytes.count, start + HTTPClient.pieceBytes)))
                } else { Socket.send(socket.raw, bytes, from: start) }
            switch transfer {
            case .moved(let count): start += count
            case .wouldBlock: try wait(for: .sending, "send to", deadlines.write)
            case .failed(let code):
                throw .system(SystemError(code: code, operation: "send to", object: name))
            }
        }
    }

    /// Waits for leave to send the body; an answer instead of it is returned.
    func awaitGoAhead(_ patience: Duration) throws(ClientError) -> ResponseHead? {
        let deadline = min(limit, MonotonicInstant.now() + patience)
        while true {
            switch try parse(toHead: false) {
            case .interim(let consumed):
                input.removeFirst(consumed)
                return nil
            case .head(let head, let consumed):
                input.removeFirst(consumed)
                return head
            case .needMore: break
            }
            // Over TLS a ticket may come first: then nothing can be received, and the wait goes on.
            switch receiveSome() {
            case .moved(0): throw .incompleteAnswer
            case .moved(let count): input += room[..<count]
            case .failed(let code):
                throw .system(SystemError(code: code, operation: "receive from", object: name))
            case .wouldBlock:
                guard Socket.wait(for: .receiving, socket.raw, until: deadline) else { return nil }
            }
        }
    }

    /// Reads the answer's head, past interim ones.
    func receiveHead(toHead isHead: Bool) throws(ClientError) -> ResponseHead {
        while true {
            switch try parse(toHead: isHead) {
            case .needMore:
                let more = try receiveMore()
                if more.isEmpty { throw .incompleteAnswer }
                input += more
            case .interim(let consumed): input.removeFirst(consumed)
            case .head(let head, let consumed):
                input.removeFirst(consumed)
                return head
            }
        }
    }

    /// The next bytes, empty at the end.
    func receive(bytesMax: Int = .max) throws(ClientError) -> [UInt8] {
        if input.isEmpty { input = try receiveMore() }
        if input.count <= bytesMax {
            defer { input = [] }
            return input
        }
        defer { input.removeFirst(bytesMax) }
        return Array(input[..<bytesMax])
    }

    /// Puts bytes back that belong to what follows.
    func unread(_ bytes: ArraySlice<UInt8>) { input = bytes + input }

    private func parse(toHead isHead: Bool) throws(ClientError) -> ResponseParser.Outcome {
        do throws(ResponseRefusal) {
            return try ResponseParser.parse(input, toHead: isHead)
        } catch {
            throw .malformedAnswer("\(error)")
        }
    }

    private func receiveMore() throws(ClientError) -> [UInt8] {
        while true {
            switch receiveSome() {
            case .moved(let count): return Array(room[..<count])
            case .wouldBlock:
                let readiness = session?.wantsToSend == true ? Socket.Readiness.sending : .receiving
                try wait(for: readiness, "receive from", deadlines.read)
            case .failed(let code):
                throw .system(SystemError(code: code, operation: "receive from", object: name))
            }
        }
    }

    private func receiveSome() -> Transfer {
        if let session { return session.receive(into: &room, at: 0) }
        return Socket.receive(socket.raw, into: &room, at: 0)
    }

    private func wait(
        for readiness: Socket.Readiness, _ operation: String, _ span: Duration
    ) throws(ClientError) {
        let deadline = min(limit, MonotonicInstant.now() + span)
        guard Socket.wait(for: readiness, socket.raw, until: deadline) else {
            throw .system(.timedOut(operation, name))
        }
    }
}

extension ClientConnection {
    /// Tries each address of the name in turn; the last failure is the one to tell.
    private static func connect(
        to host: String, _ port: UInt16, until deadline: MonotonicInstant
    ) throws(ClientError) -> FileDescriptor {
        let addresses: [NetworkAddress]
        do throws(NameFailure) {
            addresses = try NameResolver.addresses(of: host, until: deadline)
        } catch {
            throw .unresolved(error)
        }
        var failure = SystemError.timedOut("connect to", "\(host) port \(port)")
        for (index, address) in addresses.enumerated() {
            // What is left is shared among the addresses not tried yet.
            let now = MonotonicInstant.now()
            let share = (deadline - now) / (addresses.count - index)
            do throws(SystemError) {
                return try Socket.connect(to: address, port: port, until: now + share)
            } catch {
                failure = error
            }
        }
        throw .unconnected(failure)
    }

    private static func secure(
        _ client: TLSClient, _ host: String, _ socket: Int32, until deadline: MonotonicInstant
    ) throws(ClientError) -> TLSSession {
        let session: TLSSession
        do throws(TLSError) {
            session = try client.session(with: host, over: socket)
        } catch {
            throw .handshake(host: host, reason: "\(error)")
        }
        while true {
            switch session.handshake() {
            case .done: return session
            case .failed(let reason):
                if let problem = session.certificateProblem {
                    throw .untrusted(host: host, reason: problem)
                }
                throw .handshake(host: host, reason: reason)
            case .underWay:
                let readiness = session.wantsToSend ? Socket.Readiness.sending : .receiving
                guard Socket.wait(for: readiness, socket, until: deadline) else {
                    throw .unconnected(.timedOut("finish the TLS handshake with", host))
                }
            }
        }
    }
}
