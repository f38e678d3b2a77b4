import Complaints
import Glibc
import JSON
import Platform
import Storage
import Telemetry
import Testing

@testable import WebAPI

/// What becomes of rows, and of the work, after the writer took something back.
@Suite struct JobRecoveryTests {
    private let author = Author(name: "paul", origin: .web, address: "", isJob: true)

    private func worker(_ bench: ImportBench, _ board: JobBoard = JobBoard()) -> JobWorker {
        JobWorker(
            store: bench.store, folder: bench.jobs.folder, limits: bench.jobs.limits,
            clock: .system, log: .silent, board: board,
            pauses: RetryPauses(first: .milliseconds(1), longest: .milliseconds(2)))
    }

    /// Bulk work of the operator over these lines, said to be `total`.
    private func bulk(of lines: String, total: Int64, in bench: ImportBench) throws -> Int64 {
        let owner = Author(name: "operator", origin: .command, address: "", isJob: true)
        let record = BulkRecord(
            kind: .create, author: owner, permissions: [.intake],
            fileName: bench.jobs.folder.newName(), total: total)
        try DurableFile.write(
            Array(lines.utf8), to: bench.jobs.folder.path(of: record.fileName))
        return try bench.store.writeAndWait(by: owner) { transaction throws(StorageFailure) in
            try transaction.createBulk(record)
        }.value.id
    }

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
        let work = BulkWork(id, for: everywhere, change: nil, as: nil)
        let steps: [BulkStep] = [
            .refuse(reason: "malformed_json", pointer: ""),
            .create(try bench.store.draft(of: FieldValues())),
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

    @Test func `Bulk work whose file lacks rows ends as failed and says where`() throws {
        let bench = try ImportBench()
        let id = try bulk(of: "{\"description\":\"one\"}\n", total: 3, in: bench)
        try BulkJob(worker(bench), id: id).run()
        let record = try stored(id, in: bench)
        #expect(record.state == .failed && record.counts.done == 1)
        #expect(
            record.failure
                == Words(
                    "The file of the rows ends after row 1 of 3.",
                    "Le fichier des lignes s’arrête après la ligne 1 sur 3."))
        for (language, wanted) in [
            (Language.english, "ends after row 1"), (.french, "ligne 1 sur 3"),
        ] {
            var writer = JSONWriter()
            writer.bulk(record, given: [], in: language)
            let told = try JSONValue.parse(writer.bytes).objectValue?["failure"]?.stringValue
            #expect(told?.contains(wanted) == true)
        }
    }

    @Test func `A file of rows that cannot be read is said in both languages`() throws {
        let bench = try ImportBench()
        let long = String(repeating: "x", count: BodyRule.jsonBytesMax + 1)
        let id = try bulk(of: "{\"description\":\"one\"}\n\(long)\n", total: 2, in: bench)
        try BulkJob(worker(bench), id: id).run()
        let failure = try #require(try stored(id, in: bench).failure)
        #expect(failure.english.hasPrefix("After row"), "\(failure.english)")
        #expect(failure.french.hasPrefix("Après la ligne"), "\(failure.french)")
        #expect(failure.french.contains("JSON") && failure.french != failure.english)
    }

    @Test func `A job that failed says why in the reader's language`() throws {
        var job = JobBoard().add(kind: "demo", total: 1)
        for (fault, english, french) in [
            (StorageFailure.diskFull("full"), "The disk is full", "Le disque est plein"),
            (
                .failed(.system("ENOENT")), "Something went wrong on the server",
                "Une erreur est survenue"
            ),
        ] {
            job.failure = fault.sentence
            for (language, wanted) in [(Language.english, english), (.french, french)] {
                var writer = JSONWriter()
                writer.job(job, in: language)
                let told = try JSONValue.parse(writer.bytes).objectValue?["failure"]?.stringValue
                #expect(told?.hasPrefix(wanted) == true, "\(told ?? "")")
            }
        }
    }

    @Test func `Work goes on by itself after passing faults, with what the database says`() throws {
        let bench = try ImportBench()
        let id = try bulk(of: "{\"description\":\"one\"}\n", total: 1, in: bench)
        let worker = worker(bench)
        var faults: [StorageFailure] = [
            .diskFull("full"), .busy, .timedOut,
            .failed(.sqlite(operation: "step", code: 7, message: "out of memory")),
        ]
        worker.persist(with: .bulk(id)) { () throws(StorageFailure) in
            if let fault = faults.popLast() { throw fault }
            try BulkJob(worker, id: id).run()
        }
        #expect(faults.isEmpty)
        #expect(try stored(id, in: bench).state == .done)
    }

    @Test func `A fault that stays, and the end of the process, end the trying`() throws {
        let bench = try ImportBench()
        let board = JobBoard()
        let worker = worker(bench, board)
        var runs = 0
        worker.persist(with: .bulk(1)) { () throws(StorageFailure) in
            runs += 1
            throw .readOnly("stopped")
        }
        #expect(runs == 1)
        worker.persist(with: .bulk(1)) { () throws(StorageFailure) in
            runs += 1
            if runs == 4 { board.stop() }
            throw .diskFull("full")
        }
        #expect(runs == 4)
    }

    @Test func `Who cancels work that waits for space does not wait for its pause`() throws {
        let bench = try ImportBench()
        let id = try bulk(of: "{\"description\":\"one\"}\n", total: 1, in: bench)
        let board = JobBoard()
        var worker = worker(bench, board)
        worker.pauses = RetryPauses(first: .seconds(3_600), longest: .seconds(3_600))
        let patient = worker
        let isWaiting = Mailbox<Bool>(capacity: 1)
        let thread = try Thread.start(name: "test") {
            patient.persist(with: .bulk(id)) { () throws(StorageFailure) in
                if isWaiting.offer(true) { throw .diskFull("full") }
                try BulkJob(patient, id: id).run()
            }
        }
        while isWaiting.count == 0 { patient.pause() }
        board.cancel(.bulk(id))
        thread.join()
        #expect(try stored(id, in: bench).state == .cancelled)
    }

    @Test func `Pauses double up to a bound and begin anew after a good run`() {
        let pauses = RetryPauses()
        var last: Duration?
        var seen: [Duration] = []
        for _ in 0..<7 {
            last = pauses.next(after: last, ran: .zero)
            seen.append(last ?? .zero)
        }
        #expect(seen == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        #expect(pauses.next(after: last, ran: .seconds(30)) == .seconds(1))
    }

    @Test func `A spooled file that cannot be synced is not taken`() throws {
        let bench = try ImportBench()
        // A device has nothing to sync.
        let spooled = bench.store.directory + "/spooled"
        try #require(symlink("/dev/null", spooled) == 0)
        let error = #expect(throws: SystemError.self) { try bench.jobs.folder.adopt(spooled) }
        #expect(error?.operation == "sync")
    }
}
