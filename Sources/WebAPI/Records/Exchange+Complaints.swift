internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// A complaint as it is answered: read, logged first when it holds restricted fields.
extension Exchange {
    /// One complaint's JSON and what it is; 404 when the caller may not see it.
    func complaint(
        _ key: RecordKey, fields: [FieldName]? = nil
    ) throws(APIFailure) -> (body: [UInt8], stamp: RecordStamp, commit: Int64) {
        var writer = JSONWriter(reserving: 4096)
        let found = try read { reader throws(StorageFailure) in
            let stamp = try reader.complaint(key, for: visibility, fields: fields, into: &writer)
            return stamp.map { ($0, reader.commit) }
        }
        guard let (stamp, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        return (writer.take(), stamp, commit)
    }

    /// Sends a complaint; when restricted fields are in it, after the reading is logged durably.
    func sendComplaint(
        _ body: [UInt8], _ stamp: RecordStamp, commit: Int64
    ) -> Outcome {
        let answer = WrittenRecord(path: "/api/v1/complaints", body, stamp, commit: commit)
            .answer(status: 200)
        guard stamp.holdsRestricted else { return .answer(answer) }
        return write { transaction throws(StorageFailure) in
            try transaction.logPatientReading(of: stamp.id)
        } then: { _ in
            answer
        }
    }

    /// The complaint as this write leaves it, with the reading of restricted fields in its log: what
    /// is answered once the write is durable, whatever others write then.
    func complaint(
        _ id: Int64, asWrittenBy transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> WrittenRecord {
        var writer = JSONWriter(reserving: 4096)
        guard let stamp = try transaction.complaint(.id(id), for: visibility, into: &writer)
        else { throw .refused(.notFound(.complaint, key: String(id))) }
        if stamp.holdsRestricted {
            try transaction.logPatientReading(of: id)
        }
        return WrittenRecord(
            path: "/api/v1/complaints", writer.take(), stamp, commit: transaction.commit)
    }

    /// The fields of `?fields=a,b`; nil when it is absent.
    func requestedFields(_ catalogue: FieldCatalogue) throws(APIFailure) -> [FieldName]? {
        guard let text = query["fields"] else { return nil }
        return try fields(text.split(separator: ",").map(String.init), "?fields", catalogue)
    }

    /// These names, each of a field the caller may see.
    func fields(
        _ names: [String], _ pointer: String, _ catalogue: FieldCatalogue
    ) throws(APIFailure) -> [FieldName] {
        var fields: [FieldName] = []
        for text in names where !text.isEmpty {
            let name = FieldName(text)
            guard let field = catalogue[name] else {
                throw .malformedRequest(pointer: pointer, .unknownField)
            }
            guard visibility.sees(field.access) else { throw .refused(.restrictedField(name)) }
            fields.append(name)
        }
        return fields
    }
}

extension RecordKey {
    /// As it stood in the path.
    var text: String {
        switch self {
        case .id(let id): String(id)
        case .code(let code): code
        }
    }
}
