import ObjectStore
import ObjectStoreTesting
import Platform
import Storage
import TestSupport
import Testing

@testable import Backup

/// What an instance knows of its store.
@Suite struct CatalogTests {
    @Test func whatIsAddedWhileTheStoreIsListedIsKept() throws {
        let catalog = Catalog()
        catalog.add(try file(0, 7, 7))
        let added = try file(0, 2, 2)
        let listed = try file(9, 1, 1)
        try catalog.replace { () throws(BackupError) in
            catalog.add(added)
            return [listed]
        }
        #expect(Set(catalog.files) == [added, listed])
        try catalog.replace { () throws(BackupError) in [listed] }
        #expect(catalog.files == [listed])
    }

    /// Puts those uploads, all of which wait since 1970; `during` is called at each request. Returns what
    /// was known then.
    private func put(
        _ numbers: [UInt64], during: @escaping @Sendable (ShippingParts) -> Void
    ) throws -> (catalog: Catalog, parts: ShippingParts) {
        let scratch = try ScratchDirectory()
        let shared = Shared()
        let parts = ShippingParts(
            dataDirectory: scratch.path(of: "data"), destination: "objects",
            repository: LTXRepository(
                FaultyStore(try DirectoryStore(scratch.path(of: "objects"))) {
                    if let parts = shared.parts.withLock({ $0 }) { during(parts) }
                    return nil
                }),
            settings: .quick, keys: nil, clock: .system, log: .silent)
        shared.parts.withLock { $0 = parts }
        defer { shared.parts.withLock { $0 = nil } }
        var options = StoreOptions(directory: scratch.path(of: "data"))
        options.keepsBallast = false
        let store = try Store.open(options)
        defer { store.close() }
        try Directory.create(parts.staging.directory)
        for number in numbers {
            let range = TransactionRange(only: number)
            try DurableFile.write(
                try encode(header(number, number, commit: 4), []),
                to: parts.staging.path(of: range))
            let upload = Upload(transactions: range, byteCount: 1, milliseconds: 0, commit: 0)
            #expect(parts.outbox.add(upload))
        }
        parts.outbox.open()
        parts.outbox.close()
        let catalog = Catalog()
        let attachments = AttachmentShipper(
            parts, AttachmentRepository(try DirectoryStore(scratch.path(of: "objects"))),
            store: store)
        try attachments.start()
        Uploader(parts, store: store, catalog: catalog, attachments: attachments).run()
        attachments.finish()
        return (catalog, parts)
    }

    @Test func onlyAnUploadThatStillCountsIsKnown() throws {
        #expect(try put([2]) { _ in }.catalog.newest == 2)
        #expect(try put([2]) { $0.outbox.reset() }.catalog.newest == 0)
    }

    @Test func whoHasMuchWaitingIsNotCurrent() throws {
        let states = Shared()
        let parts = try put([2, 3]) { parts in
            states.seen.withLock { $0.append(parts.status.state) }
        }.parts
        #expect(states.seen.withLock { $0 } == [.starting, .behind])
        #expect(parts.status.state == .current)
    }

    @Test(arguments: [Int64(-1), Int64(1 << 50) + 1, Int64.max])
    func aSizeThatNoBackupHasIsRefused(_ byteCount: Int64) throws {
        let name = try file(0, 2, 2).name.text
        #expect(throws: BackupError.self) {
            try LTXRepository(OneObject(name: name, byteCount: byteCount)).files()
        }
        let possible = try LTXRepository(OneObject(name: name, byteCount: 1 << 50)).files()
        #expect(possible.count == 1)
    }
}

/// What the test and the store's requests share.
private final class Shared: Sendable {
    let parts = Lock<ShippingParts?>(nil)
    let seen = Lock<[BackupStatus.State]>([])
}

/// A store that says it has one object of that length.
private struct OneObject: ObjectStore {
    let name: String
    let byteCount: Int64

    func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage {
        guard name.hasPrefix(prefix.description) else { return ObjectPage(entries: [], next: nil) }
        let entry = ObjectEntry(
            key: ObjectKey(stringLiteral: name), byteCount: byteCount, tag: ObjectTag("1"),
            lastModified: Timestamp(microseconds: 0))
        return ObjectPage(entries: [entry], next: nil)
    }

    func get(_ key: ObjectKey, range: Range<Int64>?) throws(ObjectStoreError) -> StoredObject {
        throw ObjectStoreError(.get, "\(key)", .notFound)
    }

    func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag { ObjectTag("1") }

    func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {}
}
