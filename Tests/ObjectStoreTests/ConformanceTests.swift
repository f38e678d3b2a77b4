import Foundation
import ObjectStore
import ObjectStoreTesting
import Platform
import TestSupport
import Testing

/// Every store keeps the same promises.
@Suite struct ConformanceTests {
    @Test(arguments: Conformance.allCases)
    func aDirectory(_ promise: Conformance) throws {
        let scratch = try ScratchDirectory()
        try promise.check(try DirectoryStore(scratch.path, pageEntries: 5))
    }

    @Test(arguments: Conformance.allCases)
    func aReliableStore(_ promise: Conformance) throws {
        let scratch = try ScratchDirectory()
        let store = try DirectoryStore(scratch.path, pageEntries: 5)
        try promise.check(ReliableStore(store, .never))
    }

    /// A third of all requests fail in one way or another.
    @Test(arguments: Conformance.allCases)
    func aStoreThatFails(_ promise: Conformance) throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("fault seed \(seed)")
        let scratch = try ScratchDirectory()
        let faulty = FaultyStore(
            try DirectoryStore(scratch.path, pageEntries: 5), seed: seed, percent: 33)
        var retry = Retry(pause: { _ in true })
        retry.triesMax = 60
        try promise.check(ReliableStore(faulty, retry))
        #expect(faulty.faultCount > 0)
    }
}
