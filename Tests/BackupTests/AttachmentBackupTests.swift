import Complaints
import Crypto
import ObjectStore
import ObjectStoreTesting
import Platform
import Storage
import TestSupport
import Testing

@testable import Backup

extension ShippedStore {
    private var marie: Author { Author(name: "marie", origin: .web, address: "127.0.0.1") }

    /// A complaint; its number in the table.
    func complaint() throws -> Int64 {
        var values = FieldValues()
        values[FieldName("summary")] = .text("Image artefacts")
        let fields = values
        return try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createComplaint(fields, for: .everything)
        }.value.id
    }

    /// Attaches noise of that many bytes; the hash of its file.
    @discardableResult
    func attach(
        _ count: Int, to complaint: Int64, of other: Store? = nil
    ) throws -> String {
        let store = other ?? store
        let draft = try store.draftAttachment(for: complaint)
        try draft.append((0..<count).map { _ in UInt8.random(in: 0...255) })
        let content = try draft.finish()
        let new = NewAttachment(
            name: "scan.pdf", note: nil, mediaType: "application/pdf", holdsPatientData: false,
            content: content)
        return try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.attach(
                new, to: complaint, within: AttachmentLimits(), for: .everything)
        }.value.fileHash
    }

    /// Where a file of an attachment lies, at the destination or in a data directory.
    func path(of hash: String, in folder: String) -> String {
        scratch.path(of: "\(folder)/attachments/\(hash.prefix(2))/\(hash)")
    }
}

@Suite(.serialized) struct AttachmentBackupTests {
    private func restore(
        _ shipped: ShippedStore, _ name: String = "restored",
        _ target: RestorePlan.Target = .newest
    ) throws -> DirectoryRestore.Outcome {
        try DirectoryRestore(directory: shipped.scratch.path(of: name)).run(
            Restore(from: shipped.repository, to: target), shipped.sources
        ) { _ in }
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        try DurableFile.read(path, bytesMax: 1 << 24)
    }

    @Test func whatIsAttachedIsRestoredByteByByte() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        let complaint = try shipped.complaint()
        let hashes = try [0, 1, 70_000, 200_000].map { try shipped.attach($0, to: complaint) }
        try shipped.settle()
        #expect(shipped.destination.status.attachments.stored == 4)
        shipped.close()
        let outcome = try restore(shipped)
        #expect(outcome.attachments.files == 4 && outcome.attachments.lost.isEmpty)
        for hash in hashes {
            let restored = try bytes(shipped.path(of: hash, in: "restored"))
            #expect(Hex.encode(SHA256.hash(restored)) == hash)
        }
    }

    @Test func aFileIsStoredBeforeThePagesThatNameIt() throws {
        let order = Lock<[String]>([])
        let shipped = try ShippedStore(ScratchDirectory()) { objects in
            Witness(objects) { key in order.withLock { $0.append(key) } }
        }
        let complaint = try shipped.complaint()
        try shipped.settle()
        let before = order.withLock { $0.count }
        try shipped.attach(1000, to: complaint)
        try shipped.settle()
        shipped.close()
        let keys = order.withLock { Array($0[before...]) }
        let file = try #require(keys.firstIndex { $0.hasPrefix("attachments/") })
        let pages = try #require(keys.firstIndex { $0.hasPrefix("0000/") })
        // An upload of pages that were committed before may be first; the last one names the file.
        #expect(file < (keys.lastIndex { $0.hasPrefix("0000/") } ?? pages))
        #expect(try restore(shipped).attachments.files == 1)
    }

    @Test func aStartStoresOnlyWhatIsNew() throws {
        let puts = Lock<[String]>([])
        let shipped = try ShippedStore(ScratchDirectory()) { objects in
            Witness(objects) { key in puts.withLock { $0.append(key) } }
        }
        let complaint = try shipped.complaint()
        try shipped.attach(1000, to: complaint)
        try shipped.settle()
        shipped.close()
        puts.withLock { $0 = [] }
        try shipped.reopen()
        let new = try shipped.attach(2000, to: complaint)
        try shipped.settle()
        shipped.close()
        let attached = puts.withLock { $0.filter { $0.hasPrefix("attachments/") } }
        #expect(attached == ["attachments/\(new.prefix(2))/\(new)"])
    }

    @Test func aNewDestinationGetsWhatWasAttachedBefore() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        let complaint = try shipped.complaint()
        for _ in 0..<20 { try shipped.attach(100, to: complaint) }
        try shipped.settle()
        shipped.close()
        // Emptied: nothing leads to what waits here.
        for file in try shipped.repository.files() { try shipped.repository.remove(file.name) }
        try shipped.attachments.each { (hash, _) throws(BackupError) in
            try BackupError.storing { () throws(ObjectStoreError) in
                try shipped.objects.delete("attachments/\(hash.prefix(2))/\(hash)")
            }
        }
        #expect(try shipped.attachments.total().count == 0)
        try shipped.reopen()
        try shipped.write("after")
        try shipped.settle()
        shipped.close()
        #expect(try restore(shipped).attachments.files == 20)
    }

    @Test(arguments: [0, 500]) func aFileThatIsGoneOrCutIsNamedAndTheRestIsRestored(
        _ left: Int
    ) throws {
        let shipped = try ShippedStore(ScratchDirectory())
        let complaint = try shipped.complaint()
        let hash = try shipped.attach(1000, to: complaint)
        try shipped.attach(1000, to: complaint)
        try shipped.settle()
        shipped.close()
        let path = shipped.path(of: hash, in: "objects")
        if left == 0 {
            try DurableFile.remove(path)
        } else {
            try DurableFile.write(Array(try bytes(path).prefix(left)), to: path)
        }
        let outcome = try restore(shipped)
        #expect(outcome.attachments.files == 1)
        #expect(outcome.attachments.lost.count == 1)
        #expect(outcome.attachments.lost.first?.contains(hash) == true)
        #expect(try DurableFile.status(shipped.path(of: hash, in: "restored")) == nil)
    }

    @Test func aFileThatTheInstanceLostKeepsNothingElseFromBeingStored() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        let complaint = try shipped.complaint()
        try shipped.settle()
        shipped.close()
        let away = try Store.open(shipped.options())
        let hash = try shipped.attach(1000, to: complaint, of: away)
        away.close()
        try DurableFile.remove(shipped.path(of: hash, in: "data"))
        try shipped.reopen()
        try shipped.write("after")
        try shipped.settle()
        #expect(shipped.destination.status.attachments.missing == 1)
        shipped.close()
        let outcome = try restore(shipped)
        #expect(outcome.attachments.lost.count == 1)
    }

    @Test func aRestoreThatWasBrokenOffAnywhereGoesOn() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        let complaint = try shipped.complaint()
        let hash = try shipped.attach(1000, to: complaint)
        try shipped.settle()
        shipped.close()
        // As if it ended after it gave the attachments their place, and before the database had its.
        let sealed = try bytes(shipped.path(of: hash, in: "objects"))
        let place = shipped.path(of: hash, in: "restored")
        try Directory.create(Directory.parent(of: place))
        try DurableFile.write(sealed, to: place)
        try Directory.create(shipped.scratch.path(of: "restored/restoring"))
        try DurableFile.write([1], to: shipped.scratch.path(of: "restored/restoring/ibtool.db"))
        #expect(try restore(shipped).attachments.files == 1)
        #expect(try bytes(place) == sealed)
    }

    @Test func whatIsPutStopsInTheMiddleWhenTheInstanceStops() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path(of: "large")
        try DurableFile.write([UInt8](repeating: 7, count: 1 << 20), to: path)
        let repository = LTXRepository(try DirectoryStore(scratch.path(of: "objects")))
        let asked = Lock(0)
        #expect {
            try repository.put(try file(0, 2, 2).name, file: path, milliseconds: 0) {
                asked.withLock { count in
                    count += 1
                    return count > 3
                }
            }
        } throws: { error in
            if case .stopped? = error as? BackupError { true } else { false }
        }
        #expect(try repository.files().isEmpty)
    }

    @Test func theInstanceThatStartedLastHasTheDestination() throws {
        let objects = try DirectoryStore(ScratchDirectory().path)
        let first = Tenancy(objects)
        try first.claim()
        try first.check()
        let second = Tenancy(objects)
        try second.claim()
        try second.check()
        #expect {
            try first.check()
        } throws: { error in
            if case .foreignWriter? = error as? BackupError { true } else { false }
        }
        try objects.delete("instance")
        try second.check()
        try second.check()
    }

    @Test func aSealedDestinationHoldsNothingInTheOpenAndIsRestored() throws {
        let scratch = try ScratchDirectory()
        let keys = try SealingKeys([String](repeating: "ab", count: 32).joined())
        let shipped = try ShippedStore(scratch) { SealedStore($0, keys) }
        let complaint = try shipped.complaint()
        try shipped.attach(100_000, to: complaint)
        for index in 0..<5 {
            try shipped.write("canary-\(index)")
            try shipped.settle()
        }
        shipped.close()
        for name in ["0000", "0009"] {
            let folder = shipped.scratch.path(of: "objects/\(name)")
            for object in try Directory.list(folder) {
                let text = String(decoding: try bytes("\(folder)/\(object)"), as: UTF8.self)
                #expect(!text.contains("canary-") && !text.contains("SQLite format"))
            }
        }
        let sealed = SealedStore(shipped.objects, keys)
        let outcome = try DirectoryRestore(directory: scratch.path(of: "restored")).run(
            Restore(from: LTXRepository(sealed), to: .newest),
            .init(keys: nil, attachments: AttachmentRepository(sealed))
        ) { _ in }
        #expect(outcome.commit == 7 && outcome.attachments.files == 1)
        #expect(throws: BackupError.self) { try restore(shipped, "open") }
    }

    @Test func whoHasTheDirectoryIsNotRestoredOver() throws {
        let shipped = try ShippedStore(ScratchDirectory())
        try shipped.write("one")
        try shipped.settle()
        shipped.close()
        let directory = shipped.scratch.path(of: "restored")
        try Directory.create(directory)
        let lock = try DirectoryLock.acquire(directory: directory)
        #expect(throws: BackupError.self) { try restore(shipped) }
        lock.release()
        _ = try restore(shipped)
    }
}

/// Tells which keys are put, once they are.
private struct Witness: ObjectStore {
    let store: any ObjectStore
    let tell: @Sendable (String) -> Void

    init(_ store: any ObjectStore, _ tell: @escaping @Sendable (String) -> Void) {
        self.store = store
        self.tell = tell
    }

    func put(
        _ key: ObjectKey, _ body: ObjectBody, metadata: ObjectMetadata,
        if condition: ObjectCondition
    ) throws(ObjectStoreError) -> ObjectTag {
        let tag = try store.put(key, body, metadata: metadata, if: condition)
        tell("\(key)")
        return tag
    }

    func get(_ key: ObjectKey, range: Range<Int64>?) throws(ObjectStoreError) -> StoredObject {
        try store.get(key, range: range)
    }

    func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage { try store.list(prefix, after: last) }

    func delete(_ key: ObjectKey, ifTag tag: ObjectTag?) throws(ObjectStoreError) {
        try store.delete(key, ifTag: tag)
    }
}
