import Complaints
import JSON
import Platform
import Storage
import Telemetry
import Testing

@testable import WebAPI

/// What becomes of rows, and of the work, after the writer took something back.
@Suite struct JobRecoveryTests {
    private let author = Author(name: "paul", origin: .web, address: "", isJob: true)

    private func bulk(in bench: ImportBench, total: Int64) throws -> BulkRecord {
        let record = BulkRecord(
            kind: .create, author: author, permissions: [.intake], fileName: "rows", total: total)
        return try bench.store.writeAndWait(by: author) { transaction throws(StorageFailure) in
            try transaction.createBulk(record)
        }.value
    }

    private func stored(_ id: Int64, in bench: ImportBench) throws -> BulkRecord {
        try #require(try bench.store.read { reader throws(StorageFailure) in try reader.bulk(id) })
    }

    @Test func `A chunk of bulk work whose predecessor was rolled back is not applied`() throws {
        let bench = try ImportBench()
        let id = try bulk(in: bench, total: 4).id
        let everywhere = Visibility(sites: nil, seesComplainant: true, seesPatient: true)
        let work = BulkWork(id, for: everywhere, change: nil)
        let steps: [BulkStep] = [
            .refuse(reason: "malformed_json", pointer: ""), .create(FieldValues()),
        ]
        let (first, second) = (
            BulkChunk(first: 1, steps: steps), BulkChunk(first: 3, steps: steps)
        )
        #expect(throws: StorageFailure.self) {
            try bench.store.writeAndWait(by: author) { transaction throws(StorageFailure) in
                _ = try work.apply(first, in: transaction)
                throw .timedOut
            }
        }
        func apply(_ chunk: BulkChunk) throws -> Bool {
            try bench.store.writeAndWait(by: author) { transaction throws(StorageFailure) in
                try work.apply(chunk, in: transaction) != nil
            }.value
        }
        #expect(try !apply(second))
        #expect(try stored(id, in: bench).counts == BulkRecord.Counts())
        #expect(try bench.items(ComplaintQuery()).isEmpty)
        #expect(try apply(first) && apply(second))
        #expect(try !apply(second))
        let counts = try stored(id, in: bench).counts
        #expect([counts.done, counts.changed, counts.refused] == [4, 2, 2])
        #expect(try bench.items(ComplaintQuery()).count == 2)
    }

    @Test func `A chunk of an import whose predecessor was rolled back is not applied`() throws {
        let bench = try ImportBench()
        var record = try bench.take(Array("id,summary\n1,a\n2,b\n".utf8))
        record.state = .running
        let running = record
        _ = try bench.store.writeAndWait(by: author) { transaction throws(StorageFailure) in
            try transaction.updateImport(running)
        }
        let rows = try ImportRows(
            record, folder: bench.jobs.folder, limits: bench.jobs.limits, catalogue: .standard,
            today: .latest(at: .system))
        let work = ImportWork(record, within: .everywhere, columns: rows.columns)
        let (first, second) = (rows.next(1), rows.next(1))
        #expect(throws: StorageFailure.self) {
            try bench.store.writeAndWait(by: author) { transaction throws(StorageFailure) in
                _ = try work.apply(first, in: transaction)
                throw .timedOut
            }
        }
        func apply(_ chunk: ImportChunk) throws -> Bool {
            try bench.store.writeAndWait(by: author) { transaction throws(StorageFailure) in
                try work.apply(chunk, in: transaction) != nil
            }.value
        }
        #expect(try !apply(second))
        #expect(try bench.record(record.id).rowsDone == 0)
        #expect(try bench.items(ComplaintQuery()).isEmpty)
        #expect(try apply(first) && apply(second))
        #expect(try !apply(second))
        let done = try bench.record(record.id)
        #expect(done.ends == [2, 0, 0, 0] && done.rowsDone == 2 && done.addsUp)
    }
}
