import ObjectStore
import Platform
import Storage
import TestSupport
import Testing

@testable import Backup

/// Drills prove what is right and find what is not.
@Suite(.serialized) struct DrillTests {
    /// A store with five sites, all stored.
    private func shipped() throws -> ShippedStore {
        let shipped = try ShippedStore(ScratchDirectory())
        for index in 0..<5 {
            try shipped.write("s\(index)")
            try shipped.settle()
        }
        return shipped
    }

    /// What a drill finds now.
    private func drill(_ shipped: ShippedStore) throws -> DrillResult {
        let drills = Drills(
            [shipped.destination], keys: nil, dataDirectory: shipped.dataDirectory, interval: nil)
        try drills.start(shipped.store)
        defer { drills.finish() }
        let name = shipped.destination.status.destination
        let before = drills.results(of: name).count
        drills.request()
        let deadline = MonotonicInstant.now() + .seconds(60)
        let pause = Mailbox<Bool>(capacity: 1)
        while drills.isWanted(name) {
            try #require(MonotonicInstant.now() < deadline)
            _ = pause.take(until: .now() + .milliseconds(5))
        }
        let results = drills.results(of: name)
        #expect(results.count == before + 1)
        return try #require(results.first)
    }

    @Test func whatIsWellIsProved() throws {
        let shipped = try shipped()
        let complaint = try shipped.complaint()
        try shipped.attach(1000, to: complaint)
        try shipped.attach(2000, to: complaint)
        try shipped.settle()
        let result = try drill(shipped)
        #expect(result.fault == nil)
        #expect(result.commit == shipped.store.commit && result.bytes > 0)
        #expect(result.attachments == 2 && result.attachmentsRead == 2)
        #expect(try Directory.list(shipped.scratch.path(of: "data/drill")).isEmpty)
        shipped.close()
    }

    @Test func resultsOutliveTheInstance() throws {
        let shipped = try shipped()
        let first = try drill(shipped)
        let second = try drill(shipped)
        let journal = DrillJournal(dataDirectory: shipped.dataDirectory, folder: "backup")
        journal.load()
        #expect(journal.results(of: "objects") == [second, first])
        for _ in 0..<DrillJournal.resultsMax + 5 { try journal.add(first) }
        #expect(journal.results(of: "objects").count == DrillJournal.resultsMax)
        try DurableFile.write(Array("{".utf8), to: "\(shipped.dataDirectory)/backup/drills.json")
        let empty = DrillJournal(dataDirectory: shipped.dataDirectory, folder: "backup")
        empty.load()
        #expect(empty.results(of: "objects").isEmpty)
        shipped.close()
    }

    @Test func aFlippedBitIsFound() throws {
        let shipped = try shipped()
        let path = shipped.scratch.path(of: "objects/\(try newest(shipped))")
        var bytes = try DurableFile.read(path, bytesMax: 1 << 24)
        bytes[bytes.count / 2] ^= 8
        try DurableFile.write(bytes, to: path)
        #expect(try drill(shipped).fault?.contains("damaged") == true)
        shipped.close()
    }

    @Test func anOlderStateThanWasStoredIsNoProof() throws {
        let shipped = try shipped()
        try DurableFile.remove(shipped.scratch.path(of: "objects/\(try newest(shipped))"))
        let fault = try #require(try drill(shipped).fault)
        #expect(fault.contains("was stored already"))
        shipped.close()
    }

    @Test func anotherInstancesBackupIsNoProof() throws {
        let mine = try shipped()
        let other = try shipped()
        for file in try mine.repository.files() {
            try DurableFile.remove(mine.scratch.path(of: "objects/\(file.name.text)"))
        }
        for file in try other.repository.files() {
            try DurableFile.write(
                DurableFile.read(
                    other.scratch.path(of: "objects/\(file.name.text)"), bytesMax: 1 << 24),
                to: mine.scratch.path(of: "objects/\(file.name.text)"))
        }
        let fault = try #require(try drill(mine).fault)
        #expect(fault.contains("not this instance's state"))
        mine.close()
        other.close()
    }

    @Test func anAttachmentThatIsGoneOrChangedIsFound() throws {
        let shipped = try shipped()
        let hash = try shipped.attach(1000, to: try shipped.complaint())
        try shipped.settle()
        let path = shipped.path(of: hash, in: "objects")
        var bytes = try DurableFile.read(path, bytesMax: 1 << 20)
        bytes[500] ^= 1
        try DurableFile.write(bytes, to: path)
        #expect(try drill(shipped).fault?.contains(hash) == true)
        try DurableFile.remove(path)
        #expect(try drill(shipped).fault?.contains("missing or cut") == true)
        shipped.close()
    }

    @Test func whoIsCurrentForTheFirstTimeIsProvedByItself() throws {
        let shipped = try shipped()
        let drills = Drills(
            [shipped.destination], keys: nil, dataDirectory: shipped.dataDirectory,
            interval: .seconds(3600))
        try drills.start(shipped.store)
        let deadline = MonotonicInstant.now() + .seconds(60)
        let pause = Mailbox<Bool>(capacity: 1)
        while drills.results(of: "objects").isEmpty {
            try #require(MonotonicInstant.now() < deadline)
            _ = pause.take(until: .now() + .milliseconds(5))
        }
        drills.finish()
        #expect(drills.results(of: "objects").map(\.isProof) == [true])
        shipped.close()
    }

    /// The key of the upload that ends with the newest transaction.
    private func newest(_ shipped: ShippedStore) throws -> String {
        let uploads = try shipped.repository.files().filter { $0.level == 0 }
        return try #require(
            uploads.max { $0.transactions.last < $1.transactions.last }
        ).name.text
    }
}
