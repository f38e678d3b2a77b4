/// A request, or what calls itself one, and the one status that answers it.
///
/// The tables follow notes on strictness row by row: every row of the house's rules has its vectors
/// here, and both the parser and the server are held to them.
public struct RequestVector: Sendable, CustomStringConvertible {
    public let name: String
    public let bytes: [UInt8]
    /// 200 where the request is served and the connection goes on; else the status of the refusal,
    /// after which the connection closes and nothing more is executed.
    public let status: Int

    /// The largest body that `status` reckons with.
    public static let bodyBytesMax = 1000

    public init(_ name: String, _ text: String, _ status: Int) {
        self.init(name, bytes: Array(text.utf8), status)
    }

    public init(_ name: String, bytes: [UInt8], _ status: Int) {
        self.name = name
        self.bytes = bytes
        self.status = status
    }

    public var description: String { name }

    /// All of them.
    public static let all = framing + chunks + fields + lines + targets + served

    static let host = "Host: localhost\r\n"

    static func get(_ fields: String) -> String {
        "GET / HTTP/1.1\r\n\(host)\(fields)\r\n\r\n"
    }

    static func target(_ target: String) -> String {
        "GET \(target) HTTP/1.1\r\n\(host)\r\n"
    }

    static func post(_ fields: String, _ body: String = "") -> String {
        "POST /x HTTP/1.1\r\n\(host)\(fields)\r\n\r\n\(body)"
    }

    static func chunked(_ body: String) -> String {
        post("Transfer-Encoding: chunked", body)
    }

    static func letters(_ count: Int) -> String { String(repeating: "x", count: count) }
}
