/// The interface's files. Stands in until they are embedded.
public struct WebAssets: Sendable {
    public let fingerprint = "none"
    public init() {}
    public func asset(_ path: String) -> WebAsset? { nil }
    public var indexPage: WebAsset { WebAsset() }
}

/// One file of the interface.
public struct WebAsset: Sendable {
    public let contentType = "text/html; charset=utf-8"
    public let bytes: [UInt8] = []
    public let gzipped: [UInt8]? = nil
    public let tag = "none"
}
