import HTTPClient
import Platform
import TLS
import Telemetry

/// Where objects go, as people write it:
///
///     file:///var/backups/ibtool
///     s3://bucket/prefix?region=eu-west-1
///     s3://bucket/prefix?endpoint=https://minio.example.org:9000&style=path&sse=s3
public enum StoreLocation: Sendable, Equatable, CustomStringConvertible {
    case directory(String)
    case bucket(Bucket)

    /// A bucket and how it is spoken to.
    public struct Bucket: Sendable, Equatable {
        public let name: String
        /// "" or "a/b/".
        public let prefix: String
        /// Nil for AWS.
        public fileprivate(set) var endpoint: String?
        public fileprivate(set) var region: String?
        public fileprivate(set) var style: S3Configuration.Style?
        public fileprivate(set) var encryption = S3Configuration.Encryption.bucketDefault
    }

    /// Why a text is no location.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    public init(_ text: String) throws(Refusal) {
        if text.hasPrefix("file://") {
            let path = text.dropFirst("file://".count)
            guard path.hasPrefix("/"), !path.contains("?"), !path.utf8.contains(0) else {
                throw Refusal(description: "\(text): expected file:///PATH")
            }
            self = .directory(String(path))
        } else if text.hasPrefix("s3://") {
            self = .bucket(try Bucket(text.dropFirst("s3://".count)))
        } else {
            throw Refusal(description: "a location begins with file:/// or s3://")
        }
    }

    /// Whether a text may be a region's name.
    static func isRegion(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }

    /// Whole, as settings and commands take it. There is nothing secret in it.
    public var text: String {
        guard case .bucket(let bucket) = self, !bucket.options.isEmpty else { return description }
        return description + "?" + bucket.options.joined(separator: "&")
    }

    /// Where it is, without how it is spoken to.
    public var description: String {
        switch self {
        case .directory(let path): return "file://\(path)"
        case .bucket(let bucket):
            let prefix = bucket.prefix.isEmpty ? "" : "/\(bucket.prefix.dropLast())"
            return "s3://\(bucket.name)\(prefix)"
        }
    }
}

extension StoreLocation.Bucket {
    /// What is said behind the question mark.
    fileprivate var options: [String] {
        [
            endpoint.map { "endpoint=\($0)" }, region.map { "region=\($0)" },
            style.map { "style=\($0.rawValue)" }, encryption.option.map { "sse=\($0)" },
        ].compactMap(\.self)
    }

    fileprivate init(_ text: Substring) throws(StoreLocation.Refusal) {
        func refuse(_ why: String) -> StoreLocation.Refusal {
            StoreLocation.Refusal(description: why)
        }
        // A secret in the wrong place is not repeated.
        guard !text.contains("@") else {
            throw refuse("keys do not belong into a location: give a credentials file or AWS_*")
        }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(path[0])
        let isBucketName =
            (3...63).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
            }
        guard isBucketName else { throw refuse("\"\(name)\" is not the name of a bucket") }
        var folder = path.count > 1 ? String(path[1]) : ""
        while folder.hasSuffix("/") { folder.removeLast() }
        guard folder.isEmpty || ObjectKey(folder) != nil else {
            throw refuse(
                "\"\(folder)\" is not a prefix: small letters, digits, \".\", \"_\", \"-\" and \"/\""
            )
        }
        prefix = folder.isEmpty ? "" : folder + "/"
        guard parts.count > 1 else { return }
        for item in parts[1].split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            try take(String(pair[0]), pair.count > 1 ? String(pair[1]) : "", refuse)
        }
    }

    private mutating func take(
        _ name: String, _ value: String, _ refuse: (String) -> StoreLocation.Refusal
    ) throws(StoreLocation.Refusal) {
        switch name {
        case "endpoint":
            let address = WebAddress(value) ?? WebAddress("https://\(value)")
            guard let address, address.target == "/" else {
                throw refuse("endpoint=\(value) is not https://HOST[:PORT]")
            }
            endpoint = WebAddress(value) == nil ? "https://\(value)" : value
        case "region":
            guard StoreLocation.isRegion(value) else {
                throw refuse("region=\(value) is not a region")
            }
            region = value
        case "style":
            guard let style = S3Configuration.Style(rawValue: value) else {
                throw refuse("style is path or virtual")
            }
            self.style = style
        case "sse":
            if value == "s3" {
                encryption = .store
            } else if value == "kms" || value.hasPrefix("kms:") {
                let keyID = String(value.dropFirst("kms:".count))
                guard CredentialsExchange.isHeaderText(keyID) else {
                    throw refuse("sse=kms:KEY is not a key's name")
                }
                encryption = .keyService(keyID: keyID.isEmpty ? nil : keyID)
            } else {
                throw refuse("sse is s3, kms or kms:KEY")
            }
        default:
            throw refuse("\"\(name)\" is not known of a location: endpoint, region, style, sse")
        }
    }
}

extension S3Configuration.Encryption {
    /// As a location says it; nil for what nobody has to say.
    fileprivate var option: String? {
        switch self {
        case .bucketDefault: nil
        case .store: "s3"
        case .keyService(keyID: let key?): "kms:\(key)"
        case .keyService(keyID: nil): "kms"
        }
    }
}
