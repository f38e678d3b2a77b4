import Platform
import Testing

@testable import Storage

/// Power cuts over a disk that drops, reorders and tears what was not synced: every acknowledged write
/// is there afterwards, and nothing of half a request.
@Suite struct PowerLossTests {
    @Test("Power cuts, one after another: what was acknowledged is there, and the log agrees")
    func cuts() throws {
        let template = try Self.template()
        var acknowledged = 0
        var cuts = 0
        let last = FaultEffort.firstSeed + FaultEffort.seeds
        for seed in FaultEffort.firstSeed..<last {
            let outcome = try Self.live(seed: seed, from: template, lies: false)
            #expect(outcome.findings == [], "IBTOOL_SEED=\(seed)")
            acknowledged += outcome.acknowledged
            cuts += outcome.cuts
        }
        // The power went in the midst of most lives, and complaints had been acknowledged before.
        #expect(acknowledged >= Int(FaultEffort.seeds))
        #expect(cuts >= Int(FaultEffort.seeds) / 2)
    }

    @Test("The control: on a disk whose syncs do nothing, acknowledged writes are seen to be lost")
    func control() throws {
        let template = try Self.template()
        let findings = try (1...12 as ClosedRange<UInt64>).flatMap { seed in
            try Self.live(seed: seed, from: template, lies: true).findings
        }
        #expect(findings.contains { $0.contains("acknowledged and is not there") })
    }

    @Test(
        "A cut with nothing unsynced kept, and one with all of it kept, lose nothing",
        arguments: [FaultDisk.Fate.lost, .kept])
    func extremes(fate: FaultDisk.Fate) throws {
        let directory = try StoreDirectory()
        let disk = try FaultDisk(directory, seed: 1)
        let store = try directory.open()
        var session = FaultSession(store, disk, seed: 7, ledger: Ledger())
        try session.run(steps: 12)
        disk.cut()
        let found = try disk.survivors(fate)
        store.close()
        let again = try found.open()
        #expect(try session.ledger.settle(with: again) == [])
        again.close()
    }

    /// A store with a few complaints, closed: most lives begin with it.
    private static func template() throws -> StoreDirectory {
        let directory = try StoreDirectory()
        let store = try directory.open()
        store.close()
        return directory
    }

    /// Up to three lives that each end in a power cut, then a last start on a sound disk.
    private static func live(
        seed: UInt64, from template: StoreDirectory, lies: Bool
    ) throws -> (findings: [String], acknowledged: Int, cuts: Int) {
        var dice = SeededGenerator(seed: seed)
        var ledger = Ledger()
        // Some begin with nothing, so that the power goes while the database is made.
        var directory = seed % 6 == 0 ? try StoreDirectory() : try template.copied()
        var findings: [String] = []
        let lives = Int.random(in: 1...3, using: &dice)
        var cuts = 0
        for life in 1...lives {
            let disk = try FaultDisk(directory, seed: seed &* 31 &+ UInt64(life))
            if lies { disk.ignoreSyncs() }
            // Early cuts meet the start, with its recovery of the log.
            let isEarly = Int.random(in: 0..<4, using: &dice) == 0
            disk.cut(afterChanges: .random(in: isEarly ? 1...15 : 1...350, using: &dice))
            findings += try oneLife(
                directory, disk, seed: seed &* 101 &+ UInt64(life), &ledger, &dice)
            if disk.isCut { cuts += 1 }
            disk.cut()
            directory = try disk.survivors(.torn)
        }
        do throws(StorageError) {
            let store = try Store.open(directory.options)
            defer { store.close() }
            do {
                findings += try ledger.settle(with: store)
                try store.create(["summary": "life goes on"])
            } catch {
                findings.append("after the cut: \(error)")
            }
        } catch {
            findings.append("it does not start: \(error)")
            if ledger.count > 0 { findings.append("what was acknowledged and is not there") }
        }
        return (findings, ledger.count, cuts)
    }

    private static func oneLife(
        _ directory: StoreDirectory, _ disk: FaultDisk, seed: UInt64, _ ledger: inout Ledger,
        _ dice: inout SeededGenerator
    ) throws -> [String] {
        let store: Store
        do throws(StorageError) {
            store = try Store.open(FaultSession.options(directory, &dice))
        } catch {
            return disk.isCut ? [] : ["it does not start on a sound disk: \(error)"]
        }
        defer { store.close() }
        var findings: [String] = []
        // What the last cut left.
        var settled = ledger
        do {
            let found = try settled.settle(with: store)
            if !disk.isCut { (ledger, findings) = (settled, found) }
        } catch {
            if !disk.isCut { findings.append("\(error)") }
        }
        var session = FaultSession(store, disk, seed: seed, ledger: ledger)
        try session.run(steps: Int.random(in: 5...25, using: &dice))
        ledger = session.ledger
        return findings + session.findings
    }
}
