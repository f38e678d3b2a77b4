internal import Complaints
internal import Compression
internal import Crypto
internal import HTTP
internal import JSON
internal import Storage
internal import Telemetry

/// What a cached read wrote.
struct Rendering: Sendable {
    /// The validator; nil for one made from the bytes.
    var tag: String?
    /// False for answers with restricted fields.
    var mayBeShared = true
    var commit: Int64
}

/// Reads whose finished bytes the cache keeps: keyed by the route, the whole target and the caller's
/// visibility class, good while no commit touches what they show.
extension Exchange {
    /// The answer from the cache, or made by `write` on a snapshot and kept.
    ///
    /// - Parameter query: what distinguishes this answer beyond the target, such as a body.
    func cachedAnswer(
        dependsOn scope: AnswerScope, query: String? = nil,
        write: (borrowing Reader, inout JSONWriter) throws(APIFailure) -> Rendering
    ) throws(APIFailure) -> Answer {
        let isGzipped = Accept.gzip(request.head.headers)
        let key = CachedReading.key(
            route, parameters, request.head, visibility, query: query, isGzipped: isGzipped)
        let cached = try instance.store.cache.answer(key, dependsOn: scope) {
            () throws(APIFailure) -> FreshAnswer in
            try fresh(isGzipped: isGzipped, write)
        }
        return Answer(cached)
    }

    private func fresh(
        isGzipped: Bool,
        _ write: (borrowing Reader, inout JSONWriter) throws(APIFailure) -> Rendering
    ) throws(APIFailure) -> FreshAnswer {
        var writer = JSONWriter(reserving: 16 << 10)
        // The reader's closure throws failures of storage only; the endpoint's own pass beside it.
        var failure: APIFailure?
        let rendering = try read { reader throws(StorageFailure) -> Rendering? in
            do throws(APIFailure) {
                return try write(reader, &writer)
            } catch {
                failure = error
                return nil
            }
        }
        guard let rendering else {
            throw failure ?? .broken("a cached read failed without a cause")
        }
        let body = writer.take()
        var answer = FreshAnswer(
            body: body, gzip: isGzipped ? gzip(body) : nil,
            etag: rendering.tag ?? CachedReading.tag(of: body), commit: rendering.commit,
            mediaType: Answer.jsonType)
        answer.mayBeShared = rendering.mayBeShared
        return answer
    }

    private func gzip(_ body: [UInt8]) -> [UInt8]? {
        guard body.count > Instance.gzipBytesMin else { return nil }
        do { return try Gzip.compress(body, level: 1) } catch {
            instance.log.warning("answer.gzip.failed", ["cause": "\(error)"])
            return nil
        }
    }
}

enum CachedReading {
    /// The cached answer of a GET, if it is there and still true.
    static func lookup(_ admitted: Admitted) -> Answer? {
        guard let caller = admitted.identity.caller else { return nil }
        let key = key(
            admitted.route, admitted.parameters, admitted.head, caller.visibility, query: nil,
            isGzipped: Accept.gzip(admitted.head.headers))
        return admitted.instance.store.cache.proven(key).map { cached, proof in
            var answer = Answer(cached)
            answer.proof = proof
            return answer
        }
    }

    static func key(
        _ route: Route, _ parameters: [String], _ head: RequestHead, _ visibility: Visibility,
        query: String?, isGzipped: Bool
    ) -> AnswerKey {
        var target = head.target.rawQuery
        for parameter in parameters { target += "\u{0}" + parameter }
        if let query { target += "\u{0}" + query }
        return AnswerKey(
            route: isGzipped ? route.path.text + "|gzip" : route.path.text, query: target,
            visibilityClass: visibility.cacheClass)
    }

    /// A validator made from the bytes.
    static func tag(of body: [UInt8]) -> String {
        Base64URL.encode(Array(SHA256.hash(body).prefix(12)))
    }
}

extension Answer {
    /// A finished answer out of the cache.
    init(_ cached: CachedAnswer) {
        self.init(
            contentType: cached.mediaType, body: .bytes(cached.body), caching: .revalidated,
            tag: cached.etag, commit: cached.commit, gzipped: cached.gzip)
    }
}
