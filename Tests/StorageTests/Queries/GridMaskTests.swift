import Testing

@testable import Storage

/// Sets of records against a set of the standard library.
struct GridMaskTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func aMaskIsTheSetOfItsSlots(seed: UInt64) {
        var cells = GridCells<UInt16>(empty: 0)
        cells.grow(toHold: 20_000)
        var state = seed
        for slot in 0..<cells.count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            cells[slot] = UInt16((state >> 33) % 5)
        }
        let two = GridMask(cells, equalTo: 2)
        let odd = GridMask(cells, markedIn: [0, 1, 0, 1, 0])
        let twos = Set((0..<cells.count).filter { cells[$0] == 2 })
        let odds = Set((0..<cells.count).filter { cells[$0] % 2 == 1 })
        #expect(two.slots.map(Int.init) == twos.sorted())
        #expect(GridMask(cells) { $0 == 2 } == two)
        #expect(two.count == twos.count)
        for slot in 0..<cells.count { #expect(odd.contains(slot: slot) == odds.contains(slot)) }
        var both = two
        both.formUnion(odd)
        #expect(Set(both.slots.map(Int.init)) == twos.union(odds))
        both.formIntersection(two)
        #expect(both == two)
        both.invert()
        #expect(both.count == cells.count - twos.count)
        both.insert(twos.min() ?? 0)
        #expect(both.count == cells.count - twos.count + 1)
        #expect(!both.contains(Int64(cells.count)) && !both.contains(-1))
        #expect(GridMask(all: cells.count).count == cells.count)
        #expect(GridMask(none: cells.count).slots.isEmpty)
    }
}
