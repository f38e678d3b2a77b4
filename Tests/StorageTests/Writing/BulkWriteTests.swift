import Complaints
import Platform
import Testing

@testable import Storage

@Suite struct BulkWriteTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    @Test("A refused row leaves its neighbours in one transaction alone")
    func attempt() throws {
        let store = try directory.open()
        defer { store.close() }
        let made = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            var made: [Int64?] = []
            for site in ["", "NOWHERE", ""] {
                let row = values(
                    site.isEmpty
                        ? ["summary": "fine"] : ["summary": "not", "site": .text(site)])
                let result = try transaction.attempt { () throws(StorageFailure) in
                    try transaction.createComplaint(row, for: everything)
                }
                switch result {
                case .success(let stamp): made.append(stamp.id)
                case .failure: made.append(nil)
                }
            }
            return made
        }
        #expect(made.value == [1, nil, 2])
        #expect(try store.value("SELECT count(*) FROM complaint") == "2")
        #expect(try store.verify(thorough: true).ok)
    }

    @Test("A refusal after a write is the whole request's")
    func lateRefusal() throws {
        let store = try directory.open()
        defer { store.close() }
        let refused = refusal {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                _ = try transaction.attempt { () throws(StorageFailure) -> Void in
                    _ = try transaction.createComplaint(values(["summary": "half"]))
                    throw .refused(.notFound(.site, key: "x"))
                }
            }
        }
        #expect(refused == .notFound(.site, key: "x"))
        #expect(try store.value("SELECT count(*) FROM complaint") == "0")
    }

    @Test("What a list finds is seen by id, with its versions, within the caller's sites")
    func seen() throws {
        let store = try directory.open()
        defer { store.close() }
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "A", "name": "a"]))
        }
        for index in 0..<6 {
            try store.create(
                index % 2 == 0
                    ? [
                        "summary": "helium", "received": .text("2026-01-0\(index + 1)"),
                        "site": "A",
                    ]
                    : ["summary": "quench", "received": .text("2026-01-0\(9 - index)")])
        }
        try store.update(3, 1, ["severity": "minor"])
        func seen(
            _ query: ComplaintQuery, _ visibility: Visibility = everything, limit: Int = 100
        ) throws -> [[Int64]] {
            try store.read { (reader) throws(StorageFailure) in
                try reader.seenComplaints(query, for: visibility, limit: limit)
            }.map { [$0.id, $0.version] }
        }
        #expect(
            try seen(ComplaintQuery()) == [[1, 1], [2, 1], [3, 2], [4, 1], [5, 1], [6, 1]])
        let bound = Visibility(sites: [1], seesComplainant: true, seesPatient: false)
        #expect(try seen(ComplaintQuery(), bound) == [[1, 1], [3, 2], [5, 1]])
        #expect(try seen(ComplaintQuery(), limit: 2).count == 2)
        var filtered = ComplaintQuery()
        filtered.filter = .compare("severity", .equal(.text("minor")))
        #expect(try seen(filtered) == [[3, 2]])
        var searched = ComplaintQuery()
        searched.search = .phrase(["quench"], isPrefix: false)
        #expect(try seen(searched) == [[2, 1], [4, 1], [6, 1]])
    }

    @Test("Bulk work is stored with its author, rights, counts and rows")
    func journal() throws {
        let store = try directory.open()
        defer { store.close() }
        let author = Author(name: "marie", origin: .api, address: "::1", reason: "recall")
        let record = BulkRecord(
            kind: .edit, author: author, permissions: [.read, .work], fileName: "f", total: 3)
        let made = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createBulk(record)
        }.value
        var moved = made
        moved.state = .running
        moved.counts.done = 2
        moved.counts.changed = 1
        moved.counts.conflict = 1
        let running = moved
        let rows = [
            BulkRow(row: 1, complaint: 7, .changed, version: 4),
            BulkRow(row: 2, complaint: 8, .conflict, reason: "version_conflict"),
        ]
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.updateBulk(running, rows: rows)
        }
        try store.read { (reader) throws(StorageFailure) in
            let found = try reader.bulk(made.id)
            #expect(found?.author.reason == "recall" && found?.author.isJob == true)
            #expect(found?.permissions == [.read, .work] && found?.counts == running.counts)
            #expect(try reader.unfinishedBulks().map(\.id) == [made.id])
            #expect(try reader.bulks(by: "paul", limit: 9).isEmpty)
            #expect(try reader.bulkRows(made.id, after: 0, limit: 9, for: everything) == rows)
            #expect(
                try reader.bulkRows(
                    made.id, after: 0, outcomes: [.conflict, .refused], limit: 9, for: everything)
                    == [rows[1]])
            // "unchanged" has "changed" in it.
            let unchanged = try reader.bulkRows(
                made.id, after: 0, outcomes: [.unchanged], limit: 9, for: everything)
            #expect(unchanged.isEmpty)
            #expect(
                try reader.madeByBulk(made.id, after: 0, limit: 9).map(\.complaint.version) == [4])
        }
    }
}
