import Complaints
import Testing

@testable import Storage

@Suite struct MergeTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "jean")
        for aware in ["2026-03-05", "2026-03-02", "2026-03-09"] {
            try store.create(["summary": "file", "aware": .text(aware)])
        }
    }

    /// What a file is merged into may have got another due date, and so another version.
    private func version(_ id: Int64) throws -> Int64 {
        Int64(try store.value("SELECT version FROM complaint WHERE id=\(id)") ?? "") ?? 0
    }

    private func merge(_ id: Int64, into original: Int64, version: Int64? = nil) throws {
        try store.update(
            id, version ?? self.version(id),
            ["status": "duplicate", "duplicate_of": .text(store.number(original))])
    }

    private func unmerge(_ id: Int64, version: Int64) throws {
        let author = Author(name: "marie", origin: .web, address: "", reason: "other room")
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.unmerge(.id(id), expected: version, for: everything)
        }
    }

    private func merged(_ id: Int64, for visibility: Visibility = everything) throws
        -> MergedComplaints?
    {
        try store.read { (reader) throws(StorageFailure) in
            try reader.merged(into: .id(id), for: visibility)
        }
    }

    private func links(_ id: Int64) throws -> [ComplaintLink] {
        try store.read { (reader) throws(StorageFailure) in
            try reader.links(of: .id(id), for: everything) ?? []
        }
    }

    @Test func `A duplicate keeps everything, and its original shows it`() throws {
        let work = try store.add(.work, ["title": "Call", "state": "open"], to: 2)
        let own = try store.add(.work, ["title": "Look", "state": "open"], to: 1)
        try store.attach([1, 2, 3], to: 2)
        try merge(2, into: 1)
        #expect(try store.companions(.work, of: 1) == [own, work])
        #expect(try store.companions(.work, of: 2) == [work])
        let found = try #require(try merged(1))
        #expect(found.members.map(\.number) == [try store.number(2)])
        #expect(found.aware == "2026-03-02")
        #expect(try merged(3)?.aware == "2026-03-09")
        // Work goes on in what was merged; the file itself is locked.
        try store.change(work, ["state": "done"])
        #expect(
            refusal { try store.update(2, 2, ["summary": "x"]) }
                == .locked(.complaint, key: try store.number(2)))
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `Unmerging brings back the state before, and nothing is left of the merge`() throws {
        try store.update(2, 1, ["status": "triage"])
        try merge(2, into: 1, version: 2)
        #expect(try links(2).first?.link["before"] == "triage")
        #expect(refusal { try unmerge(2, version: 2) } == .versionConflict(current: 3))
        try unmerge(2, version: 3)
        #expect(
            try store.rows("SELECT status, document FROM complaint WHERE id=2")
                == [["triage", "{}"]])
        #expect(try merged(1)?.members.isEmpty == true)
        #expect(try links(2).first?.link.withdrawal?.reason == "other room")
        #expect(try links(1).isEmpty)
        #expect(
            refusal { try unmerge(2, version: 4) }
                == .wrongState(.complaint, key: try store.number(2), state: "triage"))
        #expect(try store.verify(thorough: true).ok)
        // Again, and then opened again as any file at its end: that ends the merge too.
        try merge(2, into: 1, version: 4)
        let signer = try store.signer("marie", .reopening)
        try store.writeAndWait(
            by: Author(name: "marie", origin: .web, address: "", reason: "new facts")
        ) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateComplaint(
                .id(2), expected: 5, to: values(["status": "review"]), for: everything, as: signer)
        }
        #expect(try merged(1)?.members.isEmpty == true)
        #expect(
            try store.value("SELECT document ->> 'duplicate_of' IS NULL FROM complaint WHERE id=2")
                == "1")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `Duplicates of duplicates form no circle, and chains show at their head`() throws {
        try merge(2, into: 1)
        let refused = Refusal.invalid([FieldProblem("/duplicate_of", .originalIsDuplicate)])
        #expect(refusal { try merge(1, into: 2) } == refused)
        #expect(refusal { try merge(3, into: 2) } == refused)
        #expect(
            refusal { try merge(3, into: 3) }
                == .invalid([FieldProblem("/duplicate_of", .selfReference)]))
        try merge(1, into: 3)
        #expect(
            try merged(3)?.members.map(\.number) == [store.number(1), store.number(2)])
        #expect(try merged(3)?.aware == "2026-03-02")
        #expect(refusal { try merge(3, into: 1) } == refused)
        try unmerge(1, version: version(1))
        #expect(try merged(3)?.members.isEmpty == true)
        #expect(try merged(1)?.members.map(\.number) == [store.number(2)])
        store.close()
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `Random merges and unmerges leave no circle and no file behind`(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: UInt64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((state >> 33) % bound)
        }
        for _ in 0..<5 { try store.create(["summary": "more"]) }
        for _ in 0..<60 {
            let (one, other) = (random(8) + 1, random(8) + 1)
            let version =
                Int64(
                    try store.value("SELECT version FROM complaint WHERE id=\(one)") ?? "") ?? 0
            do {
                if random(3) == 0 {
                    try unmerge(one, version: version)
                } else {
                    try merge(one, into: other, version: version)
                }
            } catch StorageFailure.refused {
                continue
            }
        }
        // Whoever follows the originals comes to a file that is no duplicate.
        let rows = try store.rows(
            "SELECT id, status, json_extract(document, '$.duplicate_of') FROM complaint")
        for row in rows {
            var (at, steps) = (row, 0)
            while at[1] == "duplicate", steps < 10 {
                let number = at[2]
                let next = try store.rows(
                    "SELECT id, status, json_extract(document, '$.duplicate_of') "
                        + "FROM complaint WHERE number='\(number)'")
                at = try #require(next.first, "seed \(seed)")
                steps += 1
            }
            #expect(at[1] == "received", "seed \(seed)")
            #expect(at[2] == "-", "seed \(seed)")
        }
        // The heads together show every file once.
        var shown: [String] = []
        for row in rows where row[1] != "duplicate" {
            let id = try #require(Int64(row[0]))
            shown += [try store.number(id)] + (try merged(id)?.members.map(\.number) ?? [])
        }
        let all = try store.rows("SELECT number FROM complaint").map { $0[0] }
        #expect(shown.sorted() == all.sorted(), "seed \(seed)")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A link shows at both its ends, as far as each is seen`() throws {
        _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "L", "name": "Lille"]))
            _ = try transaction.createSite(values(["code": "P", "name": "Paris"]))
        }
        let lille = try store.create(["summary": "at Lille", "site": "L"]).value.id
        let paris = try store.create(["summary": "at Paris", "site": "P"]).value.id
        let fields = values(["relation": "related", "other": .text(try store.number(paris))])
        func link(_ from: Int64, _ fields: FieldValues) throws {
            _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.link(.id(from), fields, for: everything)
            }
        }
        try link(lille, fields)
        #expect(refusal { try link(lille, fields) } == .taken(.link, pointer: "/other"))
        let reverse = values(["relation": "related", "other": .text(try store.number(lille))])
        #expect(refusal { try link(paris, reverse) } == .taken(.link, pointer: "/other"))
        #expect(try links(lille).map(\.isIncoming) == [false])
        #expect(try links(paris).map(\.isIncoming) == [true])
        #expect(try links(paris).first?.peer.details?.summary == "at Lille")
        let (ofLille, ofParis) = try store.read { (reader) throws(StorageFailure) in
            (
                try reader.links(of: .id(lille), for: bound(to: [1])),
                try reader.links(of: .id(paris), for: bound(to: [2]))
            )
        }
        // The link is Lille's: there it is told with the number alone, at Paris not at all.
        #expect(
            ofLille?.first?.peer == ComplaintPeer(number: try store.number(paris), details: nil))
        #expect(ofParis?.isEmpty == true)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `What another site's members hold is not shown at the original`() throws {
        _ = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "L", "name": "Lille"]))
            _ = try transaction.createSite(values(["code": "P", "name": "Paris"]))
        }
        let lille = try store.create(["summary": "at Lille", "site": "L"]).value.id
        let paris = try store.create(["summary": "at Paris", "site": "P"]).value.id
        try store.add(.comment, ["text": "Paris says", "audience": "internal"], to: paris)
        try merge(paris, into: lille)
        #expect(try store.companions(.comment, of: lille)?.count == 1)
        #expect(try store.companions(.comment, of: lille, for: bound(to: [1])) == [])
        #expect(try merged(lille, for: bound(to: [1]))?.members == [])
        store.close()
    }
}
