import ObjectStore
import ObjectStoreTesting
import Platform
import Storage
import TestSupport
import Testing

@testable import Backup

/// A switch: while it is on, the store is away.
private final class Away: Sendable {
    private let state = Lock((isOn: false, count: 0))

    var isOn: Bool {
        get { state.withLock { $0.isOn } }
        set { state.withLock { $0.isOn = newValue } }
    }

    /// Requests that found nobody.
    var count: Int { state.withLock { $0.count } }

    func fault() -> Fault? {
        state.withLock { state in
            guard state.isOn else { return nil }
            state.count += 1
            return .unavailable
        }
    }
}

/// Instances whose log was lost to the backup.
@Suite(.serialized) struct DriftTests {
    private func wait(_ what: String, until isSo: () -> Bool) throws {
        let deadline = MonotonicInstant.now() + .seconds(60)
        let mailbox = Mailbox<Bool>(capacity: 1)
        while !isSo() {
            try #require(MonotonicInstant.now() < deadline, "\(what)")
            _ = mailbox.take(until: .now() + .milliseconds(5))
        }
    }

    private func expectRestored(_ shipped: ShippedStore, commit: Int64) throws {
        let outcome = try DirectoryRestore(directory: shipped.scratch.path(of: "restored")).run(
            Restore(from: shipped.repository, to: .newest), shipped.sources
        ) { _ in }
        #expect(outcome.commit == commit)
    }

    @Test func aSnapshotThatFailsIsTriedAgain() throws {
        var settings = ShippingSettings.quick
        settings.turnInterval = .milliseconds(5)
        settings.waitingBytesMax = 50_000
        let away = Away()
        let shipped = try ShippedStore(ScratchDirectory(), settings) { objects in
            FaultyStore(objects) { away.fault() }
        }
        try shipped.write("first")
        try shipped.settle()
        try wait("nothing waits") { shipped.destination.status.waitingBytes == 0 }
        let stored = try shipped.repository.files().map(\.transactions.last).max() ?? 0
        away.isOn = true
        var count: Int64 = 1
        while shipped.destination.status.state != .snapshot {
            try shipped.write("s\(count)", bytes: 5000)
            count += 1
            try #require(count < 2000)
        }
        let failed = away.count
        try wait("tried again") { away.count > failed + 3 }
        away.isOn = false
        try shipped.settle()
        try shipped.write("last")
        try shipped.settle()
        shipped.close()
        try expectRestored(shipped, commit: count + 1)
        // What was thrown away and arrives late leads nowhere.
        let files = try shipped.repository.files()
        let first = files.map(\.transactions).filter { $0.first > stored }.map(\.first).min()
        #expect(try #require(first) > stored + 2)
    }

    @Test func theLogIsKeptUntilTheDiskSaysThatItWasLost() throws {
        let scratch = try ScratchDirectory()
        let folder = Staging(dataDirectory: scratch.path(of: "data"), destination: "objects")
            .directory
        // What lies there keeps the sign from being written.
        try Directory.create("\(folder)/begun/full")
        var settings = ShippingSettings.quick
        settings.turnInterval = .milliseconds(5)
        let shipped = try ShippedStore(scratch, settings)
        try wait("fails") { shipped.destination.status.lastError != nil }
        try shipped.write("one")
        #expect(shipped.destination.follower.isKeeping)
        try Directory.remove("\(folder)/begun/full")
        try Directory.remove("\(folder)/begun")
        try shipped.settle()
        shipped.close()
        try expectRestored(shipped, commit: 1)
    }
}
