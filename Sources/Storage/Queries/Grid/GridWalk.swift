/// A way along the records in the order of received date and id.
struct GridWalk {
    let isDescending: Bool
    /// The walk begins behind this key, at the end of the line without one.
    let key: UInt64?
    /// How many are passed over first.
    let skipped: Int
    /// How many are wanted.
    let limit: Int

    init(isDescending: Bool, after key: UInt64?, skipping: Int, limit: Int) {
        self.isDescending = isDescending
        self.key = key
        skipped = skipping
        self.limit = limit
    }
}
