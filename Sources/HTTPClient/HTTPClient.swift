public import HTTP
import Platform

/// A blocking HTTP/1.1 client of one server: connections are kept for the next request, every wait has its
/// bound, bodies stream both ways, redirects are answers like any other. Used by many threads at once.
public final class HTTPClient: Sendable {
    static let pieceBytes = 64 << 10

    public let endpoint: Endpoint
    private let deadlines: ClientDeadlines
    private let pool: ConnectionPool

    /// - Parameter connectionsIdleMax: how many connections are kept while nobody uses them; with none
    ///   each request has its own and says so.
    public init(
        _ endpoint: Endpoint, deadlines: ClientDeadlines = ClientDeadlines(),
        connectionsIdleMax: Int = 8
    ) {
        self.endpoint = endpoint
        self.deadlines = deadlines
        pool = ConnectionPool(countMax: connectionsIdleMax)
    }

    /// Sends a request; its answer's content is pulled by the caller.
    public func send(_ request: ClientRequest) throws(ClientError) -> ClientAnswer {
        let limit = MonotonicInstant.now() + deadlines.total
        let body = try ClientBodyReader(request.body)
        let connection = try connection(until: limit)
        try connection.send(head(of: request, body.byteCount))
        var early: ResponseHead?
        if request.asksBeforeBody, body.byteCount ?? 0 > 0 {
            early = try connection.awaitGoAhead(deadlines.goAhead)
        }
        if early == nil {
            try sendBody(body, on: connection)
        } else {
            connection.isSpent = true
        }
        if let early { return ClientAnswer(early, connection, pool) }
        let head = try connection.receiveHead(toHead: request.method == .head)
        return ClientAnswer(head, connection, pool)
    }

    /// Sends a request and hands the answer's content over as it comes.
    ///
    /// - Parameter onBody: called with each piece of the content; throwing ends the request.
    /// - Returns: the answer's head, once the content is complete.
    @discardableResult
    public func request(
        _ method: Method, _ target: String, headers: HeaderFields = HeaderFields(),
        body: ClientBody = .none, onBody: (ResponseHead, [UInt8]) throws -> Void
    ) throws(ClientError) -> ResponseHead {
        let answer = try send(ClientRequest(method, target, headers: headers, body: body))
        while let piece = try answer.next() {
            do {
                try onBody(answer.head, piece)
            } catch let error as ClientError {
                throw error
            } catch {
                throw .stopped(error)
            }
        }
        return answer.head
    }

    /// Sends a request and collects the answer's content.
    @discardableResult
    public func request(
        _ method: Method, _ target: String, headers: HeaderFields = HeaderFields(),
        body: ClientBody = .none, bytesMax: Int = 16 << 20
    ) throws(ClientError) -> (head: ResponseHead, body: [UInt8]) {
        let answer = try send(ClientRequest(method, target, headers: headers, body: body))
        return (answer.head, try answer.collect(bytesMax: bytesMax))
    }

    /// One that waits in the pool, or a new one.
    private func connection(until limit: MonotonicInstant) throws(ClientError) -> ClientConnection {
        guard let idle = pool.take() else {
            return try ClientConnection(endpoint, deadlines, limit)
        }
        idle.begin(until: limit)
        return idle
    }

    private func head(of request: ClientRequest, _ length: Int64?) -> [UInt8] {
        precondition(request.target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        var text = "\(request.method.rawValue) \(request.target) HTTP/1.1\r\n"
        text += "host: \(endpoint.authority)\r\n"
        if pool.countMax == 0 { text += "connection: close\r\n" }
        for field in request.headers.fields { text += "\(field.name): \(field.value)\r\n" }
        if let length { text += "content-length: \(length)\r\n" }
        if request.asksBeforeBody, length ?? 0 > 0 { text += "expect: 100-continue\r\n" }
        return Array((text + "\r\n").utf8)
    }

    /// A server that answers early closes its side; what it said is read then.
    private func sendBody(
        _ body: ClientBodyReader, on connection: ClientConnection
    ) throws(ClientError) {
        do throws(ClientError) {
            while let piece = try body.next() { try connection.send(piece) }
        } catch {
            connection.isSpent = true
            guard case .system(let error) = error, error.isDisconnected else { throw error }
        }
    }
}

/// Reads a request's body piece by piece.
private final class ClientBodyReader {
    /// Nil for a request without body.
    let byteCount: Int64?
    private var left: Int64
    private let read: () throws -> [UInt8]?

    init(_ body: ClientBody) throws(ClientError) {
        switch body {
        case .none:
            byteCount = nil
            read = { nil }
        case .bytes(let bytes):
            byteCount = Int64(bytes.count)
            var rest: [UInt8]? = bytes.isEmpty ? nil : bytes
            read = {
                defer { rest = nil }
                return rest
            }
        case .file(let path):
            do {
                let file = try OpenedFile(path)
                byteCount = file.byteCount
                read = file.next
            } catch {
                throw .stopped(error)
            }
        case .stream(let count, let next):
            byteCount = count
            read = next
        }
        left = byteCount ?? 0
    }

    /// The next piece; exactly as many bytes as announced come, or it throws.
    func next() throws(ClientError) -> [UInt8]? {
        let piece: [UInt8]?
        do { piece = try read() } catch { throw .stopped(error) }
        left -= Int64(piece?.count ?? 0)
        guard left >= 0, piece != nil || left == 0 else {
            throw .stopped(BodyLengthMismatch(missing: left))
        }
        return piece
    }
}

/// A body that is not as long as it was said to be.
struct BodyLengthMismatch: Error, CustomStringConvertible {
    let missing: Int64

    var description: String {
        missing < 0
            ? "The body is longer than announced." : "The body ended \(missing) bytes early."
    }
}

/// A file read from its start in pieces.
private final class OpenedFile {
    let byteCount: Int64
    private let file: File
    private var offset: Int64 = 0

    init(_ path: String) throws(SystemError) {
        file = try File.open(path, .reading)
        byteCount = try file.status().length
    }

    func next() throws(SystemError) -> [UInt8]? {
        let piece = try file.read(at: offset, bytesMax: HTTPClient.pieceBytes)
        offset += Int64(piece.count)
        return piece.isEmpty ? nil : piece
    }
}
