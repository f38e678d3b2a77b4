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
        return GridMask(bits: self.codes.map { table[Int($0)] })
    }

    private func isEqual(_ code: UInt16) -> GridMask {
        GridMask(bits: codes.map { $0 == code ? 1 : 0 })
    }

    /// How many records of the mask have each code.
    func counts(in mask: GridMask) -> [Int] {
        var counts = [Int](repeating: 0, count: values.count)
        for (code, bit) in zip(codes, mask.bits) { counts[Int(code)] &+= Int(bit) }
        return counts
    }
}

/// A set of records: 1 for each slot that is in it. The slot of a record is its id.
struct GridMask: Sendable, Equatable {
    var bits: [UInt8]

    var count: Int {
        var sum = 0
        for bit in bits { sum &+= Int(bit) }
        return sum
    }

    func contains(_ id: Int64) -> Bool {
        id > 0 && id < Int64(bits.count) && bits[Int(id)] == 1
    }

    mutating func formIntersection(_ other: GridMask) {
        for index in bits.indices { bits[index] &= other.bits[index] }
    }

    mutating func formUnion(_ other: GridMask) {
        for index in bits.indices { bits[index] |= other.bits[index] }
    }

    mutating func invert() {
        for index in bits.indices { bits[index] ^= 1 }
    }
}
