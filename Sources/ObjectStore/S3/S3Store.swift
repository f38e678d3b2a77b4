import Crypto
import HTTP
import HTTPClient
public import Platform

/// Objects in a bucket of an S3 service. Each request is made once, but for the parts of an upload:
/// `ReliableStore` over it makes them again.
public struct S3Store: ObjectStore {
    private static let metadataPrefix = "x-amz-meta-"

    let exchange: S3Exchange
    let retry: Retry

    /// - Parameter retry: for the parts of an upload.
    public init(
        _ configuration: S3Configuration, credentials: any CredentialsSource,
        retry: Retry = Retry(), clock: WallClock = .system
    ) {
        self.retry = retry
        exchange = S3Exchange(configuration, CredentialsKeeper(credentials, clock), clock)
    }

    /// How far the store's clock is ahead of ours, as far as it was noticed.
    public var clockOffset: Duration { exchange.offset.value }

    /// Seen whole or not at all; see `ObjectStore`.
    @discardableResult
    public func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        let conditional = headers(metadata) + Self.headers(condition)
        do throws(ObjectStoreError) {
            if body.byteCount > Int64(exchange.configuration.partBytes) {
                try require(condition, of: key)
                let upload = S3Upload(exchange, retry, key, headers(metadata), condition)
                return try upload.run(body)
            }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(Int(body.byteCount))
            try body.read(for: key) { bytes += $0 }
            return try put(bytes, key, conditional)
        } catch {
            // A tag that is expected where nothing is (404 on AWS and moto, 412 elsewhere).
            if error.cause == .notFound, case .ifTag = condition {
                throw ObjectStoreError(.put, "\(key)", .conditionFailed, answer: error.answer)
            }
            throw error
        }
    }

    /// See `ObjectStore`.
    public func get(
        _ key: ObjectKey, range: Range<Int64>?
    ) throws(ObjectStoreError) -> StoredObject {
        if let range, range.isEmpty { return try look(key, cutting: range) }
        var request = S3Exchange.Request(
            operation: .get, method: .get, key: "\(key)", object: "\(key)")
        if let range {
            request.headers = [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
        }
        let answer = try exchange.send(request, accepting: [416])
        if answer.head.status.code == 416, let range {
            _ = try exchange.collect(answer, 64 << 10, request)
            return try look(key, cutting: range)
        }
        let part = try S3Content.range(of: answer.head, asked: range, request)
        let content = S3Content(answer, byteCount: Int64(part.range.count), request)
        return StoredObject(
            attributes: try attributes(answer.head, part.whole, request), range: part.range,
            content: content)
    }

    /// See `ObjectStore`.
    public func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
        let request = S3Exchange.Request(
            operation: .delete, method: .delete, key: "\(key)",
            headers: tag.map { [("if-match", "\($0)")] } ?? [], object: "\(key)")
        do throws(ObjectStoreError) {
            _ = try exchange.collect(try exchange.send(request), 64 << 10, request)
        } catch {
            switch error.cause {
            case .notFound: return
            case .conditionFailed:
                // Something else is there, or nothing.
                do throws(ObjectStoreError) { _ = try get(key, range: 0..<0) } catch let missing {
                    if missing.cause == .notFound { return }
                    throw missing
                }
                throw error
            default: throw error
            }
        }
    }

    /// Spares sending what would be refused. The store decides at the end, where it heeds conditions.
    private func require(
        _ condition: ObjectCondition, of key: ObjectKey
    ) throws(ObjectStoreError) {
        if condition == .always { return }
        var current: ObjectTag?
        do throws(ObjectStoreError) {
            current = try get(key, range: 0..<0).attributes.tag
        } catch {
            guard error.cause == .notFound else { throw error }
        }
        guard condition.holds(for: current) else {
            throw ObjectStoreError(.put, "\(key)", .conditionFailed)
        }
    }

    /// Puts all of it in one request.
    private func put(
        _ bytes: [UInt8], _ key: ObjectKey, _ headers: [(name: String, value: String)]
    ) throws(ObjectStoreError) -> ObjectTag {
        let request = S3Exchange.Request(
            operation: .put, method: .put, key: "\(key)", headers: headers, body: bytes,
            object: "\(key)")
        let answer = try exchange.send(request)
        _ = try exchange.collect(answer, 64 << 10, request)
        return try Self.tag(answer.head, request)
    }

    /// What is stored, without its bytes.
    private func look(
        _ key: ObjectKey, cutting range: Range<Int64>
    ) throws(ObjectStoreError) -> StoredObject {
        let request = S3Exchange.Request(
            operation: .get, method: .head, key: "\(key)", object: "\(key)")
        let answer = try exchange.send(request)
        _ = try exchange.collect(answer, 0, request)
        guard let length = answer.head.headers["content-length"].flatMap({ Int64($0) }), length >= 0
        else { throw ObjectStoreError(.get, "\(key)", .malformedAnswer("no length")) }
        let start = min(range.lowerBound, length)
        return StoredObject(
            attributes: try attributes(answer.head, length, request), range: start..<start,
            content: MemoryContent([]))
    }

    private func headers(_ metadata: ObjectMetadata) -> [(name: String, value: String)] {
        var headers = metadata.sorted.map {
            (name: Self.metadataPrefix + $0.name, value: $0.value)
        }
        headers.append(("content-type", "application/octet-stream"))
        switch exchange.configuration.encryption {
        case .bucketDefault: break
        case .store: headers.append(("x-amz-server-side-encryption", "AES256"))
        case .keyService(let keyID):
            headers.append(("x-amz-server-side-encryption", "aws:kms"))
            if let keyID {
                headers.append(("x-amz-server-side-encryption-aws-kms-key-id", keyID))
            }
        }
        return headers
    }

    static func headers(_ condition: ObjectCondition) -> [(name: String, value: String)] {
        switch condition {
        case .always: []
        case .ifAbsent: [("if-none-match", "*")]
        case .ifTag(let tag): [("if-match", "\(tag)")]
        }
    }

    static func tag(
        _ head: ResponseHead, _ request: S3Exchange.Request
    ) throws(ObjectStoreError) -> ObjectTag {
        guard let tag = head.headers["etag"] else {
            throw ObjectStoreError(
                request.operation, request.object, .malformedAnswer("no ETag"),
                outcomeIsUnknown: request.method != .get && request.method != .head)
        }
        return ObjectTag(tag)
    }

    private func attributes(
        _ head: ResponseHead, _ byteCount: Int64, _ request: S3Exchange.Request
    ) throws(ObjectStoreError) -> ObjectAttributes {
        var values: [String: String] = [:]
        for field in head.headers.fields where field.name.hasPrefix(Self.metadataPrefix) {
            values[String(field.name.dropFirst(Self.metadataPrefix.count))] = field.value
        }
        let date = head.headers["last-modified"] ?? ""
        guard let seconds = HTTPDate.parse(date, nowSeconds: exchange.clock.now().seconds) else {
            throw ObjectStoreError(
                request.operation, request.object, .malformedAnswer("no Last-Modified"))
        }
        return ObjectAttributes(
            byteCount: byteCount, tag: try Self.tag(head, request),
            lastModified: Timestamp(microseconds: seconds * 1_000_000),
            // Others' objects may have metadata that we would not write.
            metadata: ObjectMetadata(values) ?? [:])
    }
}
