/// Keeps the least keys of many.
struct Least<Key: FixedWidthInteger> {
    private let count: Int
    private var keys: [Key] = []
    /// No key from here on can be among the least.
    private var bound = Key.max

    init(count: Int) {
        self.count = count
        keys.reserveCapacity(count * 2)
    }

    mutating func add(_ key: Key) {
        guard key < bound else { return }
        keys.append(key)
        if keys.count >= count * 2 { cut() }
    }

    var sorted: [Key] { Array(keys.sorted().prefix(count)) }

    private mutating func cut() {
        keys.sort()
        keys.removeLast(keys.count - count)
        if let last = keys.last { bound = last }
    }
}
