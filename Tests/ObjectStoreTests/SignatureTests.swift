import Foundation
import JSON
import Platform
import Testing

@testable import ObjectStore

/// The request-signing cases of awslabs/aws-c-auth, kept beside the repository.
@Suite struct SignatureTests {
    static let folder = sharedFolder().appendingPathComponent("suites/sigv4")
    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.contains("-") }.sorted()
    }()

    static func sharedFolder() -> URL {
        if let path = ProcessInfo.processInfo.environment["IBTOOL_SHARED"] {
            return URL(fileURLWithPath: path)
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared")
    }

    @Test(.enabled(if: !names.isEmpty, "the folder shared/suites/sigv4 is not here"))
    func theWholeSuiteIsThere() { #expect(Self.names.count == 38) }

    @Test(arguments: names)
    func eachRequestIsSignedByHeader(_ name: String) throws {
        let vector = try Vector(name)
        var subject = vector.subject
        subject.headers.append(("X-Amz-Date", vector.signature.time))
        if let token = vector.token, !vector.omitsToken {
            subject.headers.append(("X-Amz-Security-Token", token))
        }
        if vector.signsBody {
            subject.headers.append(("X-Amz-Content-Sha256", subject.payloadHash))
        }
        #expect(SignatureV4.canonical(subject) == (try vector.file("header-canonical-request")))
        #expect(
            vector.signature.stringToSign(subject) == (try vector.file("header-string-to-sign")))
        #expect(
            vector.signature.signature(of: subject, secret: vector.secret)
                == (try vector.file("header-signature")))
        let authorization = vector.signature.authorization(of: subject, secret: vector.secret)
        let signed = try vector.file("header-signed-request")
        #expect(signed.contains("Authorization:\(authorization)"))
    }

    @Test(arguments: names)
    func eachRequestIsSignedByQuery(_ name: String) throws {
        let vector = try Vector(name)
        var subject = vector.subject
        subject.query += [
            ("X-Amz-Algorithm", SignatureV4.algorithm),
            ("X-Amz-Credential", "\(vector.signature.accessKeyID)/\(vector.signature.scope)"),
            ("X-Amz-Date", vector.signature.time), ("X-Amz-Expires", vector.expires),
            ("X-Amz-SignedHeaders", SignatureV4.signedNames(subject)),
        ]
        if let token = vector.token, !vector.omitsToken {
            subject.query.append(("X-Amz-Security-Token", token))
        }
        #expect(SignatureV4.canonical(subject) == (try vector.file("query-canonical-request")))
        #expect(
            vector.signature.stringToSign(subject) == (try vector.file("query-string-to-sign")))
        #expect(
            vector.signature.signature(of: subject, secret: vector.secret)
                == (try vector.file("query-signature")))
    }
}

/// One case of the suite.
private struct Vector {
    private let folder: URL
    let signature: SignatureV4
    let secret: String
    let token: String?
    let omitsToken: Bool
    let signsBody: Bool
    let expires: String
    let subject: SignatureV4.Subject

    init(_ name: String) throws {
        folder = SignatureTests.folder.appendingPathComponent(name)
        let json = [UInt8](try Data(contentsOf: folder.appendingPathComponent("context.json")))
        let context = try #require(try JSONValue.parse(json).objectValue)
        let credentials = try #require(context["credentials"]?.objectValue)
        secret = try #require(credentials["secret_access_key"]?.stringValue)
        token = credentials["token"]?.stringValue
        omitsToken = context["omit_session_token"]?.boolValue ?? false
        signsBody = context["sign_body"]?.boolValue ?? false
        expires = "\(context["expiration_in_seconds"]?.int64Value ?? 0)"
        let timestamp = try #require(context["timestamp"]?.stringValue)
        signature = SignatureV4(
            accessKeyID: try #require(credentials["access_key_id"]?.stringValue),
            region: try #require(context["region"]?.stringValue),
            service: try #require(context["service"]?.stringValue),
            moment: try #require(Timestamp(rfc3339: timestamp)))
        var read = try Self.request(
            try String(contentsOf: folder.appendingPathComponent("request.txt"), encoding: .utf8))
        read.normalizesPath = context["normalize"]?.boolValue ?? false
        subject = read
    }

    func file(_ name: String) throws -> String {
        let url = folder.appendingPathComponent("\(name).txt")
        let text = try String(contentsOf: url, encoding: .utf8)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// Method, decoded path and query, fields with their folded lines, body.
    private static func request(_ text: String) throws -> SignatureV4.Subject {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n").map(String.init)
        let first = lines.removeFirst()
        let method = try #require(first.split(separator: " ").first)
        let target = first.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
        let pieces = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers: [(name: String, value: String)] = []
        for line in lines {
            if line.hasPrefix(" ") {
                headers[headers.count - 1].value += "\n" + line
                continue
            }
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers.append((String(field[0]), field.count > 1 ? String(field[1]) : ""))
        }
        var query: [(name: String, value: String)] = []
        for item in pieces.count < 2 ? [] : pieces[1].split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.removingPercentEncoding ?? String($0) }
            query.append((pair[0], pair.count > 1 ? pair[1] : ""))
        }
        let body = parts.count > 1 ? String(parts[1]) : ""
        return SignatureV4.Subject(
            method: String(method), path: pieces[0].removingPercentEncoding ?? String(pieces[0]),
            query: query, headers: headers,
            payloadHash: hexDigest(Array(body.utf8)))
    }
}
