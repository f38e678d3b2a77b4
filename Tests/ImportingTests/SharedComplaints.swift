import Foundation
import Tabular

/// The real complaint files beside the package (or under IBTOOL_SHARED); nil where they are not.
enum SharedComplaints {
    static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["IBTOOL_SHARED"]
            ?? root.appendingPathComponent("shared").path
        let folder = shared + "/data/complaints"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    static let isThere = folder != nil

    /// The paths of all data files, sorted by name.
    static func files() throws -> [String] {
        guard let folder else { return [] }
        var paths: [String] = []
        for kind in ["maude-csv", "maude-json", "maude-tsv", "maude-xlsx"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")
            paths += names.sorted().map { "\(folder)/\(kind)/\($0)" }
        }
        return paths
    }

    static func open(_ path: String) throws -> TableReader {
        try TableReader(
            FileSource(path: path), scratchFolder: NSTemporaryDirectory())
    }
}
