/// Where the keys of a place come from.
protocol SealingKeySource: Sendable {
    /// What holds them, for messages: "key file".
    var home: String { get }

    /// What new objects are sealed with.
    func sealingKey() throws(ObjectStoreError) -> SealingKeys.Key

    /// The key of that mark; nil for one that is not among them.
    func key(_ mark: [UInt8]) throws(ObjectStoreError) -> SealingKeys.Key?

    /// The same without anything that is held in memory alone.
    func anew() -> Self
}

extension SealingKeys: SealingKeySource {
    var home: String { "key file" }

    func sealingKey() -> Key { newest }

    func anew() -> SealingKeys { self }
}

/// A store that may hold in memory what its place does not have any more.
public protocol Reopening {
    /// The same place, as whoever comes next would open it.
    func reopened() -> any ObjectStore
}
