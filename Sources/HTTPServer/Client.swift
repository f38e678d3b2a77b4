public import HTTP
public import Platform

/// Why a request of ours failed.
public enum ClientError: Error, Sendable, CustomStringConvertible {
    case system(SystemError)
    case malformedAnswer(String)
    /// The connection ended before the answer did.
    case incompleteAnswer
    case answerTooLarge(bytesMax: Int)
    /// Whoever takes the body did not want more.
    case stopped(any Error)

    public var description: String {
        switch self {
        case .system(let error): error.description
        case .malformedAnswer(let reason): "The server's answer is not HTTP (\(reason))."
        case .incompleteAnswer: "The connection ended in the middle of the answer."
        case .answerTooLarge(let bytesMax): "The answer is longer than \(bytesMax) bytes."
        case .stopped(let error): "\(error)"
        }
    }
}

/// The body of a request of ours.
public enum ClientBody: Sendable {
    case none
    case bytes([UInt8])
    /// A file sent from its start, in pieces.
    case file(path: String)
}

/// A small blocking HTTP/1.1 client for our own server: one connection a request, every wait bounded.
public struct HTTPClient: Sendable {
    /// Where the server is.
    public enum Endpoint: Sendable, Equatable {
        case tcp(NetworkAddress, port: UInt16)
        case unix(path: String)
    }

    static let pieceBytes = 64 << 10

    let endpoint: Endpoint
    private let host: String
    private let timeout: Duration

    /// - Parameters:
    ///   - host: what the Host field says.
    ///   - timeout: the longest wait for one read or write.
    public init(_ endpoint: Endpoint, host: String = "localhost", timeout: Duration = .seconds(300))
    {
        self.endpoint = endpoint
        self.host = host
        self.timeout = timeout
    }

    /// Sends a request and hands the answer's content over as it comes.
    ///
    /// - Parameters:
    ///   - target: path and query, percent-encoded.
    ///   - headers: names in lower case; Host and framing are added.
    ///   - onBody: called with each piece of the content; throwing ends the request.
    /// - Returns: the answer's head, once the content is complete.
    @discardableResult
    public func request(
        _ method: Method, _ target: String, headers: HeaderFields = HeaderFields(),
        body: ClientBody = .none, onBody: (ResponseHead, [UInt8]) throws -> Void
    ) throws(ClientError) -> ResponseHead {
        do {
            let connection = try ClientConnection(endpoint, timeout: timeout)
            try connection.send(head(method, target, headers, try length(of: body)), body)
            return try connection.receive(toHead: method == .head, onBody)
        } catch let error as ClientError {
            throw error
        } catch let error as SystemError {
            throw .system(error)
        } catch {
            throw .stopped(error)
        }
    }

    /// Sends a request and collects the answer's content.
    public func request(
        _ method: Method, _ target: String, headers: HeaderFields = HeaderFields(),
        body: ClientBody = .none, bytesMax: Int = 16 << 20
    ) throws(ClientError) -> (head: ResponseHead, body: [UInt8]) {
        var content: [UInt8] = []
        let head = try request(method, target, headers: headers, body: body) { _, piece in
            guard content.count + piece.count <= bytesMax else {
                throw ClientError.answerTooLarge(bytesMax: bytesMax)
            }
            content += piece
        }
        return (head, content)
    }

    private func length(of body: ClientBody) throws(SystemError) -> Int64? {
        switch body {
        case .none: return nil
        case .bytes(let bytes): return Int64(bytes.count)
        case .file(let path): return try File.open(path, .reading).status().length
        }
    }

    private func head(
        _ method: Method, _ target: String, _ headers: HeaderFields, _ length: Int64?
    ) -> [UInt8] {
        precondition(target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        var text = "\(method.rawValue) \(target) HTTP/1.1\r\nhost: \(host)\r\nconnection: close\r\n"
        for field in headers.fields { text += "\(field.name): \(field.value)\r\n" }
        if let length { text += "content-length: \(length)\r\n" }
        return Array((text + "\r\n").utf8)
    }
}
