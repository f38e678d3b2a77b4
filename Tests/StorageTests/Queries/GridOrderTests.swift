import TestSupport
import Testing

@testable import Storage

@Suite struct GridOrderTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func keysStayInOrderAndPositionsAreThoseOfAnArray(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var sorted = (0..<6000).map { _ in UInt64.random(in: 0...50_000, using: &generator) }
        sorted = Array(Set(sorted)).sorted()
        var order = GridOrder(sorted: sorted)
        var keys = Set(sorted)
        for _ in 0..<20_000 {
            let key = UInt64.random(in: 0...50_000, using: &generator)
            if Bool.random(using: &generator) {
                order.insert(key)
                keys.insert(key)
            } else {
                order.remove(key)
                keys.remove(key)
            }
        }
        sorted = keys.sorted()
        #expect(order.count == sorted.count)
        for _ in 0..<200 {
            let isDescending = Bool.random(using: &generator)
            let key =
                Bool.random(using: &generator)
                ? nil : UInt64.random(in: 0...50_000, using: &generator)
            let skipped = Int.random(in: 0...(sorted.count + 10), using: &generator)
            var found: [UInt64] = []
            order.walk(isDescending, after: key, skipping: skipped) {
                found.append($0)
                return found.count < 7
            }
            let line = isDescending ? sorted.reversed() : sorted
            let rest = line.filter { other in
                key.map { isDescending ? other < $0 : other > $0 } ?? true
            }
            #expect(found == Array(rest.dropFirst(skipped).prefix(7)), "seed \(seed)")
        }
    }

    @Test func anEmptyOrderHasNothingToWalk() {
        var order = GridOrder()
        order.remove(7)
        order.walk(true, after: nil, skipping: 0) { _ in
            Issue.record("there is nothing")
            return false
        }
        order.insert(7)
        #expect(order.count == 1)
    }
}
