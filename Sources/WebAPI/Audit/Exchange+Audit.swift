internal import Complaints
internal import HTTP
internal import Platform
internal import Storage

extension Exchange {
    /// The filters of the audit viewer.
    func auditQuery() throws(APIFailure) -> AuditQuery {
        var wanted = AuditQuery()
        wanted.actor = query["actor"]
        wanted.entity = try choice("entity")
        wanted.operation = try choice("operation")
        if let text = query["id"] {
            guard wanted.entity != nil, let id = Int64(text) else {
                throw .invalid("?id", .wrongType)
            }
            wanted.recordID = id
        }
        wanted.from = try instant("from")
        wanted.to = try instant("to")
        if let cursor = query["cursor"] {
            let parts = cursor.split(separator: ".").map { Int64($0) }
            guard parts.count == 2, let at = parts[0], let seq = parts[1] else {
                throw .malformedRequest(pointer: "?cursor", .cursor)
            }
            wanted.after = AuditQuery.Position(at: at, seq: seq)
        }
        wanted.limit = try limit(standard: 100, max: AuditQuery.limitMax)
        return wanted
    }

    private func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String
    ) throws(APIFailure) -> Value? where Value.RawValue == String {
        guard let text = query[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid("?" + name, .notAChoice, argument: all)
        }
        return value
    }

    private func instant(_ name: String) throws(APIFailure) -> Int64? {
        guard let text = query[name] else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw .invalid("?" + name, .invalidDate)
        }
        return moment.microseconds
    }
}
