import Compression
import Storage
import Testing

@testable import Backup

/// Pages in memory.
private final class Pages: LTXPageSource {
    private var rest: ArraySlice<LTXPage>

    init(_ pages: [LTXPage]) { rest = pages[...] }

    func next() throws(Never) -> LTXPage? { rest.popFirst() }
}

@Suite struct LTXTests {
    private static let page = (0..<512).map { UInt8($0 & 255) }

    @Test func aFileWithoutPagesIsTheKnownOne() throws {
        let bytes = try encode(
            header(2, 2, commit: 4, pageBytes: 4096, node: 7), [])
        #expect(
            bytes
                == hex(
                    """
                    4c545831 00000002 00001000 00000004 0000000000000002 0000000000000002
                    0000018bcfe56800 0000000000000000 0000000000000000 0000000000000000
                    00000000 00000000 0000000000000007
                    00000000 00000000 00000000 00000000 00000000
                    000000000000 00 0000000000000001 0000000000000000 f5eed6ca101e2717
                    """))
    }

    @Test func aFileOfOnePageIsTheKnownOne() throws {
        let bytes = try encode(
            header(1, 1, commit: 1), [LTXPage(number: 1, bytes: Self.page)])
        #expect(bytes.count == 412)
        #expect(Array(bytes[100..<115]) == hex("00000001 0001 0000010b ff f1 00 01 02"))
        #expect(
            Array(bytes.suffix(29))
                == hex("01 64 9502 00 0000000000000005 0000000000000000 a0e5038a74435f74"))
    }

    @Test func checksumsOfPagesAreTheKnownOnes() {
        let zeros = [UInt8](repeating: 0, count: 4096)
        #expect(LTXChecksum.page(1, zeros) == 0xd932_8f59_2d9e_733d)
        let both = LTXChecksum.fold(
            LTXChecksum.fold(0, LTXChecksum.page(1, zeros)), LTXChecksum.page(2, zeros))
        #expect(both == 0xaea2_911e_1dd2_d002)
    }

    @Test(arguments: [(512, 2_097_153), (4096, 262_145), (65536, 16_385)])
    func theLockPageIsTheKnownOne(_ size: Int, _ page: Int) throws {
        #expect(try #require(PageSize(size)).lockPage == UInt32(page))
    }

    @Test(arguments: [0, 1, 511, 513, 3072, 131_072, -512])
    func otherPageSizesAreRefused(_ size: Int) { #expect(PageSize(size) == nil) }

    private func sample() throws -> (LTXHeader, [LTXPage], [UInt8]) {
        let about = LTXHeader(
            pageSize: try #require(PageSize(512)), commit: 9,
            transactions: try #require(TransactionRange(3, 5)), milliseconds: 17,
            extent: LTXExtent(
                offset: 32, byteCount: 4120, salts: LogSalts(first: 7, second: 8)), node: 99)
        let pages = [
            LTXPage(number: 2, bytes: [UInt8](repeating: 5, count: 512)),
            LTXPage(number: 7, bytes: Self.page),
            LTXPage(number: 9, bytes: [UInt8](repeating: 0, count: 512)),
        ]
        return (about, pages, try encode(about, pages))
    }

    @Test func everySplitGivesTheSame() throws {
        let (about, pages, bytes) = try sample()
        for pieces in 1...bytes.count {
            let (header, found) = try decode(bytes, pieces: pieces)
            #expect(header == about)
            #expect(found == pages)
        }
    }

    @Test func everyCutIsRefused() throws {
        let bytes = try sample().2
        for end in 0..<bytes.count {
            #expect(throws: LTXError.self, "cut at \(end)") { try decode(Array(bytes[..<end])) }
        }
        #expect(throws: LTXError.trailingBytes) { try decode(bytes + [0]) }
    }

    /// A bit that packs the same page in another way is no error of the page.
    @Test func everyFlippedBitIsRefusedOrChangesNothing() throws {
        let (about, pages, bytes) = try sample()
        var refused = 0
        for index in bytes.indices {
            for bit in 0..<8 {
                var bad = bytes
                bad[index] ^= 1 << UInt8(bit)
                do {
                    let (header, found) = try decode(bad)
                    #expect(header == about && found == pages, "byte \(index), bit \(bit)")
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > bytes.count * 8 - 40)
    }

    @Test func pagesThatMustNotStandThereAreRefused() throws {
        let empty = [UInt8](repeating: 0, count: 512)
        var encoder = LTXEncoder(try header(2, 2, commit: 9))
        try encoder.add(4, empty)
        #expect(throws: LTXError.invalidPage(4)) { try encoder.add(4, empty) }
        #expect(throws: LTXError.invalidPage(3)) { try encoder.add(3, empty) }
        #expect(throws: LTXError.invalidPage(10)) { try encoder.add(10, empty) }
        try encoder.add(9, empty)
        var long = LTXEncoder(try header(2, 2, commit: 3_000_000))
        #expect(throws: LTXError.invalidPage(2_097_153)) { try long.add(2_097_153, empty) }
    }

    @Test func aSnapshotHasEveryPage() throws {
        let empty = [UInt8](repeating: 0, count: 512)
        var encoder = LTXEncoder(try header(1, 4, commit: 3))
        try encoder.add(1, empty)
        #expect(throws: LTXError.missingPage(2)) { try encoder.add(3, empty) }
        try encoder.add(2, empty)
        #expect(throws: LTXError.missingPage(3)) { try encoder.finish() }
    }

    /// The order alone: the pages up to there come to a gibibyte.
    @Test func aSnapshotMayEndWithTheLockPage() throws {
        var order = PageOrder(try header(1, 1, commit: 16_385, pageBytes: 65_536))
        for number in UInt32(1)...16_383 { try order.take(number) }
        #expect(throws: LTXError.missingPage(16_384)) { try order.finish() }
        try order.take(16_384)
        try order.finish()
        #expect(throws: LTXError.invalidPage(16_385)) { try order.take(16_385) }
    }

    @Test func namesAreReadAsTheyAreWritten() throws {
        let name = LTXName(level: 9, try #require(TransactionRange(1, 0x1f)))
        #expect(name.text == "0009/0000000000000001-000000000000001f.ltx")
        #expect(LTXName(name.text) == name)
    }

    @Test(arguments: [
        "", "lease.json", "0000/0000000000000001-000000000000001F.ltx",
        "0000/0000000000000000-0000000000000001.ltx", "000a/0000000000000001-0000000000000001.ltx",
        "0000/0000000000000002-0000000000000001.ltx", "0000/0000000000000001-0000000000000001.ltx2",
        "0000/000000000000001-0000000000000001.fence", "0000/0000000000000001_0000000000000001.ltx",
    ])
    func otherNamesAreNotOurs(_ key: String) { #expect(LTXName(key) == nil) }

    @Test func transactionsBeyondAllStoresAreRefused() {
        #expect(LTXName("0000/0000000000000001-3fffffffffffffff.ltx") != nil)
        #expect(LTXName("0000/0000000000000001-4000000000000000.ltx") == nil)
        #expect(LTXName("0000/ffffffffffffffff-ffffffffffffffff.ltx") == nil)
        #expect(TransactionRange(.max, .max) == nil)
    }

    @Test(arguments: [Int64(-1), Int64.min, Int64(253_402_300_800_000), Int64.max])
    func timesOutsideTheCalendarAreRefused(_ milliseconds: Int64) throws {
        let bytes = try encode(header(2, 2, commit: 4, milliseconds: milliseconds), [])
        #expect(throws: LTXError.invalidHeader) { try decode(bytes) }
        for possible in [0, Int64(253_402_300_799_999)] {
            let bytes = try encode(header(2, 2, commit: 4, milliseconds: possible), [])
            #expect(try decode(bytes).0.milliseconds == possible)
        }
    }

    @Test func aMergeEqualsTheModel() throws {
        var random = Seeded()
        var model: [UInt32: [UInt8]] = [:]
        var files: [(LTXHeader, [LTXPage])] = []
        var commit: UInt32 = 3
        for number in UInt64(2)...UInt64(30) {
            let next = UInt32.random(in: 1...40, using: &random)
            let grown = next > commit ? Set(commit + 1...next) : []
            let changed = Set((0..<5).map { _ in UInt32.random(in: 1...next, using: &random) })
            let pages = grown.union(changed).sorted().map { page in
                LTXPage(
                    number: page,
                    bytes: (0..<512).map { _ in UInt8.random(in: 0...3, using: &random) })
            }
            for page in pages { model[page.number] = page.bytes }
            model = model.filter { $0.key <= next }
            commit = next
            files.append((try header(number, number, commit: next), pages))
        }
        let merge = try LTXMerge(files.map(\.0))
        var found: [LTXPage] = []
        merge.run(files.map { Pages($0.1) }) { page in found.append(page) }
        let all = model.sorted { $0.key < $1.key }.map { LTXPage(number: $0.key, bytes: $0.value) }
        #expect(found == all, "seed \(random.seed)")
        #expect(merge.header == (try header(2, 30, commit: commit)))
    }

    @Test func whatDoesNotFollowIsNotMerged() throws {
        #expect(throws: LTXError.notContiguous(after: 3, next: 5)) {
            try LTXMerge([header(2, 3, commit: 1), header(5, 5, commit: 1)])
        }
        #expect(throws: LTXError.notContiguous(after: 3, next: 2)) {
            try LTXMerge([header(2, 3, commit: 1), header(2, 3, commit: 1)])
        }
        #expect(throws: LTXError.pageSizeChanged) {
            try LTXMerge([
                header(2, 3, commit: 1), header(4, 4, commit: 1, pageBytes: 1024),
            ])
        }
    }
}
