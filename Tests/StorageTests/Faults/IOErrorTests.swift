import CSQLite
import Complaints
import Platform
import Testing

@testable import Storage

/// Every kind of call to the disk fails in turn, once and for good: requests get an error with a
/// sentence, the process lives, reads go on, nothing acknowledged is lost, and no sync is believed
/// after one failed.
@Suite struct IOErrorTests {
    private static let steps = 14
    private static let seed: UInt64 = 3

    @Test(
        "The n-th call fails, once or from then on: an error to whoever asked, nothing lost",
        arguments: FaultDisk.Call.allCases)
    func everyCall(call: FaultDisk.Call) throws {
        // Files are deleted only while a database is made.
        let isNew = call == .delete
        let count = try run(isNew: isNew) { _ in }.calls[call] ?? 0
        try #require(count > 0)
        for sticky in [false, true] {
            for place in FaultEffort.places(upTo: count) {
                let outcome = try run(isNew: isNew) {
                    $0.fail(call, nth: place, sticky: sticky)
                }
                #expect(
                    outcome.findings == [] && (place > 1 || outcome.hasFailed),
                    "\(call) \(place) of \(count)\(sticky ? ", sticky" : "")")
            }
        }
    }

    @Test("The end of the disk at any write: 507, nothing lost, and it goes on without a restart")
    func fullDisk() throws {
        let count = try run { _ in }.calls[.write] ?? 0
        for place in FaultEffort.places(upTo: count) {
            let outcome = try run(goesOn: true) {
                $0.fail(.write, nth: place, code: SQLITE_FULL)
            }
            #expect(outcome.findings == [], "write \(place) of \(count)")
        }
    }

    @Test("No room for the log's index is a full disk, not a broken one")
    func fullIndex() throws {
        let outcome = try run(goesOn: true) {
            $0.fail(.shm, nth: $0.calls(.shm) + 1, code: SQLITE_IOERR | 19 << 8)
        }
        #expect(outcome.findings == [] && outcome.hasFailed)
    }

    @Test("A failed sync stops writing for good, and reads go on")
    func failedSync() throws {
        let directory = try StoreDirectory()
        let disk = try FaultDisk(directory, seed: 1)
        let store = try directory.open()
        let first = try store.create(["summary": "before"])
        disk.fail(.sync, nth: 1)
        #expect(throws: StorageFailure.self) { try store.create(["summary": "lost"]) }
        #expect(disk.hasFailed)
        for _ in 0..<3 {
            do {
                try store.create(["summary": "later"])
                Issue.record("a sync was believed after one had failed")
            } catch StorageFailure.readOnly(let sentence) {
                #expect(sentence.contains("could not be written"), "\(sentence)")
            }
        }
        #expect(store.readOnlyReason != nil)
        #expect(try store.value("SELECT summary FROM complaint WHERE id = 1") == "before")
        // The power goes, too: what the failed sync lost is lost, and nobody was told otherwise.
        disk.cut()
        let found = try disk.survivors(.torn)
        store.close()
        let again = try found.open()
        #expect(again.commit >= first.commit)
        #expect(try again.verify(thorough: true).ok)
        #expect(try again.value("SELECT summary FROM complaint WHERE id = 1") == "before")
        again.close()
    }

    private struct Outcome {
        let disk: FaultDisk
        var findings: [String]
        /// Calls of each kind while the disk could fail.
        var calls: [FaultDisk.Call: Int] = [:]
        /// Whether one of them did.
        var hasFailed = false

        mutating func note() {
            for call in FaultDisk.Call.allCases { calls[call] = disk.calls(call) }
            hasFailed = disk.hasFailed
        }
    }

    /// The same session each time, over a disk that fails as `arm` says from its opening on; then the
    /// files are opened on a sound disk and compared with what was told. `isNew`: the database is made
    /// over the failing disk; `goesOn`: the store has to take a write again without a restart.
    private func run(
        isNew: Bool = false, goesOn: Bool = false, _ arm: (FaultDisk) -> Void
    ) throws -> Outcome {
        let directory = try StoreDirectory()
        if !isNew { try directory.open().close() }
        let disk = try FaultDisk(directory, seed: 1)
        var outcome = Outcome(disk: disk, findings: [])
        arm(disk)
        let ledger = try use(directory, goesOn: goesOn, &outcome)
        disk.mend()
        let again = try directory.open()
        defer { again.close() }
        var settled = ledger
        outcome.findings += try settled.settle(with: again)
        try again.create(["summary": "after the restart"])
        return outcome
    }

    private func use(
        _ directory: StoreDirectory, goesOn: Bool, _ outcome: inout Outcome
    ) throws -> Ledger {
        var options = directory.options
        options.logLimits.passive = 20
        options.logLimits.truncate = 60
        let store: Store
        do throws(StorageError) {
            store = try Store.open(options)
        } catch {
            outcome.note()
            if !outcome.hasFailed || goesOn || error.description.count < 20 {
                outcome.findings.append("it did not start: \(error)")
            }
            return Ledger()
        }
        defer { store.close() }
        var session = FaultSession(store, outcome.disk, seed: Self.seed, ledger: Ledger())
        try session.run(steps: Self.steps)
        outcome.findings += session.findings
        outcome.note()
        outcome.disk.mend()
        outcome.findings += afterwards(store, goesOn: goesOn)
        return session.ledger
    }

    /// With the disk sound again: reads work, and writes work or are refused with the reason.
    private func afterwards(_ store: Store, goesOn: Bool) -> [String] {
        do {
            _ = try store.value("SELECT count(*) FROM complaint")
            // Asks the writer once: after a full disk it looks whether there is space.
            _ = try store.writeAndWait(by: marie) { (_) throws(StorageFailure) in }
        } catch StorageFailure.readOnly(let sentence) {
            return goesOn || sentence.count < 20 ? ["it stays read-only: \(sentence)"] : []
        } catch {
            return ["with the disk sound again: \(error)"]
        }
        if let reason = store.readOnlyReason { return ["it takes writes and says \(reason)"] }
        return []
    }
}
