/// Keys in ascending order, in blocks of bounded length: a key is put in or taken out at the cost of
/// its block, and a position is found over the blocks.
struct GridOrder: Sendable {
    static let blockMax = 4096

    private var blocks: [[UInt64]] = []
    private(set) var count = 0

    init() {}

    /// - Precondition: `keys` ascend.
    init(sorted keys: [UInt64]) {
        count = keys.count
        var start = 0
        while start < keys.count {
            let end = min(start + Self.blockMax / 2, keys.count)
            blocks.append(Array(keys[start..<end]))
            start = end
        }
    }

    mutating func insert(_ key: UInt64) {
        guard !blocks.isEmpty else {
            blocks = [[key]]
            count = 1
            return
        }
        let block = self.block(of: key)
        let index = Self.position(of: key, in: blocks[block])
        if index < blocks[block].count, blocks[block][index] == key { return }
        blocks[block].insert(key, at: index)
        count += 1
        if blocks[block].count > Self.blockMax {
            let half = blocks[block].count / 2
            let upper = Array(blocks[block][half...])
            blocks[block].removeLast(upper.count)
            blocks.insert(upper, at: block + 1)
        }
    }

    mutating func remove(_ key: UInt64) {
        guard !blocks.isEmpty else { return }
        let block = self.block(of: key)
        let index = Self.position(of: key, in: blocks[block])
        guard index < blocks[block].count, blocks[block][index] == key else { return }
        blocks[block].remove(at: index)
        count -= 1
        if blocks[block].isEmpty { blocks.remove(at: block) }
    }

    /// Walks the keys up or down from just behind `key` (nil: from the end of the line), leaving out
    /// `skipping` of them unseen, until `visit` says stop.
    func walk(
        _ isDescending: Bool, after key: UInt64?, skipping: Int, _ visit: (UInt64) -> Bool
    ) {
        guard var (block, index) = start(isDescending, after: key) else { return }
        let step = isDescending ? -1 : 1
        var left = skipping
        while blocks.indices.contains(block) {
            let keys = blocks[block]
            let rest = isDescending ? index + 1 : keys.count - index
            if left >= rest {
                left -= rest
            } else {
                index += step * left
                left = 0
                while keys.indices.contains(index) {
                    guard visit(keys[index]) else { return }
                    index += step
                }
            }
            block += step
            index = isDescending && block >= 0 ? blocks[block].count - 1 : 0
        }
    }

    var byteCount: Int { count * 8 }

    private func start(_ isDescending: Bool, after key: UInt64?) -> (block: Int, index: Int)? {
        guard !blocks.isEmpty else { return nil }
        guard let key else {
            return isDescending ? (blocks.count - 1, blocks[blocks.count - 1].count - 1) : (0, 0)
        }
        let block = self.block(of: key)
        let index = Self.position(of: key, in: blocks[block])
        if isDescending {
            if index > 0 { return (block, index - 1) }
            return block > 0 ? (block - 1, blocks[block - 1].count - 1) : nil
        }
        let isHere = index < blocks[block].count && blocks[block][index] == key
        let next = isHere ? index + 1 : index
        if next < blocks[block].count { return (block, next) }
        return block + 1 < blocks.count ? (block + 1, 0) : nil
    }

    /// The last block whose first key is not above `key`; the first where there is none.
    private func block(of key: UInt64) -> Int {
        var low = 0
        var high = blocks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if blocks[middle][0] <= key { low = middle } else { high = middle }
        }
        return low
    }

    /// The first index whose key is not below `key`.
    private static func position(of key: UInt64, in keys: [UInt64]) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
