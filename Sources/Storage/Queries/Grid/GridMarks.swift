/// Which codes of a column pass a comparison.
struct GridMarks {
    let codes: GridCells<UInt16>
    /// A byte a code: 1 passes.
    let table: [UInt8]

    /// Whether the record of that slot passes.
    func passes(_ slot: Int) -> Bool { table[Int(codes[slot])] == 1 }

    /// All records that pass.
    var mask: GridMask {
        var only: Int?
        for code in table.indices where table[code] == 1 {
            if only != nil { return GridMask(codes, markedIn: table) }
            only = code
        }
        guard let only else { return GridMask(none: codes.count) }
        return GridMask(codes, equalTo: UInt16(only))
    }

    /// What does not pass.
    var inverted: GridMarks { GridMarks(codes: codes, table: table.map { $0 ^ 1 }) }
}
