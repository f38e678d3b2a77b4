import Foundation
import Testing

/// A directory of one test's own under /tmp (paths of Unix sockets are short), removed with all that
/// is in it when the test lets go: a run of the suite leaves nothing on the disk.
public final class ScratchDirectory: Sendable {
    public let path: String

    public init() throws {
        path = "/tmp/ibtool-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700]
        )
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Issue.record("\(path) was not removed: \(error)")
        }
    }

    public func path(of name: String) -> String { "\(path)/\(name)" }
}
