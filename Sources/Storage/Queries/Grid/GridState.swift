import Complaints

/// The fields people filter, sort and count by, of all complaints in memory, as they are at one
/// commit: two bytes a field and record where it has values, and about thirty a record.
struct GridState: Sendable {
    /// The last change-log row whose effect is in it.
    private(set) var commit: Int64
    /// How many records there are.
    private(set) var count = 0
    /// 1 for ids that exist.
    private(set) var present = GridCells<UInt8>(empty: 0)
    /// All records by received date and id: the date's key above, the id below.
    private(set) var order = GridOrder()
    /// False when a date is not of the usual form; then the order is not to be had.
    private(set) var hasDates = true
    private var columns = GridField.coded.map { GridColumn(isCounted: $0.isFacet) }
    private var members = GridMembers()
    private var moments = GridField.moments.map { _ in GridCells<Int64>(empty: 0) }
    private var dates = GridCells<UInt32>(empty: 0)
    /// Which of `GridField.asked` have a value.
    private var asked = GridCells<UInt16>(empty: 0)

    /// How many columns were of no use already when everything had been read.
    private var lostAtFirst = 0
    /// Whether it came out of a file.
    private var wasKept = false

    init(commit: Int64) { self.commit = commit }

    /// Slots of the columns; every id is below.
    var slotCount: Int { present.count }

    /// About the bytes of all columns.
    var byteCount: Int {
        var sum = present.byteCount + dates.byteCount + order.byteCount + members.byteCount
        sum += asked.byteCount
        for column in columns { sum += column.byteCount }
        for cells in moments { sum += cells.byteCount }
        return sum
    }

    /// Takes in the record of a row of `GridField.columnList`, without its place in the order;
    /// `sortAll` follows.
    mutating func set(_ row: borrowing Statement) {
        let slot = Int(row.int64(0))
        grow(toHold: slot)
        let isNew = present[slot] == 0
        if isNew {
            present[slot] = 1
            count += 1
        }
        let place = GridField.sitePosition
        let was = isNew ? nil : columns[place].isComplete ? columns[place].codes[slot] : 0
        let site = columns[place].encode(row, 2 + place) ?? 0
        for index in columns.indices {
            let code = columns[index].encode(row, 2 + index)
            columns[index].set(slot, code: code, was: was, site: site)
        }
        let first = 2 + columns.count
        for index in moments.indices {
            let moment = row.int64(first + index)
            if moments[index][slot] != moment { moments[index][slot] = moment }
        }
        let last = first + moments.count
        let filled =
            UInt16(truncatingIfNeeded: row.int64(last))
            | members.set(slot, row.bytes(last + 1), isNew: isNew, room: slotCount - 1)
        if asked[slot] != filled { asked[slot] = filled }
        setDate(slot, row)
    }

    private mutating func setDate(_ slot: Int, _ row: borrowing Statement) {
        guard let date = row.isNull(1) ? 0 : DateKey.key(row.bytes(1)) else {
            hasDates = false
            return
        }
        if dates[slot] != date { dates[slot] = date }
    }

    /// Orders everything anew, after a first reading.
    mutating func sortAll() {
        var keys: [UInt64] = []
        keys.reserveCapacity(count)
        for slot in 0..<slotCount where present[slot] == 1 { keys.append(key(of: slot)) }
        keys.sort()
        order = GridOrder(sorted: keys)
        lostAtFirst = lostCount
    }

    /// Takes in a changed record, and its place in the order.
    mutating func apply(_ row: borrowing Statement) {
        let slot = Int(row.int64(0))
        let old = slot < slotCount && present[slot] == 1 ? key(of: slot) : nil
        set(row)
        let new = key(of: slot)
        guard old != new else { return }
        if let old { order.remove(old) }
        order.insert(new)
    }

    /// Everything up to that commit is in it.
    mutating func reach(_ commit: Int64) { self.commit = commit }

    /// The column of a field; nil for fields that are not held.
    func column(_ name: FieldName) -> GridColumn? {
        guard let position = GridField.codedPositions[name], columns[position].isComplete else {
            return nil
        }
        return columns[position]
    }

    /// The column of a field of the catalogue, those of documents included.
    func column(_ field: Field) -> GridColumn? {
        guard GridField.isHeld(field) else { return column(field.name) }
        if let column = members.column(field.name) { return column.isComplete ? column : nil }
        // No record has it.
        var column = GridColumn(isCounted: false)
        if slotCount > 0 { column.grow(toHold: slotCount - 1) }
        return column
    }

    /// The moments of a field, microseconds since 1970; nil for other fields.
    func moments(_ name: FieldName) -> GridCells<Int64>? {
        GridField.momentPositions[name].map { moments[$0] }
    }

    /// The records that have a value of one of `GridField.asked`; nil for other fields.
    func filled(_ name: FieldName) -> GridMask? {
        guard let place = GridField.askedPlaces[name] else { return nil }
        return GridMask(asked) { $0 >> place & 1 == 1 }
    }

    /// The received date of a record as its key; 0 without one.
    func date(of id: Int64) -> UInt32 { dates[Int(id)] }

    /// The codes of those sites that have records; nil where sites are not held.
    func siteCodes(_ sites: Set<Int64>) -> [UInt16]? {
        guard let column = column("site") else { return nil }
        return sites.compactMap { column.code(of: .integer($0)) }
    }

    private func key(of slot: Int) -> UInt64 { UInt64(dates[slot]) << 32 | UInt64(slot) }

    private mutating func grow(toHold slot: Int) {
        guard slot >= slotCount else { return }
        present.grow(toHold: slot)
        dates.grow(toHold: slot)
        asked.grow(toHold: slot)
        for index in columns.indices { columns[index].grow(toHold: slot) }
        for index in moments.indices { moments[index].grow(toHold: slot) }
        members.grow(toHold: slot)
    }
}

extension GridState {
    /// What is in it but for order and counts, which follow from it.
    struct Parts {
        var hasDates: Bool
        var present: GridCells<UInt8>
        var columns: [GridColumn] = []
        var members = GridMembers()
        var moments: [GridCells<Int64>] = []
        var dates = GridCells<UInt32>(empty: 0)
        var asked = GridCells<UInt16>(empty: 0)
    }

    var parts: Parts {
        Parts(
            hasDates: hasDates, present: present, columns: columns, members: members,
            moments: moments, dates: dates, asked: asked)
    }

    /// A state of the same parts.
    /// - Precondition: all have as many slots.
    init(commit: Int64, _ parts: Parts) {
        self.commit = commit
        hasDates = parts.hasDates
        present = parts.present
        columns = parts.columns
        members = parts.members
        moments = parts.moments
        dates = parts.dates
        asked = parts.asked
        wasKept = true
        count = GridMask(present).count
        let sites = columns[GridField.sitePosition]
        for index in columns.indices {
            columns[index].count(present, at: sites.isComplete ? sites : nil)
        }
        sortAll()
    }

    /// Whether values that came one by one have cost a column that a reading of everything might have.
    var isWorn: Bool { lostCount > lostAtFirst }

    /// Whether it may go to a file. What came out of one without a column does not go there again: the file
    /// that is there serves until it is outdated, and then everything is read.
    var mayBeKept: Bool { lostCount == 0 || (!wasKept && !isWorn) }

    private var lostCount: Int {
        columns.count { !$0.isComplete } + members.columns.count { $0?.isComplete == false }
            + (hasDates ? 0 : 1)
    }
}
