internal import Complaints
internal import Crypto
internal import HTTP
internal import JSON
internal import Storage

/// Idempotency-Key: a request that makes something is done once, however often it is sent.
extension Exchange {
    static var idempotencyKeyBytesMax: Int { 200 }

    /// What makes this request the same as an earlier one; nil when it has no key. Of `secrets`,
    /// members of the body, nothing is kept, not even in a hash.
    func onceKey(without secrets: [String] = []) throws(APIFailure) -> OnceKey? {
        try onceKey { () throws(APIFailure) in
            if secrets.isEmpty { return bodyBytes }
            let members = try bodyObject().members.filter { !secrets.contains($0.name) }
            let open = JSONObject(members.map { ($0.name, $0.value) })
            return JSONValue.object(open).serialized()
        }
    }

    /// As above for a request that is told from others by what `content` gives, asked for only when
    /// there is a key.
    func onceKey(
        of content: () throws(APIFailure) -> [UInt8]
    ) throws(APIFailure) -> OnceKey? {
        guard let key = request.head.headers["idempotency-key"] else { return nil }
        guard !key.isEmpty, key.utf8.count <= Self.idempotencyKeyBytesMax else {
            throw .malformedHeader("Idempotency-Key")
        }
        return OnceKey(
            account: caller.userID, route: "\(route.method.rawValue) \(route.path.text)", key: key,
            requestHash: SHA256.hash(try content()))
    }
}
