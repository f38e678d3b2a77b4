import Crypto
import Platform

/// AWS Signature Version 4, as a value: what is signed, with what, and when
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
struct SignatureV4 {
    static let algorithm = "AWS4-HMAC-SHA256"

    /// A request as its signature sees it; nothing in it is escaped yet.
    struct Subject {
        var method: String
        var path: String
        var query: [(name: String, value: String)] = []
        /// Every field that is signed, in any order and case.
        var headers: [(name: String, value: String)]
        /// SHA-256 of the body, hexadecimal, or "UNSIGNED-PAYLOAD".
        var payloadHash: String
        /// Whether "." and ".." and empty segments are taken out of the path: not for S3, whose keys may
        /// have them.
        var normalizesPath = false
    }

    let accessKeyID: String
    let region: String
    let service: String
    let moment: Timestamp

    /// "20150830T123600Z", for x-amz-date.
    var time: String {
        let letters = Timestamp(microseconds: moment.seconds * 1_000_000).description.utf8
        return String(decoding: letters.filter { $0 != 0x2D && $0 != 0x3A }, as: UTF8.self)
    }

    /// "20150830/us-east-1/s3/aws4_request".
    var scope: String { "\(time.prefix(8))/\(region)/\(service)/aws4_request" }

    /// The value of the Authorization field.
    func authorization(of subject: Subject, secret: String) -> String {
        "\(Self.algorithm) Credential=\(accessKeyID)/\(scope), "
            + "SignedHeaders=\(Self.signedNames(subject)), "
            + "Signature=\(signature(of: subject, secret: secret))"
    }

    /// 64 hexadecimal digits.
    func signature(of subject: Subject, secret: String) -> String {
        var key = Array("AWS4\(secret)".utf8)
        for part in scope.split(separator: "/") {
            key = HMACSHA256.code(Array(part.utf8), key: key)
        }
        return Hex.encode(HMACSHA256.code(Array(stringToSign(subject).utf8), key: key))
    }

    func stringToSign(_ subject: Subject) -> String {
        let digest = Hex.encode(SHA256.hash(Array(Self.canonical(subject).utf8)))
        return "\(Self.algorithm)\n\(time)\n\(scope)\n\(digest)"
    }

    static func canonical(_ subject: Subject) -> String {
        let path = subject.normalizesPath ? normalized(subject.path) : subject.path
        let fields = fields(subject).map { "\($0.name):\($0.value)\n" }.joined()
        return [
            subject.method, S3Escaping.path(path), query(subject.query), fields,
            signedNames(subject), subject.payloadHash,
        ].joined(separator: "\n")
    }

    /// The query as it is signed, and as it is sent.
    static func query(_ items: [(name: String, value: String)]) -> String {
        items.map { (S3Escaping.word($0.name), S3Escaping.word($0.value)) }
            .sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// "host;x-amz-date".
    static func signedNames(_ subject: Subject) -> String {
        fields(subject).map(\.name).joined(separator: ";")
    }

    /// Sorted by name, values of one name joined in their order, inner blanks reduced to one.
    private static func fields(_ subject: Subject) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for field in subject.headers {
            let words = field.value.split { $0 == " " || $0 == "\t" || $0 == "\n" }
            values[field.name.lowercased(), default: []].append(words.joined(separator: " "))
        }
        return values.map { (name: $0.key, value: $0.value.joined(separator: ",")) }
            .sorted { $0.name < $1.name }
    }

    /// RFC 3986 section 5.2.4, and no empty segments.
    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let isFolder = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
        let body = segments.joined(separator: "/")
        return body.isEmpty ? "/" : "/" + body + (isFolder ? "/" : "")
    }
}

/// Percent-encoding as signatures want it: all but A-Z, a-z, 0-9, "-", ".", "_" and "~".
enum S3Escaping {
    static func word(_ text: String) -> String { escaped(text, keeping: nil) }

    static func path(_ text: String) -> String { escaped(text, keeping: 0x2F) }

    private static func escaped(_ text: String, keeping extra: UInt8?) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E, extra:
                bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
