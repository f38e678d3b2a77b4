internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `GET /complaints/{id}/versions/{version}`: the file as it was at one version.
enum ReadVersion: Endpoint {
    static let operation = Operation(
        "Reads one complaint as it was at a version", .complaints,
        .init(200, "The complaint then", .named("Complaint")), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        guard let version = Int64(exchange.parameters[1]), version > 0 else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        return try exchange.sendPast(key, .version(version))
    }
}

extension Exchange {
    /// Sends a complaint as it was; when restricted fields are in it, after the reading is logged.
    func sendPast(_ key: RecordKey, _ moment: PastMoment) throws(APIFailure) -> Outcome {
        try sendPast(key) { reader, writer throws(StorageFailure) in
            try reader.complaint(key, at: moment, for: visibility, into: &writer)
        }
    }

    /// The same with whatever `write` tells of it.
    func sendPast(
        _ key: RecordKey,
        _ write: (borrowing Reader, inout JSONWriter) throws(StorageFailure) -> RecordStamp?
    ) throws(APIFailure) -> Outcome {
        var writer = JSONWriter(reserving: 4096)
        let found = try read { reader throws(StorageFailure) in
            try write(reader, &writer).map { ($0, reader.commit) }
        }
        guard let (stamp, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        let body = writer.take()
        guard stamp.holdsRestricted else {
            return .answer(
                .json(
                    body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
        }
        return self.write { transaction throws(StorageFailure) in
            try transaction.logPatientReading(of: stamp.id)
        } then: { committed in
            .json(body, commit: committed.commit)
        }
    }
}
