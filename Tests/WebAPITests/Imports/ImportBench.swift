import Complaints
import Importing
import JSON
import Platform
import Storage
import Tabular
import Telemetry
import TestSupport

@testable import WebAPI

/// A store of its own and a job thread over it, to run imports without HTTP.
final class ImportBench {
    private let scratch: ScratchDirectory
    private(set) var store: Store
    private(set) var jobs: JobRunner

    init(limits: TableLimits = TableLimits(), queueMax: Int = 1_024) throws {
        scratch = try ScratchDirectory()
        store = try Store.open(Self.options(in: scratch))
        jobs = try JobRunner(store: store, limits: limits, queueMax: queueMax, log: .silent)
    }

    deinit {
        jobs.close()
        store.close()
    }

    /// Ends the job thread and the store and starts both again on the same directory.
    func restart() throws {
        jobs.close()
        store.close()
        store = try Store.open(Self.options(in: scratch))
        jobs = try JobRunner(store: store, log: .silent)
    }

    private static func options(in scratch: ScratchDirectory) -> StoreOptions {
        var options = StoreOptions(directory: scratch.path)
        options.keepsBallast = false
        return options
    }

    /// Makes an import of these bytes, as the endpoint does; not queued.
    func take(
        _ bytes: [UInt8], name: String = "file.csv", source: String? = nil, isDryRun: Bool = false,
        change: (inout ImportMapping) -> Void = { _ in }
    ) throws -> ImportRecord {
        let fileName = jobs.folder.newName()
        try DurableFile.write(bytes, to: jobs.folder.path(of: fileName))
        let file = try jobs.folder.hash(of: fileName)
        let inspection = try FileInspection(
            path: jobs.folder.path(of: fileName), name: name, mapping: nil, catalogue: .standard,
            today: .latest(at: .system), limits: jobs.limits, scratchFolder: jobs.folder.path)
        var mapping = inspection.mapping
        if let source { mapping.source = source }
        change(&mapping)
        var record = ImportRecord(
            name: name, fileHash: file.hash, fileBytes: file.bytes, fileName: fileName,
            state: .queued, source: mapping.source, author: "marie")
        record.isDryRun = isDryRun
        record.dialect = inspection.dialect
        record.columns = inspection.columns
        record.mapping = mapping.json
        let made = record
        return try store.writeAndWait(by: made.importAuthor) { transaction throws(StorageFailure) in
            try transaction.createImport(made)
        }.value
    }

    /// Imports a text to its end.
    @discardableResult
    func run(
        _ text: String, name: String = "file.csv", source: String? = nil, isDryRun: Bool = false,
        change: (inout ImportMapping) -> Void = { _ in }
    ) throws -> ImportRecord {
        let record = try take(
            Array(text.utf8), name: name, source: source, isDryRun: isDryRun, change: change)
        return try finish(record)
    }

    /// Queues an import and waits for its end.
    func finish(_ record: ImportRecord) throws -> ImportRecord {
        jobs.enqueue(stored: .importFile(record.id))
        return try wait(for: record.id)
    }

    /// Takes an import back and waits for its end.
    func undo(_ record: ImportRecord, reason: String? = nil) throws -> ImportRecord {
        var undoing = record
        undoing.state = .undoing
        let wanted = undoing
        let author = Author(name: "paul", origin: .web, address: "", reason: reason)
        _ = try store.writeAndWait(by: author) { transaction throws(StorageFailure) in
            try transaction.updateImport(wanted)
        }
        jobs.enqueue(stored: .undo(record.id))
        return try wait(for: record.id)
    }

    /// The import once it is at an end; gives up after a minute.
    func wait(for id: Int64) throws -> ImportRecord {
        let patience = Mailbox<Bool>(capacity: 1)
        for _ in 0..<60_000 {
            let record = try self.record(id)
            switch record.state {
            case .done, .failed, .cancelled, .undone: return record
            case .preview, .queued, .running, .undoing: break
            }
            _ = patience.take(until: .now() + .milliseconds(1))
        }
        throw StorageFailure.timedOut
    }

    func record(_ id: Int64) throws -> ImportRecord {
        let found = try store.read { reader throws(StorageFailure) in try reader.importRecord(id) }
        guard let found else { throw StorageFailure.refused(.notFound(.import, key: String(id))) }
        return found
    }

    func errors(_ id: Int64) throws -> [ImportRowError] {
        try store.read { reader throws(StorageFailure) in
            try reader.importErrors(id, after: 0, limit: 500)
        }
    }

    /// The complaint with that foreign id, as the API shows it.
    func complaint(_ sourceID: String) throws -> JSONObject? {
        var query = ComplaintQuery()
        query.filter = .compare("source_id", .equal(.text(sourceID)))
        return try items(query).first
    }

    func items(_ query: ComplaintQuery) throws -> [JSONObject] { try page(query).items }

    /// A page of complaints, and the cursor of the next one.
    func page(_ query: ComplaintQuery) throws -> (items: [JSONObject], next: String?) {
        let all = Visibility(sites: nil, seesComplainant: true, seesPatient: false)
        let wanted = query
        let bytes = try store.read { reader throws(StorageFailure) in
            var writer = JSONWriter()
            try reader.complaints(wanted, for: all, into: &writer)
            return writer.bytes
        }
        let list = try JSONValue.parse(bytes).objectValue
        let items = (list?["items"]?.arrayValue ?? []).compactMap(\.objectValue)
        return (items, list?["next"]?.stringValue)
    }

    /// Changes a complaint as a person would.
    func edit(_ id: Int64, _ field: FieldName, to value: FieldValue) throws {
        let all = Visibility(sites: nil, seesComplainant: true, seesPatient: true)
        let author = Author(name: "paul", origin: .web, address: "")
        _ = try store.writeAndWait(by: author) { transaction throws(StorageFailure) in
            var values = FieldValues()
            values[field] = value
            return try transaction.updateComplaint(.id(id), expected: 1, to: values, for: all)
        }
    }
}

extension ImportRecord {
    /// created, updated, unchanged, rejected.
    var ends: [Int64] { [counts.created, counts.updated, counts.unchanged, counts.rejected] }

    var addsUp: Bool { counts.read == ends.reduce(0, +) }
}
