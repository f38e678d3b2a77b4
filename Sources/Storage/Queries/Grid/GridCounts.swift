/// How many records have each value of a field, kept by site: counts without a filter are sums over
/// the caller's sites and look at no record.
struct GridCounts: Sendable {
    /// Records by the value's code.
    typealias Tally = [UInt16: Int32]

    /// Sites of a run. Counting while somebody still reads the old state copies one run, and not what
    /// thousands of sites hold.
    static let runLength = 64

    /// By the value's code.
    private var all: [Int32] = []
    /// By the site's code, in runs.
    private(set) var runs: [[Tally]] = []
    /// About the bytes of all tallies, kept as they change: every new state is asked for its size.
    private(set) var tallyBytes = 0

    init() {}

    /// Up to so many pairs of value and site are counted in a table.
    private static let pairsMax = 1 << 20

    /// The counts of a column's records that are present, by the codes of their sites; without a column
    /// of sites all records are at the code of null.
    init(_ column: GridColumn, _ present: GridCells<UInt8>, at sites: GridColumn?) {
        let (codeCount, siteCount) = (column.values.count, sites?.values.count ?? 1)
        let isTable = codeCount * siteCount <= Self.pairsMax
        var table = [Int32](repeating: 0, count: isTable ? codeCount * siteCount : 0)
        for (place, run) in present.runs.enumerated() {
            let (ones, others) = (column.codes.runs[place], sites?.codes.runs[place] ?? [])
            let (marks, codes, siteCodes) = (run.span, ones.span, others.span)
            for index in 0..<marks.count where marks[index] == 1 {
                let (code, site) = (codes[index], siteCodes.isEmpty ? 0 : siteCodes[index])
                if isTable {
                    table[Int(site) * codeCount + Int(code)] += 1
                } else {
                    add(code, site: site, 1)
                }
            }
        }
        for pair in table.indices where table[pair] > 0 {
            add(UInt16(pair % codeCount), site: UInt16(pair / codeCount), table[pair])
        }
    }

    /// Notes so many records more (or, below 0, fewer) of that value at that site.
    mutating func add(_ code: UInt16, site: UInt16, _ change: Int32) {
        while all.count <= Int(code) { all.append(0) }
        all[Int(code)] += change
        let (run, place) = Self.place(site)
        while runs.count <= run {
            runs.append([Tally](repeating: [:], count: Self.runLength))
            tallyBytes += Self.runLength * Self.byteCount([:])
        }
        tallyBytes += Self.note(code, change, in: &runs[run][place])
    }

    /// About the bytes of a tally: 9 for an entry, with its share of room.
    static func byteCount(_ tally: Tally) -> Int { 48 + tally.capacity * 9 }

    private static func place(_ site: UInt16) -> (run: Int, place: Int) {
        (Int(site) / runLength, Int(site) % runLength)
    }

    /// Counts in place; answers with how many bytes more the tally takes.
    private static func note(_ code: UInt16, _ change: Int32, in tally: inout Tally) -> Int {
        let before = byteCount(tally)
        let count = tally[code, default: 0] + change
        tally[code] = count == 0 ? nil : count
        return byteCount(tally) - before
    }

    private func tally(_ site: UInt16) -> Tally {
        let (run, place) = Self.place(site)
        return run < runs.count ? runs[run][place] : [:]
    }

    /// The counts of the first `codeCount` codes over these sites; nil is over all of them.
    func counts(_ codeCount: Int, at sites: [UInt16]?) -> [Int] {
        var counts = [Int](repeating: 0, count: codeCount)
        guard let sites else {
            for (code, count) in all.enumerated() { counts[code] = Int(count) }
            return counts
        }
        for site in sites {
            for (code, count) in tally(site) { counts[Int(code)] += Int(count) }
        }
        return counts
    }

    /// How many records have that value at these sites.
    func count(_ code: UInt16, at sites: [UInt16]?) -> Int {
        guard let sites else { return Int(code) < all.count ? Int(all[Int(code)]) : 0 }
        return sites.reduce(0) { $0 + Int(tally($1)[code] ?? 0) }
    }

    /// About the bytes of all counts.
    var byteCount: Int { all.count * 4 + tallyBytes }
}
