/// One facet field of all complaints in memory: a two-byte code a record, and the values the codes
/// stand for. Code 0 is null.
struct GridColumn: Sendable {
    private(set) var codes: [UInt16]
    /// The value of each code.
    private(set) var values: [SQLValue] = [.null]
    private var codeByValue: [SQLValue: UInt16] = [.null: 0]
    /// False once there were more values than codes; then the column is of no use.
    private(set) var isComplete = true

    init(count: Int) { codes = [UInt16](repeating: 0, count: count) }

    mutating func grow(to count: Int) {
        while codes.count < count { codes.append(0) }
    }

    mutating func set(_ slot: Int, _ value: SQLValue) {
        guard isComplete else { return }
        if let code = codeByValue[value] {
            codes[slot] = code
        } else if values.count <= Int(UInt16.max) {
            let code = UInt16(values.count)
            values.append(value)
            codeByValue[value] = code
            codes[slot] = code
        } else {
            isComplete = false
            codes = []
        }
    }

    /// Records whose value is one of those.
    func isOneOf(_ wanted: [SQLValue]) -> GridMask {
        let codes = wanted.compactMap { codeByValue[$0] }
        if codes.count == 1 { return isEqual(codes[0]) }
        var table = [UInt8](repeating: 0, count: values.count)
        for code in codes { table[Int(code)] = 1 }
        let held = self.codes.span
        let chosen = table.span
        return GridMask(count: held.count) { chosen[Int(held[$0])] }
    }

    private func isEqual(_ code: UInt16) -> GridMask {
        let held = codes.span
        return GridMask(count: held.count) { held[$0] == code ? 1 : 0 }
    }

    /// How many records of the mask have each code.
    func counts(in mask: GridMask) -> [Int] {
        var counts = [Int](repeating: 0, count: values.count)
        let held = codes.span
        let bits = mask.bits.span
        var sums = counts.mutableSpan
        for slot in 0..<held.count { sums[Int(held[slot])] &+= Int(bits[slot]) }
        return counts
    }
}

/// A set of records: 1 for each slot that is in it. The slot of a record is its id.
struct GridMask: Sendable, Equatable {
    var bits: [UInt8]

    init(bits: [UInt8]) { self.bits = bits }

    /// One bit a slot.
    init(count: Int, _ bit: (Int) -> UInt8) {
        bits = [UInt8](repeating: 0, count: count)
        var span = bits.mutableSpan
        for slot in 0..<count { span[slot] = bit(slot) }
    }

    var count: Int {
        var sum = 0
        for bit in bits { sum &+= Int(bit) }
        return sum
    }

    func contains(_ id: Int64) -> Bool {
        id > 0 && id < Int64(bits.count) && bits[Int(id)] == 1
    }

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
