import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct AttachmentTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.create(["summary": "one"])
        try store.create(["summary": "two"])
    }

    @Test(arguments: [1, 65_535, 65_536, 65_537, 131_072, 400_000])
    func `What was attached comes back, whole and from any place`(_ count: Int) throws {
        let bytes = noise(count)
        let made = try store.attach(bytes, to: 1, note: "page 2")
        #expect(made.bytes == Int64(count))
        #expect(try store.contentBytes(made) == bytes)
        let file = try store.content(of: made)
        for offset in [0, count / 3, 65_535, 65_536, count - 1] where offset < count {
            let piece = try file.bytes(from: Int64(offset))
            #expect(piece == Array(bytes[offset..<offset + piece.count]))
        }
        #expect(try file.bytes(from: Int64(count)).isEmpty)
        #expect(try store.found(made.id, of: 1) == made)
        #expect(try store.found(made.id, of: 2) == nil)
        store.close()
    }

    @Test func `The same content twice is one file within a complaint, and two beyond it`() throws {
        let first = try store.attach(noise(1000), to: 1, name: "a.pdf")
        let again = try store.attach(noise(1000), to: 1, name: "b.pdf")
        let elsewhere = try store.attach(noise(1000), to: 2)
        #expect(first.fileHash == again.fileHash)
        #expect(first.words?.contentHash == elsewhere.words?.contentHash)
        #expect(elsewhere.fileHash != first.fileHash)
        #expect(try store.storedFiles == [first.fileHash, elsewhere.fileHash].sorted())
        #expect(try store.attachmentTotal() == AttachmentTotal(files: 2, bytes: 2000))
        let references = try store.rows(
            "SELECT file_hash, count(*) FROM attachment GROUP BY file_hash ORDER BY 2")
        #expect(references == [[elsewhere.fileHash, "1"], [first.fileHash, "2"]])
        #expect(try store.verify().ok)
        store.close()
    }

    @Test func `Count and quota hold at their limit and refuse one more, leaving nothing`() throws {
        var limits = AttachmentLimits()
        limits.countMax = 2
        limits.quotaBytes = 100
        try store.attach(noise(60), to: 1, limits: limits)
        #expect(
            refusal { try store.attach(noise(41, seed: 2), to: 1, limits: limits) }
                == .quotaReached(bytesMax: 100))
        try store.attach(noise(40, seed: 2), to: 1, limits: limits)
        #expect(
            refusal { try store.attach(noise(1, seed: 3), to: 1, limits: limits) }
                == .invalid([FieldProblem("/file", .tooMany, argument: "2")]))
        #expect(
            refusal { try store.attach(noise(1, seed: 3), to: 2, limits: limits) }
                == .quotaReached(bytesMax: 100))
        // Bytes that are there already need no room.
        limits.countMax = 3
        try store.attach(noise(60), to: 1, limits: limits)
        #expect(try store.storedFiles.count == 2)
        #expect(try store.attachments.list().incoming == [])
        store.close()
    }

    @Test func `A file at its end, another site's and an erased one take nothing`() throws {
        let made = try store.attach(noise(10), to: 1)
        try store.bring(1, to: "closed")
        let locked = Refusal.locked(
            .complaint, key: try store.value("SELECT number FROM complaint") ?? "")
        #expect(refusal { try store.attach(noise(10, seed: 2), to: 1) } == locked)
        #expect(refusal { try withdraw(made) } == locked)
        let narrow = Visibility(sites: [99], seesComplainant: true, seesPatient: true)
        #expect(
            refusal {
                try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                    _ = try transaction.attachment(made.id, of: .id(1), for: narrow)
                }
            } == .notFound(.complaint, key: "1"))
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(2), expected: 1, for: everything)
        }
        #expect(
            refusal { try store.attach(noise(10), to: 2) } == .erased(.complaint, key: "2"))
        store.close()
    }

    private func withdraw(_ attachment: Attachment, reason: String = "wrong file") throws {
        let author = Author(name: "paul", origin: .web, address: "", reason: reason)
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.withdrawAttachment(
                attachment.id, of: .id(attachment.complaint), reason: reason, for: everything)
        }
    }

    @Test func `What is withdrawn says why, once, and keeps its bytes`() throws {
        let made = try store.attach(noise(5000), to: 1)
        try withdraw(made)
        try withdraw(made, reason: "another reason")
        let found = try #require(try store.found(made.id, of: 1))
        #expect(found.withdrawal?.reason == "wrong file")
        #expect(found.withdrawal?.by == "paul")
        #expect(found.version == 2)
        #expect(try store.contentBytes(found) == noise(5000))
        #expect(try store.verify().ok)
        store.close()
    }

    @Test func `Erasing the complaint's key makes words and bytes unreadable, and verify agrees`()
        throws
    {
        let made = try store.attach(noise(70_000), to: 1, name: "Mme Dupont.pdf")
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(1), expected: 1, for: everything)
        }
        let found = try #require(try store.found(made.id, of: 1))
        #expect(found.words == nil)
        #expect(
            refusal { _ = try store.content(of: found) } == .erased(.attachment, key: "\(made.id)"))
        #expect(try store.storedFiles == [made.fileHash])
        let report = try store.verify()
        #expect(report.ok, "\(report.checks.filter { !$0.ok })")
        store.close()
    }

    @Test func `The log says what was attached; history masks what holds patient data`() throws {
        let open = try store.attach(noise(10), to: 1, name: "scan.pdf", note: "page 2")
        let hidden = try store.attach(noise(20), to: 1, name: "Dupont.dcm", patient: true)
        try withdraw(open)
        let all = try history(of: 1)
        #expect(all.contains("\"attachment\":\(open.id)"))
        #expect(all.contains("scan.pdf") && all.contains("page 2"))
        #expect(all.contains("\"reason\":\"wrong file\""))
        #expect(!all.contains("Dupont") && all.contains("•••"))
        #expect(!all.contains(hidden.words?.contentHash ?? "?"))
        #expect(all.contains(open.words?.contentHash ?? "?"))
        // Newest first over both entities, page by page.
        #expect(try history(of: 1, before: 4, limit: 1).contains("\"next\":3"))
        let codes = try store.rows("SELECT DISTINCT code FROM change WHERE entity = 'attachment'")
        #expect(try codes == store.rows("SELECT number FROM complaint WHERE id = 1"))
        store.close()
    }

    private func history(of id: Int64, before: Int64? = nil, limit: Int = 50) throws -> String {
        var writer = JSONWriter(reserving: 1000)
        try store.read { (reader) throws(StorageFailure) in
            _ = try reader.history(
                of: .id(id), for: everything, before: before, limit: limit, into: &writer)
        }
        return String(decoding: writer.take(), as: UTF8.self)
    }

    @Test
    func `A planted word is in no file of the data directory, on its way, stored or withdrawn`()
        throws
    {
        let canary = "Canaryowska-Quetzalcoatl"
        let bytes = Array((String(repeating: canary + " ", count: 6000)).utf8)
        let draft = try store.draftAttachment(for: 1)
        try draft.append(bytes)
        #expect(try directory.files(with: canary) == [])
        #expect(try directory.files(with: "ibtool sealed file").count == 1)
        let made = try store.attach(bytes, to: 1, name: "\(canary).txt", note: canary)
        try withdraw(made)
        #expect(try directory.files(with: canary) == [])
        store.close()
        #expect(try directory.files(with: canary) == [])
        // What looks finds: the hash, which is no secret, is there.
        #expect(try directory.files(with: made.fileHash).isEmpty == false)
    }
}

extension StoreDirectory {
    /// The files below the directory that hold these bytes.
    func files(with needle: String) throws -> [String] {
        let wanted = Array(needle.utf8)
        var found: [String] = []
        var folders = [path]
        while let folder = folders.popLast() {
            for name in try Directory.list(folder) {
                let file = "\(folder)/\(name)"
                let kind = try DurableFile.status(file)?.kind
                if kind == .directory { folders.append(file) }
                guard kind == .file else { continue }
                let bytes = try DurableFile.read(file, bytesMax: 1 << 30)
                if bytes.firstRange(of: wanted) != nil { found.append(file) }
            }
        }
        return found
    }
}
