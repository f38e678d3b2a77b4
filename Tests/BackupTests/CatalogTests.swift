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

    @Test(arguments: [false, true])
    func onlyAnUploadThatStillCountsIsKnown(_ isThrownAway: Bool) throws {
        let scratch = try ScratchDirectory()
        let waiting = Waiting()
        let objects = try DirectoryStore(scratch.path(of: "objects"))
        let parts = ShippingParts(
            dataDirectory: scratch.path(of: "data"), destination: "objects",
            repository: LTXRepository(
                FaultyStore(objects) {
                    waiting.throwAway()
                    return nil
                }),
            settings: .quick, keys: nil, clock: .system, log: .silent)
        if isThrownAway { waiting.outbox.withLock { $0 = parts.outbox } }
        var options = StoreOptions(directory: scratch.path(of: "data"))
        options.keepsBallast = false
        let store = try Store.open(options)
        defer { store.close() }
        let range = TransactionRange(only: 2)
        try Directory.create(parts.staging.directory)
        try DurableFile.write(
            try encode(header(2, 2, commit: 4), []), to: parts.staging.path(of: range))
        let upload = Upload(transactions: range, byteCount: 1, milliseconds: 0, commit: 0)
        #expect(parts.outbox.add(upload))
        parts.outbox.open()
        parts.outbox.close()
        let catalog = Catalog()
        Uploader(parts, store: store, catalog: catalog).run()
        #expect(catalog.newest == (isThrownAway ? 0 : 2))
        #expect(try LTXRepository(objects).files().count == 1)
    }
}

/// An outbox that is emptied while something of it is on its way.
private final class Waiting: Sendable {
    let outbox = Lock<Outbox?>(nil)

    func throwAway() { outbox.withLock { $0 }?.reset() }
}
