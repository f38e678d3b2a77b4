/// A set of records: 1 for each slot that is in it. The slot of a record is its id.
struct GridMask: Sendable, Equatable {
    private(set) var bits: [UInt8]

    init(none count: Int) { bits = [UInt8](repeating: 0, count: count) }

    init(all count: Int) { bits = [UInt8](repeating: 1, count: count) }

    init(_ cells: GridCells<UInt8>) {
        bits = []
        bits.reserveCapacity(cells.count)
        for run in cells.runs { bits.append(contentsOf: run) }
    }

    /// The slots whose cell is marked in the table.
    init(_ cells: GridCells<UInt16>, markedIn table: [UInt8]) {
        self.init(none: cells.count)
        let marks = table.span
        var start = 0
        var span = bits.mutableSpan
        for run in cells.runs {
            let held = run.span
            for index in 0..<held.count { span[start + index] = marks[Int(held[index])] }
            start += held.count
        }
    }

    /// The slots with that cell: many are compared at once.
    init(_ cells: GridCells<UInt16>, equalTo cell: UInt16) {
        self.init(none: cells.count)
        var start = 0
        var span = bits.mutableSpan
        for run in cells.runs {
            let held = run.span
            for index in 0..<held.count { span[start + index] = held[index] == cell ? 1 : 0 }
            start += held.count
        }
    }

    /// The slots whose cell passes a test.
    init<Cell>(_ cells: GridCells<Cell>, where test: (Cell) -> Bool) {
        self.init(none: cells.count)
        var start = 0
        var span = bits.mutableSpan
        for run in cells.runs {
            let held = run.span
            for index in 0..<held.count { span[start + index] = test(held[index]) ? 1 : 0 }
            start += held.count
        }
    }

    var count: Int {
        var sum = 0
        for bit in bits { sum &+= Int(bit) }
        return sum
    }

    /// The slots that are in it, ascending. Most are not: eight are passed over at once.
    var slots: [UInt32] {
        var slots: [UInt32] = []
        let span = bits.span
        // UInt8 has no padding that a view as raw bytes could show.
        let bytes = unsafe span.bytes
        var start = 0
        while start < span.count {
            // A mask has as many slots as runs have, a multiple of eight.
            let word = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: start, as: UInt64.self)
            if word != 0 {
                for slot in start..<(start + 8) where span[slot] == 1 {
                    slots.append(UInt32(slot))
                }
            }
            start += 8
        }
        return slots
    }

    func contains(_ id: Int64) -> Bool {
        id > 0 && id < Int64(bits.count) && bits[Int(id)] == 1
    }

    mutating func insert(_ slot: Int) { bits[slot] = 1 }

    mutating func formIntersection(_ other: GridMask) {
        precondition(bits.count == other.bits.count)
        var span = bits.mutableSpan
        let others = other.bits.span
        for index in 0..<span.count { span[index] &= others[index] }
    }

    mutating func formUnion(_ other: GridMask) {
        precondition(bits.count == other.bits.count)
        var span = bits.mutableSpan
        let others = other.bits.span
        for index in 0..<span.count { span[index] |= others[index] }
    }

    mutating func invert() {
        var span = bits.mutableSpan
        for index in 0..<span.count { span[index] ^= 1 }
    }
}
