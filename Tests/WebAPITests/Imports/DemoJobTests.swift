import Complaints
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

@Suite("Demo data")
struct DemoJobTests {
    @Test("sites, systems and complaints are made; a second run adds complaints only")
    func fills() throws {
        let bench = try ImportBench()
        #expect(try run(bench, rows: 120) == .done)
        #expect(try total(bench) == 120)
        #expect(try run(bench, rows: 120) == .done)
        #expect(try total(bench) == 240)
        let sites = try bench.store.read { reader throws(StorageFailure) in
            var writer = JSONWriter()
            try reader.sites(ReferenceQuery(), for: Self.all, into: &writer)
            return writer.bytes
        }
        let list = try JSONValue.parse(sites).objectValue
        #expect(list?["total"]?.int64Value == Int64(DemoWorld(seed: 7, rows: 120).sitesCount))
    }

    private static let all = Visibility(sites: nil, seesComplainant: true, seesPatient: true)

    private func run(_ bench: ImportBench, rows: Int64) throws -> JobBoard.Job.State {
        let job = bench.jobs.board.add(kind: "demo", total: rows)
        let author = Author(name: "admin", origin: .command, address: "")
        _ = bench.jobs.enqueue(.demo(job: job.id, rows: rows, seed: 7, author))
        let patience = Mailbox<Bool>(capacity: 1)
        for _ in 0..<60_000 {
            guard let now = bench.jobs.board.job(job.id) else { break }
            if let failure = now.failure { Issue.record("\(failure)") }
            if now.state != .queued, now.state != .running { return now.state }
            _ = patience.take(until: .now() + .milliseconds(1))
        }
        throw StorageFailure.timedOut
    }

    private func total(_ bench: ImportBench) throws -> Int64? {
        let bytes = try bench.store.read { reader throws(StorageFailure) in
            var writer = JSONWriter()
            try reader.complaints(ComplaintQuery(), for: Self.all, into: &writer)
            return writer.bytes
        }
        return try JSONValue.parse(bytes).objectValue?["total"]?.int64Value
    }
}
