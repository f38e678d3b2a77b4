internal import Compression
internal import Crypto
public import HTTP
internal import Platform

/// One file of the interface.
public final class WebAsset: Sendable {
    /// Relative to the fingerprint, e.g. "js/dom.js".
    public let path: String
    /// The media type, with its character set for text.
    public let contentType: String
    /// The file's bytes.
    public let bytes: SharedBytes
    /// A validator without quotes: the first 16 hexadecimal digits of the bytes' SHA-256.
    public let tag: String

    private enum Packing: Sendable {
        case untried
        case done([UInt8]?)
    }

    private let packing = Lock(Packing.untried)

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = SharedBytes(bytes)
        contentType = Self.contentType(of: path)
        tag = String(Hex.encode(SHA256.hash(bytes)).prefix(16))
    }

    /// The bytes in gzip, made the first time somebody asks and kept; nil where packing gains nothing.
    public var gzipped: [UInt8]? {
        if case .done(let packed) = packing.withLock({ $0 }) { return packed }
        let packed = pack()
        // Two threads may both pack; the results are equal, and either is kept.
        packing.withLock { $0 = .done(packed) }
        return packed
    }

    private func pack() -> [UInt8]? {
        do throws(CompressionError) {
            let packed = try Gzip.compress(bytes.bytes, level: 9)
            return packed.count < bytes.bytes.count ? packed : nil
        } catch {
            // Out of memory for the packer: the plain bytes serve as well.
            return nil
        }
    }

    private static func contentType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "png": "image/png"
        case "json": "application/json"
        default: "application/octet-stream"
        }
    }
}
