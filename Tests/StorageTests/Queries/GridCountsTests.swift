import Testing

@testable import Storage

@Suite struct GridCountsTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func countsAreThoseOfEachRecordAndCopiesStayAsTheyWere(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var counts = GridCounts()
        var records: [Record: Int] = [:]
        var copies: [(counts: GridCounts, records: [Record: Int])] = []
        for round in 0..<6000 {
            let record = Record(
                code: UInt16.random(in: 0...40, using: &generator),
                site: UInt16.random(in: 0...300, using: &generator))
            let isMore = records[record] == nil || Bool.random(using: &generator)
            counts.add(record.code, site: record.site, isMore ? 1 : -1)
            records[record, default: 0] += isMore ? 1 : -1
            if records[record] == 0 { records[record] = nil }
            if round % 2000 == 0 { copies.append((counts, records)) }
        }
        for (counts, records) in copies + [(counts, records)] {
            Self.compare(counts, records, &generator)
        }
    }

    /// What a state costs that is a commit further: the sites of one run, not all of them.
    @Test func aCopyThatCountsOnSharesTheRunsOfOtherSites() {
        var counts = GridCounts()
        for site in UInt16(0)..<1000 { counts.add(1, site: site, 1) }
        var next = counts
        next.add(2, site: 700, 1)
        let own = counts.runs.indices.filter {
            Self.address(counts.runs[$0]) != Self.address(next.runs[$0])
        }
        #expect(own == [700 / GridCounts.runLength])
        #expect(counts.count(2, at: [700]) == 0)
        #expect(next.count(2, at: [700]) == 1)
    }

    private struct Record: Hashable {
        let code: UInt16
        let site: UInt16
    }

    private static func compare(
        _ counts: GridCounts, _ records: [Record: Int], _ generator: inout SeededGenerator
    ) {
        for _ in 0..<20 {
            let sites = Set((0..<30).map { _ in UInt16.random(in: 0...400, using: &generator) })
            var expected = [Int](repeating: 0, count: 41)
            for (record, count) in records where sites.contains(record.site) {
                expected[Int(record.code)] += count
            }
            #expect(counts.counts(41, at: Array(sites)) == expected)
            #expect(counts.count(7, at: Array(sites)) == expected[7])
        }
        let sevens = records.filter { $0.key.code == 7 }.values.reduce(0, +)
        #expect(counts.count(7, at: nil) == sevens)
        #expect(counts.counts(41, at: nil)[7] == sevens)
        let tallies = counts.runs.joined().map(GridCounts.byteCount)
        #expect(counts.tallyBytes == tallies.reduce(0, +))
    }

    private static func address(_ run: [GridCounts.Tally]) -> UnsafeRawPointer? {
        run.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
    }
}
