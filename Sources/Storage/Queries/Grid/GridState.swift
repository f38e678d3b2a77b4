import Complaints

/// The facet fields and the received date of all complaints in memory, as they are at one commit:
/// what counts, positions and combined filters are answered from. Two bytes a field and ten a
/// record.
struct GridState: Sendable {
    /// The fields held: every facet of the catalogue that is not the operator's own.
    static let fields: [(name: FieldName, column: FieldColumn)] =
        FieldCatalogue.standard.fields(with: .facet).compactMap { field in
            FieldColumn(field).map { (field.name, $0) }
        }
    private static let positions: [FieldName: Int] = Dictionary(
        uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
    /// id, received, then the fields.
    static let columnList =
        "id,received," + fields.map(\.column.expression).joined(separator: ",")

    /// The last change-log row whose effect is in it.
    private(set) var commit: Int64
    private var columns: [GridColumn]
    /// 1 for ids that exist.
    private(set) var present = GridMask(bits: [0])
    private var dates: [UInt32] = [0]
    /// All records by received date and id, ascending: the date's key above, the id below.
    private(set) var order: [UInt64] = []
    /// False when a date is not of the usual form; then nothing about dates is answered.
    private(set) var hasDates = true

    init(commit: Int64) {
        self.commit = commit
        columns = Self.fields.map { _ in GridColumn(count: 1) }
    }

    /// One record's values, read from `columnList`.
    struct Row: Sendable {
        let id: Int64
        let date: UInt32?
        let values: [SQLValue]

        init(_ row: borrowing Statement) {
            id = row.int64(0)
            date = row.isNull(1) ? 0 : DateKey.key(row.bytes(1))
            var values: [SQLValue] = []
            values.reserveCapacity(GridState.fields.count)
            for index in GridState.fields.indices { values.append(row.value(index + 2)) }
            self.values = values
        }
    }

    /// The bytes of all columns, without the few values that codes stand for.
    var byteCount: Int {
        columns.reduce(present.bits.count) { $0 + $1.codes.count * 2 } + dates.count * 4
            + order.count * 8
    }

    /// Takes a record in without its place in the order; `sort` follows.
    mutating func set(_ row: Row) {
        let slot = Int(row.id)
        let size = slot + 1
        while present.bits.count < size {
            present.bits.append(0)
            dates.append(0)
        }
        present.bits[slot] = 1
        for index in columns.indices {
            columns[index].grow(to: present.bits.count)
            columns[index].set(slot, row.values[index])
        }
        if let date = row.date { dates[slot] = date } else { hasDates = false }
    }

    /// Orders everything anew, after a first reading.
    mutating func sortAll() {
        order = []
        for slot in present.bits.indices where present.bits[slot] == 1 {
            order.append(UInt64(dates[slot]) << 32 | UInt64(slot))
        }
        order.sort()
    }

    /// Brings changed records to the state of a later commit.
    mutating func apply(_ rows: [Row], commit: Int64) {
        self.commit = commit
        guard !rows.isEmpty else { return }
        var moved = Set<UInt64>()
        for row in rows {
            let slot = Int(row.id)
            if slot < present.bits.count, present.bits[slot] == 1 {
                moved.insert(UInt64(dates[slot]) << 32 | UInt64(slot))
            }
            set(row)
        }
        var added = Set(rows.map { UInt64(dates[Int($0.id)]) << 32 | UInt64($0.id) })
        let unmoved = added.intersection(moved)
        added.subtract(unmoved)
        moved.subtract(unmoved)
        guard !added.isEmpty else { return }
        order = Self.merged(order, without: moved, with: added.sorted())
    }

    private static func merged(
        _ order: [UInt64], without moved: Set<UInt64>, with added: [UInt64]
    ) -> [UInt64] {
        var result: [UInt64] = []
        result.reserveCapacity(order.count + added.count)
        var next = 0
        for key in order {
            while next < added.count, added[next] < key {
                result.append(added[next])
                next += 1
            }
            if moved.isEmpty || !moved.contains(key) { result.append(key) }
        }
        result += added[next...]
        return result
    }

    /// The column of a field; nil for fields that are not held.
    func column(_ name: FieldName) -> GridColumn? {
        guard let position = Self.positions[name], columns[position].isComplete else { return nil }
        return columns[position]
    }

    /// The ids of a mask in the order of received date and id, behind a key or from a position on;
    /// nil when the order is not to be had.
    func ids(
        in mask: GridMask, isDescending: Bool, after key: UInt64?, skipping: Int, limit: Int
    ) -> [Int64]? {
        guard hasDates else { return nil }
        var ids: [Int64] = []
        var skipped = 0
        var index = start(isDescending, after: key)
        let step = isDescending ? -1 : 1
        while order.indices.contains(index), ids.count < limit {
            let id = order[index] & 0xFFFF_FFFF
            index += step
            guard mask.bits[Int(id)] == 1 else { continue }
            if skipped < skipping { skipped += 1 } else { ids.append(Int64(id)) }
        }
        return ids
    }

    /// The received date of a record as its key; 0 without one.
    func date(of id: Int64) -> UInt32 { dates[Int(id)] }

    private func start(_ isDescending: Bool, after key: UInt64?) -> Int {
        guard let key else { return isDescending ? order.count - 1 : 0 }
        // The first that is not below the key.
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if order[middle] < key { low = middle + 1 } else { high = middle }
        }
        if isDescending { return low - 1 }
        return low < order.count && order[low] == key ? low + 1 : low
    }

    /// Records with a date in the range of keys.
    func dates(in range: ClosedRange<UInt32>) -> GridMask {
        GridMask(bits: dates.map { range.contains($0) ? 1 : 0 })
    }
}

/// Dates as numbers that sort like their texts: 2013 → 20130000, 2013-07 → 20130700.
enum DateKey {
    /// Nil for what is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    static func key(_ text: Span<UInt8>) -> UInt32? {
        guard text.count == 4 || text.count == 7 || text.count == 10 else { return nil }
        var key: UInt32 = 0
        for index in 0..<text.count {
            if index == 4 || index == 7 {
                guard text[index] == 0x2D else { return nil }
            } else {
                let digit = text[index] &- 0x30
                guard digit < 10 else { return nil }
                key = key * 10 + UInt32(digit)
            }
        }
        if text.count == 4 { return key * 10_000 }
        return text.count == 7 ? key * 100 : key
    }

    /// The text of a key; nil for 0.
    static func text(_ key: UInt32) -> String? {
        guard key > 0 else { return nil }
        var text = padded(key / 10_000, 4)
        if key % 10_000 > 0 { text += "-" + padded(key / 100 % 100, 2) }
        if key % 100 > 0 { text += "-" + padded(key % 100, 2) }
        return text
    }

    private static func padded(_ number: UInt32, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
