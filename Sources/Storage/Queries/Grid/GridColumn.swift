import Platform

/// One field of all complaints in memory: a two-byte code a record, and the values the codes stand
/// for. Code 0 is null.
struct GridColumn: Sendable {
    private(set) var codes = GridCells<UInt16>(empty: 0)
    private(set) var known = GridCodes()
    /// False once there were more values than codes; then the column is of no use.
    private(set) var isComplete = true
    /// Whether a value is a number with a fraction: SQLite writes those in its own way.
    private(set) var hasFractions = false
    /// Nil for fields that are no facets.
    private(set) var counts: GridCounts?
    /// More in values than this is text that is different everywhere.
    static let valueBytesMax = 8 << 20
    /// Of these values: states that went different ways from one do not share it.
    private var ranking = GridRanking()

    init(isCounted: Bool) { counts = isCounted ? GridCounts() : nil }

    mutating func grow(toHold slot: Int) {
        if isComplete { codes.grow(toHold: slot) }
    }

    /// Takes codes and what they stand for from a file; `count` follows where it is counted.
    mutating func take(_ codes: GridCells<UInt16>, _ known: GridCodes) {
        self.codes = codes
        self.known = known
        hasFractions = known.values.contains { if case .real = $0 { true } else { false } }
    }

    /// Counts the records that are present by their sites anew, where the field is a facet.
    mutating func count(_ present: GridCells<UInt8>, at sites: GridColumn?) {
        guard counts != nil else { return }
        counts = GridCounts(self, present, at: sites)
    }

    /// The value of each code.
    var values: [SQLValue] { known.values }

    /// The code of a value that some record has or had.
    func code(of value: SQLValue) -> UInt16? { known.code(of: value) }

    /// The codes of all values that SQLite takes for equal to it.
    func codes(equalTo value: SQLValue) -> [UInt16] { known.codes(equalTo: value) }

    /// Gives the slot a value by its code, of which there are no more when it is nil; `was` is the
    /// record's site before, nil for a new record.
    mutating func set(_ slot: Int, code: UInt16?, was: UInt16?, site: UInt16) {
        guard isComplete else { return }
        guard let code, known.byteCount < Self.valueBytesMax else { return giveUp() }
        let old = codes[slot]
        if let was {
            if old == code, was == site { return }
            counts?.add(old, site: was, -1)
        }
        if old != code { codes[slot] = code }
        counts?.add(code, site: site, 1)
    }

    /// Lets go of everything: SQL answers from now on.
    mutating func giveUp() {
        self = GridColumn(isCounted: false)
        isComplete = false
    }

    /// The code of a column's value, a new one if need be; nil when there are no more codes.
    mutating func encode(_ row: borrowing Statement, _ column: Int) -> UInt16? {
        guard isComplete else { return nil }
        if row.kind(column) == .decimal { hasFractions = true }
        let count = known.count
        defer { noteValues(since: count) }
        return known.code(row, column)
    }

    mutating func encode(text: Span<UInt8>) -> UInt16? {
        let count = known.count
        defer { noteValues(since: count) }
        return isComplete ? known.code(text: text) : nil
    }

    mutating func encode(integer: Int64) -> UInt16? {
        let count = known.count
        defer { noteValues(since: count) }
        return isComplete ? known.code(integer: integer) : nil
    }

    mutating func encode(real: Double) -> UInt16? {
        hasFractions = true
        let count = known.count
        defer { noteValues(since: count) }
        return isComplete ? known.code(real: real) : nil
    }

    private mutating func noteValues(since count: Int) {
        if known.count != count { ranking = GridRanking() }
    }

    /// The codes whose value is one of those.
    func marks(of wanted: [SQLValue]) -> GridMarks {
        var table = [UInt8](repeating: 0, count: known.count)
        for value in wanted {
            for code in known.codes(equalTo: value) { table[Int(code)] = 1 }
        }
        return GridMarks(codes: codes, table: table)
    }

    /// The codes that pass, by the value that stands for each of them.
    func marks(of values: [SQLValue], where predicate: GridPredicate) -> GridMarks {
        GridMarks(codes: codes, table: values.map { predicate.matches($0) ? 1 : 0 })
    }

    /// How many records of the mask have each code.
    func counts(in mask: GridMask) -> [Int] {
        var counts = [Int](repeating: 0, count: known.count)
        var sums = counts.mutableSpan
        mask.visitSlots { sums[Int(codes[$0])] &+= 1 }
        return counts
    }

    /// The place of each code in the order of the values.
    var ranks: [UInt16] { ranking.ranks(of: values) }

    /// About the bytes of codes, values and counts.
    var byteCount: Int { codes.byteCount + known.byteCount + (counts?.byteCount ?? 0) }
}

/// The order of a column's values, worked out when it is first asked for and again when there are
/// more of them.
final class GridRanking: Sendable {
    private let known = Lock<[UInt16]>([])

    /// Equal values have one rank; ranks ascend with the values.
    static func ranks<Value: Comparable>(of values: [Value]) -> [UInt16] {
        var ranks = [UInt16](repeating: 0, count: values.count)
        var rank: UInt16 = 0
        var before: Value?
        for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
            if let before, before < values[index] { rank += 1 }
            before = values[index]
            ranks[index] = rank
        }
        return ranks
    }

    /// Always asked with the same values.
    func ranks(of values: [SQLValue]) -> [UInt16] {
        let found = known.withLock { $0 }
        if found.count == values.count { return found }
        let made = Self.ranks(of: values)
        known.withLock { if $0.count < made.count { $0 = made } }
        return made
    }
}
