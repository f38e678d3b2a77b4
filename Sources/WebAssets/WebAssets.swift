internal import Crypto

/// The files of the interface, as they were when the executable was built.
///
/// The page asks for its files under `/assets/<fingerprint>/…`. The fingerprint changes with any byte
/// of any file, so everything but the page may be kept for ever, and modules that import each other by
/// relative paths always come from one version.
public final class WebAssets: Sendable {
    /// The file that is served at every address of the interface.
    static let indexPath = "index.html"
    /// What stands in the page where the fingerprint belongs.
    static let fingerprintMark = "{{fingerprint}}"

    /// SHA-256 over all paths and bytes, the first 16 hexadecimal digits.
    public let fingerprint: String
    /// The page, with the fingerprint in its addresses.
    public let indexPage: WebAsset

    private let assets: [String: WebAsset]

    /// Reads the embedded files; costs one hash over them.
    public init() { (fingerprint, indexPage, assets) = Self.load(EmbeddedFiles.all()) }

    /// The file at a path relative to the fingerprint, e.g. "js/grid/grid.js"; nil when there is none.
    public func asset(_ path: String) -> WebAsset? { assets[path] }

    /// Every path, in order.
    public var paths: [String] { assets.keys.sorted() }

    private static func load(
        _ files: [(path: String, bytes: [UInt8])]
    ) -> (String, WebAsset, [String: WebAsset]) {
        var whole = SHA256()
        var assets: [String: WebAsset] = [:]
        var page: [UInt8] = []
        for file in files.sorted(by: { $0.path < $1.path }) {
            whole.update(Array(file.path.utf8) + [0])
            whole.update(file.bytes)
            assets[file.path] = WebAsset(path: file.path, bytes: file.bytes)
            if file.path == indexPath { page = file.bytes }
        }
        let fingerprint = String(Hex.encode(whole.finish()).prefix(16))
        let text = String(decoding: page, as: UTF8.self)
        let finished = text.split(separator: fingerprintMark, omittingEmptySubsequences: false)
            .joined(separator: fingerprint)
        return (fingerprint, WebAsset(path: indexPath, bytes: Array(finished.utf8)), assets)
    }
}
