/// A set of records: a bit for each slot that is in it, 64 a word, the lowest bit first. The slot of a
/// record is its id.
struct GridMask: Sendable, Equatable {
    private(set) var words: [UInt64]

    /// - Precondition: slots come in runs, a multiple of 64.
    init(none count: Int) { words = [UInt64](repeating: 0, count: count >> 6) }

    init(all count: Int) { words = [UInt64](repeating: .max, count: count >> 6) }

    /// The slots whose cell is 1; the others' is 0.
    init(_ cells: GridCells<UInt8>) {
        words = []
        words.reserveCapacity(cells.count >> 6)
        for run in cells.runs { append(run.span) }
    }

    /// The slots whose cell is marked in the table.
    init(_ cells: GridCells<UInt16>, markedIn table: [UInt8]) {
        let table = table.span
        self.init(cells) { cell in table[Int(cell)] }
    }

    /// The slots with that cell: many are compared at once.
    init(_ cells: GridCells<UInt16>, equalTo cell: UInt16) {
        self.init(cells) { $0 == cell ? 1 : 0 }
    }

    /// The slots whose cell passes a test.
    init<Cell>(_ cells: GridCells<Cell>, where test: (Cell) -> Bool) {
        self.init(cells) { test($0) ? 1 : 0 }
    }

    /// The slots whose two cells pass a test.
    /// - Precondition: both columns have as many slots.
    init<First, Second>(
        _ first: GridCells<First>, _ second: GridCells<Second>, where test: (First, Second) -> Bool
    ) {
        precondition(first.count == second.count)
        words = []
        words.reserveCapacity(first.count >> 6)
        var marks = [UInt8](repeating: 0, count: GridCells<First>.runLength)
        for (one, other) in zip(first.runs, second.runs) {
            let (held, beside) = (one.span, other.span)
            var span = marks.mutableSpan
            for index in 0..<held.count { span[index] = test(held[index], beside[index]) ? 1 : 0 }
            append(marks.span)
        }
    }

    /// - Parameter mark: 1 for a cell whose slot is in it, 0 for others.
    @inline(__always)
    private init<Cell>(_ cells: GridCells<Cell>, mark: (Cell) -> UInt8) {
        words = []
        words.reserveCapacity(cells.count >> 6)
        var marks = [UInt8](repeating: 0, count: GridCells<Cell>.runLength)
        for run in cells.runs {
            let held = run.span
            var span = marks.mutableSpan
            for index in 0..<held.count { span[index] = mark(held[index]) }
            append(marks.span)
        }
    }

    /// Adds a run of slots, a byte each, 0 or 1. Eight bytes become the eight bits of one: the factor
    /// moves byte i to bit 56 + i, and no two of its products meet.
    private mutating func append(_ marks: Span<UInt8>) {
        // UInt8 has no padding that a view as raw bytes could show.
        let bytes = unsafe marks.bytes
        var start = 0
        while start < marks.count {
            var word: UInt64 = 0
            for part in 0..<8 {
                let eight = unsafe bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: start + part * 8, as: UInt64.self)
                word |= ((eight &* 0x0102_0408_1020_4080) >> 56) << UInt64(part * 8)
            }
            words.append(word)
            start += 64
        }
    }

    /// How many records are in it.
    var count: Int {
        var sum = 0
        for word in words { sum &+= word.nonzeroBitCount }
        return sum
    }

    /// The slots that are in it, ascending.
    var slots: [UInt32] {
        var slots: [UInt32] = []
        slots.reserveCapacity(count)
        visitSlots { slots.append(UInt32($0)) }
        return slots
    }

    /// The slots that are in it behind one, ascending, at most so many.
    func slots(after slot: Int, limit: Int) -> [Int] {
        var found: [Int] = []
        guard limit > 0, slot < words.count << 6 - 1 else { return [] }
        let first = max(0, slot + 1)
        for index in (first >> 6)..<words.count {
            var rest = words[index]
            if index == first >> 6 { rest &= .max << UInt64(first & 63) }
            while rest != 0 {
                found.append(index << 6 | rest.trailingZeroBitCount)
                if found.count == limit { return found }
                rest &= rest &- 1
            }
        }
        return found
    }

    /// Visits the slots that are in it, ascending.
    @inline(__always)
    func visitSlots(_ visit: (Int) -> Void) {
        let span = words.span
        for index in 0..<span.count {
            var rest = span[index]
            while rest != 0 {
                visit(index << 6 | rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
    }

    /// Whether the record of that slot is in it.
    /// - Precondition: there is such a slot.
    func contains(slot: Int) -> Bool { words[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }

    func contains(_ id: Int64) -> Bool {
        id > 0 && id < Int64(words.count << 6) && contains(slot: Int(id))
    }

    mutating func insert(_ slot: Int) { words[slot >> 6] |= 1 << UInt64(slot & 63) }

    mutating func formIntersection(_ other: GridMask) { combine(other) { $0 & $1 } }

    mutating func formUnion(_ other: GridMask) { combine(other) { $0 | $1 } }

    mutating func invert() {
        var span = words.mutableSpan
        for index in 0..<span.count { span[index] = ~span[index] }
    }

    @inline(__always)
    private mutating func combine(_ other: GridMask, _ join: (UInt64, UInt64) -> UInt64) {
        precondition(words.count == other.words.count)
        var span = words.mutableSpan
        let others = other.words.span
        for index in 0..<span.count { span[index] = join(span[index], others[index]) }
    }
}
