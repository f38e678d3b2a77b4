/// How many records have each value of a field, kept by site: counts without a filter are sums over
/// the caller's sites and look at no record.
struct GridCounts: Sendable {
    /// By the value's code.
    private var all: [Int32] = []
    /// By the site's code, then by the value's.
    private var bySite: [[UInt16: Int32]] = []

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
        while bySite.count <= Int(site) { bySite.append([:]) }
        let count = bySite[Int(site)][code, default: 0] + change
        bySite[Int(site)][code] = count == 0 ? nil : count
    }

    /// The counts of the first `codeCount` codes over these sites; nil is over all of them.
    func counts(_ codeCount: Int, at sites: [UInt16]?) -> [Int] {
        var counts = [Int](repeating: 0, count: codeCount)
        guard let sites else {
            for (code, count) in all.enumerated() { counts[code] = Int(count) }
            return counts
        }
        for site in sites where Int(site) < bySite.count {
            for (code, count) in bySite[Int(site)] { counts[Int(code)] += Int(count) }
        }
        return counts
    }

    /// How many records have that value at these sites.
    func count(_ code: UInt16, at sites: [UInt16]?) -> Int {
        guard let sites else { return Int(code) < all.count ? Int(all[Int(code)]) : 0 }
        return sites.reduce(0) { sum, site in
            sum + (Int(site) < bySite.count ? Int(bySite[Int(site)][code] ?? 0) : 0)
        }
    }

    /// About what it takes; an entry of a dictionary with its share of room.
    var byteCount: Int { all.count * 4 + bySite.reduce(0) { $0 + 48 + $1.capacity * 9 } }
}
