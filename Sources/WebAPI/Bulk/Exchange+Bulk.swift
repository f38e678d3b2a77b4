internal import Complaints
internal import HTTP
internal import JSON
internal import Storage
internal import Telemetry

/// What the endpoints of bulk work have in common.
extension Exchange {
    /// The bulk work that the path names: the caller's own, or anybody's for who runs the place.
    func bulkRecord() throws(APIFailure) -> BulkRecord {
        let key = parameters[0]
        let found = try read { reader throws(StorageFailure) -> BulkRecord? in
            guard let id = Int64(key) else { return nil }
            return try reader.bulk(id)
        }
        guard let found, onlyBulkBy.map({ $0 == found.author.name }) ?? true else {
            throw .noRoute
        }
        return found
    }

    /// Whose bulk work alone the caller sees; nil for everybody's.
    var onlyBulkBy: String? { caller.permissions.contains(.settings) ? nil : caller.name }

    /// Stores new bulk work over the rows in `file`, hands it to its thread and answers 202 with it; or
    /// with the work that an earlier request under the same key began.
    ///
    /// - Parameters:
    ///   - signer: who signs what the rows make, where they have to be signed.
    ///   - fields: those that the rows are about.
    ///   - undoes: the work that it takes back.
    func startBulk(
        _ kind: BulkRecord.Kind, rows total: Int64, in file: SpooledFile, reason: String?,
        once key: OnceKey?, as signer: Signer?, fields: [String] = [], undoes: Int64? = nil
    ) {
        let record = BulkRecord(
            kind: kind, author: author(reason: reason), permissions: caller.permissions,
            fileName: file.name, total: total, fields: fields, undoes: undoes)
        _ = writeAndGoOn { transaction throws(StorageFailure) in
            let id = try transaction.once(key) { () throws(StorageFailure) in
                try transaction.createBulk(record).id
            }
            return try transaction.bulk(id)
        } then: { committed in
            guard let stored = committed.value else { return fail(.noRoute) }
            if stored.fileName == file.name {
                file.adopt()
                if let signer { instance.jobs.board.keep(signer, for: stored.id) }
                instance.jobs.enqueue(bulk: stored.id)
            }
            send(answer(stored, status: 202))
        }
    }

    /// Bulk work as an answer, with the values that it gave so far.
    func answer(_ record: BulkRecord, given: [GivenValue] = [], status: UInt16) -> Answer {
        var writer = JSONWriter(reserving: 512)
        writer.bulk(record, given: given, in: language)
        return .json(writer.bytes, status: status)
            .with("location", "/api/v1/bulk/\(record.id)")
    }

    /// The page's limit, and the number behind which it begins.
    func bulkPage(limitMax: Int, behind start: Int64) throws(APIFailure) -> (
        limit: Int, start: Int64
    ) {
        let limit = query["limit"].map { Int($0) ?? 0 } ?? 50
        guard (1...limitMax).contains(limit) else {
            throw .invalid("?limit", .outOfRange, argument: "1…\(limitMax)")
        }
        guard let text = query["cursor"], !text.isEmpty else { return (limit, start) }
        guard let place = Int64(text), place > 0 else {
            throw .malformedRequest(pointer: "?cursor", .cursor)
        }
        return (limit, place)
    }
}
