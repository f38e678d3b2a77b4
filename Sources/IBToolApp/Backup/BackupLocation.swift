import ObjectStore

/// Where a backup goes or comes from: a location that settings and commands name.
struct BackupLocation: Sendable, Equatable, CustomStringConvertible {
    static let expected = "file:///DIR or s3://BUCKET/PREFIX?…"

    /// How long one operation of a running instance is tried: what ships tries again by itself, and an
    /// instance that stops waits for what is under way.
    static let shippingBudget = Duration.seconds(5)

    private let location: StoreLocation

    /// Nil for what is no location.
    init?(_ text: String) {
        do throws(StoreLocation.Refusal) { location = try StoreLocation(text) } catch {
            return nil
        }
    }

    var description: String { location.description }
    /// Whole, as settings and commands take it.
    var text: String { location.text }

    /// Whether what is stored and read goes over a network in the clear.
    var isInTheClear: Bool {
        guard case .bucket(let bucket) = location else { return false }
        return bucket.endpoint?.hasPrefix("http://") == true
    }

    /// The store there, as it is.
    func open(_ opening: StoreOpening) throws(ObjectStoreError) -> any ObjectStore {
        try opening.open(location)
    }
}
