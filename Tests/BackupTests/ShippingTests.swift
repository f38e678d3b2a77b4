import Backup
import Complaints
import ObjectStore
import ObjectStoreTesting
import Platform
import Storage
import TestSupport
import Testing

/// A store with a backup, and the directory that it goes to.
final class ShippedStore {
    let scratch: ScratchDirectory
    let objects: DirectoryStore
    private let wrap: (DirectoryStore) -> any ObjectStore
    private(set) var store: Store
    private(set) var destination: Destination

    var dataDirectory: String { scratch.path(of: "data") }
    var repository: LTXRepository { LTXRepository(objects) }
    var attachments: AttachmentRepository { AttachmentRepository(objects) }
    var sources: DirectoryRestore.Sources {
        DirectoryRestore.Sources(keys: nil, attachments: AttachmentRepository(objects))
    }

    /// - Parameter wrap: what stands between the destination and the directory.
    init(
        _ scratch: ScratchDirectory, _ settings: ShippingSettings = .quick,
        through wrap: @escaping (DirectoryStore) -> any ObjectStore = { $0 }
    ) throws {
        self.scratch = scratch
        self.wrap = wrap
        objects = try DirectoryStore(scratch.path(of: "objects"))
        (store, destination) = try Self.open(scratch, wrap(objects), settings)
    }

    private static func open(
        _ scratch: ScratchDirectory, _ objects: any ObjectStore, _ settings: ShippingSettings
    ) throws -> (Store, Destination) {
        let directory = scratch.path(of: "data")
        let destination = Destination(
            name: "objects", store: objects, dataDirectory: directory, settings: settings)
        var options = plain(directory)
        options.logFollowers = [destination.follower]
        let store = try Store.open(options)
        try destination.start(store)
        return (store, destination)
    }

    private static func plain(_ directory: String) -> StoreOptions {
        var options = StoreOptions(directory: directory)
        options.keepsBallast = false
        return options
    }

    /// What a store without the backup is opened with.
    func options() -> StoreOptions { Self.plain(dataDirectory) }

    /// Writes a site whose note has about that many bytes.
    func write(_ code: String, bytes: Int = 100) throws {
        var values = FieldValues()
        values[FieldName("code")] = .text(code)
        values[FieldName("name")] = .text(code)
        values[FieldName("note")] = .text(
            String((0..<bytes).map { _ in "abcdefghijklmnop".randomElement() ?? "a" }))
        let author = Author(name: "marie", origin: .web, address: "127.0.0.1")
        let fields = values
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(fields)
        }
    }

    func close() {
        destination.prepareToStop()
        store.close()
        destination.finish()
    }

    func reopen(_ settings: ShippingSettings = .quick) throws {
        (store, destination) = try Self.open(scratch, wrap(objects), settings)
    }

    /// Waits until everything committed is stored.
    func settle() throws {
        let deadline = MonotonicInstant.now() + .seconds(60)
        let commit = store.commit
        while !destination.waitForStore(of: commit, until: .now() + .seconds(1)) {
            try #require(MonotonicInstant.now() < deadline, "\(destination.status)")
        }
    }
}

extension ShippingSettings {
    static var quick: ShippingSettings { ShippingSettings(interval: .milliseconds(5)) }
}

@Suite(.serialized) struct ShippingTests {
    /// Restores into a new directory; returns it.
    private func restore(
        _ shipped: ShippedStore, _ name: String, _ target: RestorePlan.Target = .newest
    ) throws -> DirectoryRestore.Outcome {
        try DirectoryRestore(directory: shipped.scratch.path(of: name)).run(
            Restore(from: shipped.repository, to: target), shipped.sources
        ) { _ in }
    }

    private func bytes(_ shipped: ShippedStore, _ name: String) throws -> [UInt8] {
        try DurableFile.read(
            Store.databasePath(in: shipped.scratch.path(of: name)), bytesMax: 1 << 28)
    }

    /// The closed store's database as it would be stored.
    private func live(_ shipped: ShippedStore) throws -> [UInt8] {
        var live = try bytes(shipped, "data")
        live[18] = 1
        live[19] = 1
        return live
    }

    @Test func aRestoreThatWasBrokenOffIsToldFromAnEmptyDirectory() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        let empty = LTXRepository(try DirectoryStore(shipped.scratch.path(of: "nothing")))
        let directory = DirectoryRestore(directory: shipped.scratch.path(of: "restored"))
        #expect(try !directory.isBrokenOff)
        #expect(throws: BackupError.self) {
            try directory.run(Restore(from: empty, to: .newest), shipped.sources) { _ in }
        }
        #expect(try !directory.isBrokenOff)
        try shipped.write("first")
        try shipped.settle()
        shipped.close()
        let parts = shipped.scratch.path(of: "restored/restoring")
        try Directory.create(parts)
        try DurableFile.write([1], to: Store.databasePath(in: parts))
        #expect(try directory.isBrokenOff)
        _ = try restore(shipped, "restored")
        #expect(try !directory.isBrokenOff)
    }

    @Test func whatWasCommittedIsRestoredByteByByte() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        for index in 0..<50 { try shipped.write("s\(index)", bytes: index * 400) }
        try shipped.settle()
        shipped.close()
        let outcome = try restore(shipped, "restored")
        #expect(outcome.commit == 50)
        #expect(try bytes(shipped, "restored") == live(shipped))
        let files = try shipped.repository.files()
        #expect(files.filter { $0.level == 9 }.count == 1)
        #expect(files.contains { $0.level == 0 })
    }

    @Test func aRestartGoesOnWithoutASnapshot() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        for round in 0..<4 {
            for index in 0..<5 { try shipped.write("r\(round)-\(index)") }
            try shipped.settle()
            shipped.close()
            try shipped.reopen()
        }
        try shipped.write("last")
        try shipped.settle()
        shipped.close()
        #expect(try shipped.repository.files().filter { $0.level == 9 }.count == 1)
        #expect(try restore(shipped, "restored").commit == 21)
        #expect(try bytes(shipped, "restored") == live(shipped))
    }

    @Test func whoWritesWithoutTheBackupMakesASnapshotDue() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        try shipped.write("one")
        try shipped.settle()
        shipped.close()
        let alone = try Store.open(shipped.options())
        alone.close()
        try shipped.reopen()
        try shipped.write("two")
        try shipped.settle()
        shipped.close()
        #expect(try shipped.repository.files().filter { $0.level == 9 }.count == 2)
        #expect(try restore(shipped, "restored").commit == 2)
        #expect(try bytes(shipped, "restored") == live(shipped))
    }

    @Test func everyTransactionIsTheModels() throws {
        var random = Seeded()
        let shipped = try ShippedStore(ScratchDirectory())
        var model: [(transaction: UInt64, commit: Int64)] = []
        for index in 0..<30 {
            try shipped.write("s\(index)", bytes: Int.random(in: 1...30_000, using: &random))
            try shipped.settle()
            model.append((shipped.destination.status.transaction, shipped.store.commit))
        }
        shipped.close()
        for (index, state) in model.shuffled(using: &random).prefix(10).enumerated() {
            let outcome = try restore(
                shipped, "r\(index)", .transaction(state.transaction))
            #expect(outcome.commit == state.commit, "seed \(random.seed)")
        }
    }

    @Test func whatWasMergedAndRemovedIsRestoredToo() throws {
        var settings = ShippingSettings.quick
        settings.merges = (1...3).map { .init(level: $0, interval: .milliseconds(10 * $0 * $0)) }
        settings.removalInterval = .milliseconds(10)
        settings.turnInterval = .milliseconds(5)
        settings.snapshotInterval = .milliseconds(300)
        settings.retention = Retention(snapshots: .zero, snapshotsMin: 1)
        settings.retention.uploads = .zero
        let shipped = try ShippedStore(ScratchDirectory(), settings)
        var count: Int64 = 0
        var files: [LTXFile] = []
        // Who merges and removes works when nobody else does: writing goes on until it was seen.
        var isMerged: Bool { files.contains { (1...8).contains($0.level) } }
        var isRemoved: Bool {
            !files.isEmpty && !files.contains { $0.level == 0 && $0.transactions.first <= 2 }
        }
        while count < 150 || count < 5000 && !(isMerged && isRemoved) {
            try shipped.write("s\(count)", bytes: Int(count % 150) * 50)
            try shipped.settle()
            count += 1
            if count % 10 == 0 { files = try shipped.repository.files() }
        }
        shipped.close()
        #expect(isMerged && isRemoved)
        #expect(try restore(shipped, "restored").commit == count)
        #expect(try bytes(shipped, "restored") == live(shipped))
    }

    @Test func whatGoesWrongOnTheWayChangesNothing() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var settings = ShippingSettings.quick
        settings.turnInterval = .milliseconds(5)
        let shipped = try ShippedStore(ScratchDirectory(), settings) { objects in
            var retry = Retry { _ in true }
            retry.triesMax = 20
            return ReliableStore(FaultyStore(objects, seed: seed, percent: 20), retry)
        }
        for index in 0..<30 {
            try shipped.write("s\(index)", bytes: index * 200)
            try shipped.settle()
        }
        shipped.close()
        #expect(try restore(shipped, "restored").commit == 30, "seed \(seed)")
        #expect(try bytes(shipped, "restored") == live(shipped), "seed \(seed)")
    }

    @Test func aRestoreOverwritesNothing() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        try shipped.write("one")
        try shipped.settle()
        shipped.close()
        #expect(throws: BackupError.self) { try restore(shipped, "data") }
        _ = try restore(shipped, "restored")
        #expect(throws: BackupError.self) { try restore(shipped, "restored") }
    }
}
