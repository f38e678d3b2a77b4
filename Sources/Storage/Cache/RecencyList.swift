/// The entries of one shard in the order of their last use: a doubly linked list in an array, with
/// a dictionary beside it.
struct RecencyList {
    private struct Node {
        var key: AnswerKey
        var entry: AnswerCache.Entry
        var bytes: Int
        var newer: Int
        var older: Int
    }

    private static let none = -1
    private let bytesMax: Int
    private var nodes: [Node?] = []
    private var free: [Int] = []
    private var places: [AnswerKey: Int] = [:]
    private var newest = none
    private var oldest = none

    private(set) var bytes = 0
    private(set) var evictions: UInt64 = 0
    var hits: UInt64 = 0
    var misses: UInt64 = 0
    var count: Int { places.count }

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// The entry, now the most recently used.
    mutating func touch(_ key: AnswerKey) -> AnswerCache.Entry? {
        guard let place = places[key], let node = nodes[place] else { return nil }
        if place != newest {
            unlink(place)
            linkNewest(place)
        }
        return node.entry
    }

    /// Takes the entry in, unless it is too large, and lets go of the least recently used.
    mutating func insert(_ key: AnswerKey, _ entry: AnswerCache.Entry) {
        remove(key)
        let size = entry.answer.byteCount + key.byteCount + AnswerCache.entryOverhead
        guard size <= bytesMax / 4 else { return }
        while bytes + size > bytesMax, oldest != Self.none {
            evictions += 1
            remove(at: oldest)
        }
        let node = Node(key: key, entry: entry, bytes: size, newer: Self.none, older: Self.none)
        let place: Int
        if let reused = free.popLast() {
            place = reused
            nodes[place] = node
        } else {
            place = nodes.count
            nodes.append(node)
        }
        places[key] = place
        bytes += size
        linkNewest(place)
    }

    /// Lets go of the entry if it is still that answer.
    mutating func remove(_ key: AnswerKey, ifStill answer: CachedAnswer) {
        guard let place = places[key], nodes[place]?.entry.answer === answer else { return }
        remove(at: place)
    }

    private mutating func remove(_ key: AnswerKey) {
        if let place = places[key] { remove(at: place) }
    }

    private mutating func remove(at place: Int) {
        guard let node = nodes[place] else { return }
        unlink(place)
        places[node.key] = nil
        bytes -= node.bytes
        nodes[place] = nil
        free.append(place)
    }

    private mutating func unlink(_ place: Int) {
        guard let node = nodes[place] else { return }
        if node.newer == Self.none {
            newest = node.older
        } else {
            nodes[node.newer]?.older = node.older
        }
        if node.older == Self.none {
            oldest = node.newer
        } else {
            nodes[node.older]?.newer = node.newer
        }
    }

    private mutating func linkNewest(_ place: Int) {
        nodes[place]?.newer = Self.none
        nodes[place]?.older = newest
        if newest != Self.none { nodes[newest]?.newer = place }
        newest = place
        if oldest == Self.none { oldest = place }
    }
}
