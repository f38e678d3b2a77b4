public import HTTPClient

/// Where a bucket is and how it is spoken to.
public struct S3Configuration: Sendable {
    /// How the bucket is named in a request.
    public enum Style: String, Sendable {
        /// https://endpoint/bucket/key, for stores of one's own.
        case path
        /// https://bucket.endpoint/key, for AWS.
        case virtualHost = "virtual"
    }

    /// What the store is asked to encrypt with.
    public enum Encryption: Sendable, Equatable {
        /// As the bucket is set up.
        case bucketDefault
        /// SSE-S3: keys of the store.
        case store
        /// SSE-KMS: a key of the key service, or its default one.
        case keyService(keyID: String?)
    }

    /// The least a part of an upload may have (S3: 5 MiB), the last excepted.
    public static let partBytesMin = 5 << 20
    /// Above this memory would be the bound.
    public static let partBytesMax = 64 << 20
    /// Parts an upload may have.
    public static let partsMax = 10_000

    public var bucket: String
    /// What all keys begin with at the store: "" or "a/b/".
    public var prefix = ""
    /// The bucket's host is in it already where the style is `virtualHost`.
    public var endpoint: Endpoint
    public var region: String
    public var style: Style
    public var encryption = Encryption.bucketDefault
    /// What is stored in one request; larger objects in parts of this size, or more where there would be
    /// too many. One part sits in memory.
    public var partBytes = 8 << 20
    /// The most entries a page of a listing has (S3 gives 1,000).
    public var pageEntries = 1000
    public var deadlines = ClientDeadlines()

    public init(bucket: String, endpoint: Endpoint, region: String, style: Style) {
        self.bucket = bucket
        self.endpoint = endpoint
        self.region = region
        self.style = style
    }

    /// The path of a key, or of the bucket.
    func path(_ key: String?) -> String {
        let tail = key.map { "/\(prefix)\($0)" } ?? "/"
        return style == .path ? (key == nil ? "/\(bucket)" : "/\(bucket)\(tail)") : tail
    }

    /// The size of the parts of so large an object; nil when it cannot be stored.
    func partBytes(for byteCount: Int64) -> Int? {
        let least = Int((byteCount + Int64(Self.partsMax) - 1) / Int64(Self.partsMax))
        let size = max(partBytes, least)
        return size <= max(partBytes, Self.partBytesMax) ? size : nil
    }
}
