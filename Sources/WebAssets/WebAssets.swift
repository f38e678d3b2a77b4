internal import Crypto

/// The files of the interface, as they were when the executable was built.
///
/// The page asks for its files under `/assets/<fingerprint>/…`. The fingerprint changes with any byte
/// of any file, so everything but the page may be kept for ever, and modules that import each other by
/// relative paths always come from one version.
public final class WebAssets: Sendable {
    /// The file that is served at every address of the interface.
    static let indexPath = "index.html"
    /// What every page needs, and the view that most people open first.
    static let firstModules = ["app.js", "js/views/complaints.js"]
    /// What stands in the page where the links to these modules belong.
    static let preloadMark = "{{preload}}"
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
        var sources: [String: [UInt8]] = [:]
        for file in files.sorted(by: { $0.path < $1.path }) {
            whole.update(Array(file.path.utf8) + [0])
            whole.update(file.bytes)
            assets[file.path] = WebAsset(path: file.path, bytes: file.bytes)
            sources[file.path] = file.bytes
        }
        let fingerprint = String(Hex.encode(whole.finish()).prefix(16))
        let links = ModuleGraph(files: sources).closure(of: firstModules).map { path in
            "<link rel=\"modulepreload\" href=\"/assets/\(fingerprintMark)/\(path)\">"
        }
        let page = String(decoding: sources[indexPath] ?? [], as: UTF8.self)
        let finished = page.replacing(preloadMark, with: links.joined(separator: "\n"))
            .replacing(fingerprintMark, with: fingerprint)
        return (fingerprint, WebAsset(path: indexPath, bytes: Array(finished.utf8)), assets)
    }
}

extension String {
    fileprivate func replacing(_ mark: String, with text: String) -> String {
        split(separator: mark, omittingEmptySubsequences: false).joined(separator: text)
    }
}
