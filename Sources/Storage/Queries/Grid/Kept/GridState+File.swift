/// The columns in a file's bytes:
///
/// ```
/// state   := datesAreUsual present dates asked coded* moments* names column*
/// coded   := 0x00 once there were more values than codes | 0x01 values codes
/// column  := 0x02 not held | coded                                       one for each name
/// values  := count (length kind bytes)*                                  the value of code 1 first
/// cells   := (width base byte*)*                                         a run each: GridFileWriter
/// ```
/// Numbers have eight bytes. Order and counts are worked out anew. A code that no record has any more is
/// left out, and with it its value.
extension GridState {
    /// Writes everything behind the header.
    func write(into writer: inout GridFileWriter) throws(GridFileFailure) {
        let parts = self.parts
        try writer.append([parts.hasDates ? 1 : 0])
        try writer.append(parts.present)
        try writer.append(parts.dates)
        try writer.append(parts.asked)
        for column in parts.columns { try column.write(into: &writer) }
        for cells in parts.moments { try writer.append(cells) }
        try parts.members.write(into: &writer)
    }

    /// Reads what `write` wrote; the sum is still to be looked at.
    init(
        _ header: GridFileHeader, from reader: inout GridFileReader, bytesMax: Int
    ) throws(GridFileRefusal) {
        let runs = Int(header.runs)
        // What is beside dictionaries and members, as `byteCount` has it.
        let slotBytes = 7 + 2 * GridField.coded.count + 8 * GridField.moments.count
        guard runs << GridCells<UInt8>.runBits * slotBytes <= bytesMax else { throw .tooLarge }
        let hasDates = try reader.byte() == 1
        let present: GridCells<UInt8> = try reader.cells(empty: 0, runs: runs, below: 2)
        var parts = Parts(hasDates: hasDates, present: present)
        parts.dates = try reader.cells(empty: 0, runs: runs)
        parts.asked = try reader.cells(empty: 0, runs: runs)
        for field in GridField.coded {
            guard let column = try GridColumn(from: &reader, runs, isCounted: field.isFacet) else {
                throw .broken
            }
            parts.columns.append(column)
        }
        for _ in GridField.moments {
            parts.moments.append(try reader.cells(empty: 0, runs: runs))
        }
        parts.members = try GridMembers(from: &reader, runs, bytesMax: bytesMax)
        self.init(commit: header.point.commit, parts)
        guard count == header.records else { throw .broken }
        guard byteCount <= bytesMax else { throw .tooLarge }
    }
}

extension GridColumn {
    fileprivate static let (lost, held, absent): (UInt8, UInt8, UInt8) = (0, 1, 2)

    func write(into writer: inout GridFileWriter) throws(GridFileFailure) {
        guard isComplete else { return try writer.append([Self.lost]) }
        var head = [Self.held]
        let (table, kept) = packing
        head.append(bigEndian: Int64(kept.count))
        try writer.append(head)
        for code in kept {
            let key = known.key(of: code)
            var value: [UInt8] = []
            value.append(bigEndian: Int64(key.count))
            try writer.append(value + key)
        }
        try writer.append(codes, as: table)
    }

    /// The codes that some slot has, but null, in order; and the new code of each.
    private var packing: (table: [UInt16], kept: [Int]) {
        var table = [UInt16](repeating: 0, count: known.count)
        for run in codes.runs {
            let held = run.span
            var span = table.mutableSpan
            for index in 0..<held.count { span[Int(held[index])] = 1 }
        }
        table[0] = 0
        var kept: [Int] = []
        for code in table.indices where table[code] == 1 {
            kept.append(code)
            table[code] = UInt16(kept.count)
        }
        return (table, kept)
    }

    /// Nil where the field is not held.
    init?(
        from reader: inout GridFileReader, _ runs: Int, isCounted: Bool
    ) throws(GridFileRefusal) {
        self.init(isCounted: isCounted)
        switch try reader.byte() {
        case Self.absent: return nil
        case Self.lost: giveUp()
        case Self.held:
            let known = try GridCodes(from: &reader)
            let codes: GridCells<UInt16> = try reader.cells(
                empty: 0, runs: runs, below: known.count)
            take(codes, known)
        default: throw .broken
        }
    }
}

extension GridCodes {
    init(from reader: inout GridFileReader) throws(GridFileRefusal) {
        self.init()
        let count = try reader.bigEndian()
        guard (0..<Int64(Self.codesMax)).contains(count) else { throw .broken }
        for _ in 0..<count {
            let left = GridColumn.valueBytesMax - byteCount
            guard left > 0 else { throw .broken }
            let key = try reader.bytes(try reader.bigEndian(), max: left)
            guard restore(key) else { throw .broken }
        }
    }
}

extension GridMembers {
    func write(into writer: inout GridFileWriter) throws(GridFileFailure) {
        var head: [UInt8] = []
        head.append(bigEndian: Int64(names.count - 1))
        for code in 1..<max(names.count, 1) {
            let key = names.key(of: code)
            head.append(bigEndian: Int64(key.count))
            head += key
        }
        try writer.append(head)
        for column in columns {
            if let column {
                try column.write(into: &writer)
            } else {
                try writer.append([GridColumn.absent])
            }
        }
    }

    init(
        from reader: inout GridFileReader, _ runs: Int, bytesMax: Int
    ) throws(GridFileRefusal) {
        let names = try GridCodes(from: &reader)
        self.init()
        for value in names.values.dropFirst() {
            guard case .text(let name) = value else { throw .broken }
            add(name, try GridColumn(from: &reader, runs, isCounted: false))
            guard byteCount <= bytesMax else { throw .tooLarge }
        }
        restore(names)
    }
}
