import Crypto
import ObjectStoreTesting
import Platform
import TestSupport
import Testing

@testable import ObjectStore

@Suite struct SealedStoreTests {
    private let scratch: ScratchDirectory
    private let plain: DirectoryStore

    init() throws {
        scratch = try ScratchDirectory()
        plain = try DirectoryStore(scratch.path, pageEntries: 5)
    }

    private func keys(_ bytes: UInt8...) throws -> SealingKeys {
        try SealingKeys(
            bytes.map { Hex.encode([UInt8](repeating: $0, count: 32)) }.joined(separator: "\n"))
    }

    private func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 7
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    private func cause(_ body: () throws -> Void) -> ObjectStoreError.Cause? {
        do {
            try body()
            return nil
        } catch {
            return (error as? ObjectStoreError)?.cause
        }
    }

    @Test(arguments: Conformance.allCases)
    func itKeepsEveryPromise(_ promise: Conformance) throws {
        try promise.check(SealedStore(ReliableStore(plain, .never), try keys(1)))
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
    func whatIsPutIsReadWholeAndInParts(_ count: Int) throws {
        let store = SealedStore(plain, try keys(1))
        let bytes = noise(count)
        try store.put("a/b", .bytes(bytes))
        let read = try store.bytes("a/b", bytesMax: 1 << 20)
        #expect(read.bytes == bytes && read.attributes.byteCount == Int64(count))
        let edges = [
            0, 1, 100, 65_535, 65_536, 65_537, 131_071, 131_072, count - 1, count, count + 9,
        ]
        for low in edges where low >= 0 {
            for high in edges where high >= low {
                let range = Int64(low)..<Int64(high)
                let object = try store.get("a/b", range: range)
                var part: [UInt8] = []
                while let piece = try object.content.next() { part += piece }
                let expected = Array(bytes[min(low, count)..<min(high, count)])
                #expect(part == expected, "\(range)")
                #expect(object.attributes.byteCount == Int64(count))
            }
        }
        #expect(try store.list(.all, after: nil).entries.map(\.byteCount) == [Int64(count)])
    }

    @Test func nothingOfTheContentLiesInTheOpen() throws {
        let store = SealedStore(plain, try keys(1))
        let canary = Array("a patient's name".utf8)
        try store.put("a", .bytes(canary + noise(100_000) + canary))
        let stored = try plain.bytes("a", bytesMax: 1 << 20).bytes
        #expect(!stored.contains(canary))
        #expect(stored.count == 100_000 + 2 * canary.count + 32 + 64 + 2 * 16)
    }

    @Test func aNewKeySealsAndTheOldOneStillOpens() throws {
        let old = SealedStore(plain, try keys(1))
        try old.put("old", .bytes([1]))
        let both = SealedStore(plain, try keys(1, 2))
        try both.put("new", .bytes([2]))
        #expect(try both.bytes("old", bytesMax: 9).bytes == [1])
        #expect(try both.bytes("new", bytesMax: 9).bytes == [2])
        #expect(
            cause { _ = try old.bytes("new", bytesMax: 9) }
                == .sealing("it is encrypted with a key that the key file does not hold"))
        let onlyNew = SealedStore(plain, try keys(2))
        #expect(cause { _ = try onlyNew.bytes("old", bytesMax: 9) } != nil)
    }

    @Test func whatIsNotSealedIsRefusedAndTheOtherWayRound() throws {
        try plain.put("plain", .bytes(noise(5000)))
        let sealed = SealedStore(plain, try keys(1))
        try sealed.put("sealed", .bytes(noise(5000)))
        for range in [nil, 0..<100, 4000..<4100] as [Range<Int64>?] {
            #expect(
                cause { _ = try sealed.get("plain", range: range) }
                    == .sealing("it is not encrypted, and should be"))
        }
        let open = SealedStore(plain, nil)
        #expect(try open.bytes("plain", bytesMax: 1 << 20).bytes == noise(5000))
        #expect(cause { _ = try open.get("sealed") } == .sealing("it is encrypted"))
        #expect(
            cause { _ = try open.get("sealed", range: 0..<100) } == .sealing("it is encrypted"))
    }

    @Test func everyBitCountsAndSoDoLengthAndName() throws {
        let store = SealedStore(plain, try keys(1))
        try store.put("a", .bytes(noise(70_000)))
        let whole = try plain.bytes("a", bytesMax: 1 << 20).bytes
        for place in [0, 23, 24, 31, 32, 60, 95, 96, 1000, 65_631, 65_632, whole.count - 1] {
            var changed = whole
            changed[place] ^= 1
            try plain.put("a", .bytes(changed))
            #expect(cause { _ = try store.bytes("a", bytesMax: 1 << 20) } != nil, "\(place)")
        }
        for length in [0, 31, 95, 96, 112, 65_632, 65_648, whole.count - 1, whole.count + 1] {
            let cut = Array((whole + [0]).prefix(length))
            try plain.put("a", .bytes(cut))
            #expect(cause { _ = try store.bytes("a", bytesMax: 1 << 20) } != nil, "\(length)")
        }
        try plain.put("b", .bytes(whole))
        #expect(cause { _ = try store.bytes("b", bytesMax: 1 << 20) } != nil)
        try plain.put("a", .bytes(whole))
        #expect(try store.bytes("a", bytesMax: 1 << 20).bytes == noise(70_000))
    }

    @Test func aKeyFileIsReadStrictlyAndNeverShown() throws {
        let key = Hex.encode([UInt8](repeating: 5, count: 32))
        #expect(try SealingKeys("# mine\n\n  \(key)  \r\n").count == 1)
        for text in ["", "# only words", "abc", key + "00", String(key.dropLast()), "\(key)x"] {
            do {
                _ = try SealingKeys(text)
                Issue.record("read: \(text)")
            } catch {
                #expect(text.isEmpty || !"\(error)".contains(text))
            }
        }
        let many = [String](repeating: key, count: SealingKeys.countMax)
        #expect(try SealingKeys(many.joined(separator: "\n")).count == 1)
        #expect(throws: SealingKeys.Refusal.self) {
            try SealingKeys((many + [key]).joined(separator: "\n"))
        }
        let drawn = try SealingKeys.draw()
        #expect(try SealingKeys(drawn).count == 1 && drawn != SealingKeys.draw())
    }
}

extension Array where Element == UInt8 {
    fileprivate func contains(_ needle: [UInt8]) -> Bool {
        indices.dropLast(Swift.max(0, needle.count - 1)).contains {
            self[$0..<$0 + needle.count].elementsEqual(needle)
        }
    }
}
