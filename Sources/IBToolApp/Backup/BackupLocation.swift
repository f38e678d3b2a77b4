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

    /// How long one operation of a running instance is tried: what ships tries again by itself, and an
    /// instance that stops waits for what is under way.
    static let shippingBudget = Duration.seconds(5)

    /// The store there; `budget` is how long one operation is tried.
    func open(
        _ environment: [String: String], budget: Duration = .seconds(60)
    ) throws(ObjectStoreError) -> any ObjectStore {
        var retry = Retry()
        retry.budget = budget
        return ReliableStore(try DirectoryStore(path), retry)
    }
}
