import ObjectStore

/// Where a backup goes or comes from.
struct BackupLocation: Sendable, Equatable, CustomStringConvertible {
    static let expected = "file:///DIR"

    private let path: String

    /// Nil for what is no location.
    init?(_ text: String) {
        guard text.hasPrefix("file:///"), !text.contains("?"), !text.utf8.contains(0) else {
            return nil
        }
        path = String(text.dropFirst("file://".count))
    }

    var description: String { "file://\(path)" }

    /// The store there.
    func open(
        _ environment: [String: String]
    ) throws(ObjectStoreError) -> any ObjectStore {
        ReliableStore(try DirectoryStore(path))
    }
}
