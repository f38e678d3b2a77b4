internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// What the endpoints of imports have in common.
extension Exchange {
    /// The import that the path names. Whoever is bound to sites has no imports but their own: others
    /// hold rows of every site.
    func importRecord() throws(APIFailure) -> ImportRecord {
        let key = parameters[0]
        let found = try read { reader throws(StorageFailure) -> ImportRecord? in
            guard let id = Int64(key) else { return nil }
            return try reader.importRecord(id)
        }
        guard let found, onlyImportsBy.map({ $0 == found.author }) ?? true else {
            throw .refused(.notFound(.import, key: key))
        }
        return found
    }

    /// Whose imports alone the caller sees; nil for everybody's.
    var onlyImportsBy: String? { visibility.sites == nil ? nil : caller.name }

    /// Stores a new import and adopts its file, queues it when it is to run, and answers 202 with it.
    func createImport(_ record: ImportRecord, of file: SpooledFile) {
        _ = writeAndGoOn { transaction throws(StorageFailure) in
            try transaction.createImport(record)
        } then: { committed in
            let made = committed.value
            if made.state != .failed { file.adopt() }
            if made.state == .queued { instance.jobs.enqueue(stored: .importFile(made.id)) }
            sendImport(made, status: 202)
        }
    }

    /// Writes an import's new state, hands it to the job thread and answers 202 with it.
    func queue(
        _ record: ImportRecord, as order: JobOrder, by author: Author? = nil
    ) -> Outcome {
        let isFresh = record.state == .queued
        return writeAndGoOn(by: author) { transaction throws(StorageFailure) in
            if isFresh { try transaction.forgetImportErrors(of: record.id) }
            try transaction.updateImport(record)
        } then: { _ in
            instance.jobs.enqueue(stored: order)
            sendImport(record, status: 202)
        }
    }

    /// Answers with an import. Samples of patient columns are for its own reading, which is logged.
    func sendImport(_ record: ImportRecord, status: UInt16) {
        let narrowed = Visibility(
            sites: nil, seesComplainant: visibility.seesComplainant, seesPatient: false)
        do throws(APIFailure) {
            let shown = instance.jobs.samples.filled(
                record, for: narrowed, catalogue: try instance.currentCatalogue())
            send(
                answer(shown.record, status: status)
                    .with("location", "/api/v1/imports/\(record.id)"))
        } catch {
            fail(error)
        }
    }

    /// An import as an answer.
    func answer(_ record: ImportRecord, status: UInt16 = 200) -> Answer {
        var writer = JSONWriter(reserving: 8 << 10)
        writer.importRecord(record, now: instance.clock.now().microseconds, in: language)
        return .json(writer.bytes, status: status)
    }
}
