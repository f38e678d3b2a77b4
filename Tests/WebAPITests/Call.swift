import HTTP
import JSON

/// One request of a test.
struct Call: Sendable {
    var method: Method
    var target: String
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    var peer = Peer.network(address: "127.0.0.1", isLoopback: true)
    var host = "127.0.0.1:8080"
    var isSecure = false
    var isExposed = false

    static let origin = "http://127.0.0.1:8080"

    static func get(_ target: String) -> Call { Call(method: .get, target: target) }

    static func post(_ target: String, _ body: JSONValue) -> Call {
        Call(method: .post, target: target).json(body)
    }

    static func patch(_ target: String, _ body: JSONValue) -> Call {
        Call(method: .patch, target: target).json(body)
    }

    static func delete(_ target: String) -> Call { Call(method: .delete, target: target) }

    func json(_ value: JSONValue) -> Call {
        var copy = self
        copy.body = value.serialized()
        return copy.with("Content-Type", "application/json")
    }

    func with(_ name: String, _ value: String) -> Call {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }

    /// With a session's cookie and our own origin, as a browser sends it.
    func signed(_ cookie: String) -> Call {
        with("Cookie", cookie).with("Origin", Self.origin)
    }

    func bearer(_ token: String) -> Call { with("Authorization", "Bearer " + token) }

    /// From the data directory's unix socket.
    func local() -> Call {
        var copy = self
        copy.peer = .local(userID: 1000)
        copy.host = "localhost"
        return copy
    }

    func host(_ host: String) -> Call {
        var copy = self
        copy.host = host
        return copy
    }

    func secure() -> Call {
        var copy = self
        copy.isSecure = true
        return copy
    }

    /// As a proxy at another machine sends it on that says nothing of TLS.
    func exposed() -> Call {
        var copy = self
        copy.isExposed = true
        return copy
    }

    /// The head, read by the real parser.
    var head: RequestHead {
        var text = "\(method.rawValue) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
        text += "\r\n"
        var parser = RequestParser(isSecure: isSecure)
        let bytes = Array(text.utf8)
        guard case .head(let parsed, _) = parser.parse(bytes.span) else {
            preconditionFailure("the test's own request is malformed: \(text)")
        }
        let head = parsed.head
        return RequestHead(
            method: head.method, target: head.target, headers: head.headers, host: head.host,
            port: head.port, isSecure: head.isSecure, isExposed: isExposed)
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements))
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) { self = .null }
}

/// One answer a test heard.
struct Heard: Sendable {
    let response: Response
    /// Whether it was answered by `respond` and not from the head alone.
    let wasAdmitted: Bool

    init(_ response: Response, wasAdmitted: Bool) {
        self.response = response
        self.wasAdmitted = wasAdmitted
    }

    var status: UInt16 { response.status.code }

    func header(_ name: String) -> String? { response.headers[name] }

    /// The body in memory; streams are read to their end.
    var bytes: [UInt8] {
        switch response.body {
        case .none, .file, .events: return []
        case .bytes(let bytes): return bytes
        case .shared(let shared): return shared.bytes
        case .stream(let producer):
            var all: [UInt8] = []
            do {
                while let piece = try producer.next() { all += piece }
            } catch {
                return Array("cut: \(error)".utf8)
            }
            return all
        }
    }

    var text: String { "\(status) " + String(decoding: bytes, as: UTF8.self) }

    /// The body as an object; empty when it is none.
    var json: JSONObject {
        do { return try JSONValue.parse(bytes).objectValue ?? JSONObject() } catch {
            return JSONObject()
        }
    }

    /// The name and value of the cookie that was set.
    var cookie: String? {
        header("set-cookie").map { String($0.prefix { $0 != ";" }) }
    }

    /// The pointers of a problem document.
    var pointers: [String] {
        (json["errors"]?.arrayValue ?? []).compactMap { $0.objectValue?["pointer"]?.stringValue }
    }

    var codes: [String] {
        (json["errors"]?.arrayValue ?? []).compactMap { $0.objectValue?["code"]?.stringValue }
    }
}
