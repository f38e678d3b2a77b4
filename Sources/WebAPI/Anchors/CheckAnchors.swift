internal import Complaints
internal import Crypto
internal import HTTP
internal import JSON
internal import Storage

/// `POST /anchors/check`: whether the change log bears out anchors that were kept elsewhere.
enum CheckAnchors: Endpoint {
    static let anchorsMax = 2_000

    static let operation = Operation(
        "Compares anchors kept elsewhere with the change log", .running,
        body: .object(
            [
                ("anchors", .array(of: .named("Anchor"))),
                ("public_key", .string.described("PEM; the instance's own when left out").orNull),
            ], required: ["anchors"]),
        .init(200, "What was found", .named("AnchorCheck")), problems: [422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let list = body.value("anchors")
        let pem = body.value("public_key")
        var anchors: [Anchor] = []
        if let items = list?.arrayValue {
            if items.count > anchorsMax {
                body.reject("anchors", .tooMany, argument: String(anchorsMax))
            }
            for (index, item) in items.prefix(anchorsMax).enumerated() {
                if let anchor = item.objectValue.flatMap({ Anchor($0) }) {
                    anchors.append(anchor)
                } else {
                    body.reject("anchors/\(index)", .wrongType)
                }
            }
        } else {
            body.reject("anchors", list == nil ? .required : .wrongType)
        }
        var key = exchange.instance.settings.anchors()?.publicKey
        if let pem, !pem.isNull {
            do throws(CryptoError) {
                key = try VerifyingKey(pem: Array((pem.stringValue ?? "").utf8))
            } catch {
                body.reject("public_key", .wrongType)
            }
        }
        try body.finish()
        let (given, trusted) = (anchors, key)
        let finding = try exchange.read { reader throws(StorageFailure) in
            try reader.firstFalse(of: given, trusting: trusted)
        }
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        writer.name("ok")
        writer.bool(finding == nil)
        writer.name("authenticated")
        writer.bool(trusted != nil)
        writer.name("detail")
        writer.string(finding ?? "The change log bears out all \(given.count) anchors.")
        writer.endObject()
        return .answer(.json(writer.take()))
    }
}
