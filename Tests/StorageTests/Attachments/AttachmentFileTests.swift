import Complaints
import Platform
import Testing

@testable import Storage

/// What can happen to the files: crashes at each step, damage, strangers.
@Suite struct AttachmentFileTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private func filled() throws -> (Store, Attachment) {
        let store = try directory.open()
        try store.create(["summary": "one"])
        return (store, try store.attach(noise(200_000), to: 1))
    }

    private func path(_ attachment: Attachment) -> String {
        "\(directory.path)/attachments/\(attachment.fileHash.prefix(2))/\(attachment.fileHash)"
    }

    private func finding(_ store: Store) throws -> String? {
        let failing = try store.verify().checks.filter { !$0.ok }
        #expect(failing.allSatisfy { $0.name == "attachments" }, "\(failing)")
        return failing.first?.detail
    }

    @Test func `A draft that is let go of leaves nothing`() throws {
        let (store, made) = try filled()
        do {
            let draft = try store.draftAttachment(for: 1)
            try draft.append(noise(100_000))
            #expect(try store.attachments.list().incoming.count == 1)
        }
        #expect(try store.attachments.list().incoming == [])
        #expect(try store.storedFiles == [made.fileHash])
        store.close()
    }

    @Test func `The sweep takes what crashes left, never what is young, named or in work`() throws {
        let (store, made) = try filled()
        let orphan = String(repeating: "a", count: 64)
        let left = "\(directory.path)/attachments/incoming/left"
        try Directory.create("\(directory.path)/attachments/aa")
        try DurableFile.write([1], to: store.attachments.path(of: orphan))
        try DurableFile.write([1], to: left)
        let draft = try store.draftAttachment(for: 1)
        try draft.append(noise(10))
        let content = try draft.finish()
        let later = Timestamp(
            microseconds: WallClock.system.now().microseconds + 25 * 3_600_000_000)
        #expect(try store.sweepAttachments(now: WallClock.system.now()).orphans == 0)
        #expect(try DurableFile.status(left) != nil)
        let swept = try store.sweepAttachments(now: later)
        #expect(swept == AttachmentSweep(orphans: 1, isRefused: false))
        #expect(try DurableFile.status(left) == nil)
        #expect(try store.storedFiles == [made.fileHash, content.fileHash].sorted())
        try draft.settle(isNamed: false)
        #expect(try store.storedFiles == [made.fileHash])
        store.close()
    }

    @Test func `A folder with far more files than the database knows is left alone`() throws {
        let (store, _) = try filled()
        try Directory.create("\(directory.path)/attachments/aa")
        for index in 0...AttachmentFolder.orphansMax {
            let name = "aa" + String(repeating: "b", count: 60) + String(index + 10)
            try DurableFile.write([1], to: store.attachments.path(of: name))
        }
        let later = Timestamp(
            microseconds: WallClock.system.now().microseconds + 25 * 3_600_000_000)
        let count = AttachmentFolder.orphansMax + 1
        #expect(
            try store.sweepAttachments(now: later)
                == AttachmentSweep(orphans: count, isRefused: true))
        #expect(try store.storedFiles.count == count + 1)
        store.close()
    }

    @Test func `Verify names a file that is missing, cut, changed or of another place`() throws {
        let (store, made) = try filled()
        let other = try store.attach(noise(200_000, seed: 9), to: 1)
        let file = path(made)
        let whole = try DurableFile.read(file, bytesMax: 1 << 20)
        #expect(try finding(store) == nil)
        try DurableFile.remove(file)
        #expect(try finding(store)?.contains("is missing") == true)
        #expect(throws: StorageFailure.self) { try store.content(of: made) }
        try DurableFile.write(Array(whole.dropLast()), to: file)
        #expect(try finding(store)?.contains("200128 bytes") == false)
        #expect(try finding(store)?.contains("bytes, not") == true)
        var changed = whole
        changed[100_000] ^= 1
        try DurableFile.write(changed, to: file)
        #expect(try finding(store)?.contains("not what its name says") == true)
        // The chunk that was changed is refused, those around it are read.
        let content = try store.content(of: made)
        #expect(try content.bytes(from: 0) == Array(noise(200_000)[..<65_536]))
        do throws(StorageFailure) {
            _ = try content.bytes(from: 70_000)
            Issue.record("read a damaged chunk")
        } catch {
            #expect(error.isDamage)
        }
        try DurableFile.write(try DurableFile.read(path(other), bytesMax: 1 << 20), to: file)
        #expect(try finding(store)?.contains("not what its name says") == true)
        try DurableFile.write(whole, to: file)
        #expect(try finding(store) == nil)
        store.close()
    }

    @Test func `Verify names strangers in the folder and counts what no row names`() throws {
        let (store, _) = try filled()
        try Directory.create("\(directory.path)/attachments/aa")
        let orphan = String(repeating: "a", count: 64)
        try DurableFile.write([1], to: "\(directory.path)/attachments/aa/\(orphan)")
        let check = try store.verify().checks.first { $0.name == "attachments" }
        #expect(check?.ok == true)
        #expect(check?.detail.contains("1 more belong to none") == true)
        for name in ["aa/notes.txt", "notes.txt", "aa/" + String(repeating: "b", count: 64)] {
            let stranger = "\(directory.path)/attachments/\(name)"
            try DurableFile.write([1], to: stranger)
            #expect(try finding(store)?.contains("notes.txt") == name.contains("notes"))
            #expect(try finding(store) != nil)
            try DurableFile.remove(stranger)
        }
        store.close()
    }

    @Test func `Verify sees a row that was turned to another complaint, file or total`() throws {
        let (store, _) = try filled()
        try store.create(["summary": "two"])
        store.close()
        for sql in [
            "UPDATE attachment SET complaint_id = 2", "UPDATE attachment SET patient_data = 1",
            "UPDATE attachment SET withdrawn_at = 1, withdrawn_by = 'x', withdrawn_reason = 'y'",
            "UPDATE attachment SET byte_count = 5", "UPDATE attachment SET created_at = 5",
            "UPDATE attachment_total SET bytes = 1", "DELETE FROM attachment",
        ] {
            let copy = try directory.copied()
            let connection = try Connection(
                path: "\(copy.path)/\(StoreOpening.databaseName)", role: .writing)
            try connection.execute(sql)
            _ = try connection.checkpoint(.truncate)
            let store = try copy.open()
            let failing = try store.verify().checks.filter { !$0.ok && $0.name != "attachments" }
            #expect(!failing.isEmpty, "\(sql)")
            store.close()
        }
    }

    @Test(
        "A database of every earlier schema gets the tables, and takes attachments",
        arguments: 1...Migration.newest - 1)
    func upgraded(from number: Int) throws {
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try SchemaUpgrade(migrations: Array(Migration.all[..<number]), now: 1).run(
            on: connection
        ) { (_) throws(StorageFailure) in }
        let (store, made) = try filled()
        #expect(try store.contentBytes(made) == noise(200_000))
        #expect(try store.verify().ok)
        store.close()
    }
}
