internal import Complaints
internal import HTTP
internal import JSON

/// Request bodies as values.
extension Exchange {
    private static let limits = JSONLimits(
        depthMax: 32, bytesMax: BodyRule.jsonBytesMax, nodesMax: 100_000,
        rejectsDuplicateNames: true)

    /// The body's bytes, when it came in memory.
    var bodyBytes: [UInt8] {
        if case .bytes(let bytes) = request.body { bytes } else { [] }
    }

    /// The body as a JSON object.
    func bodyObject() throws(APIFailure) -> JSONObject {
        guard let object = try optionalBodyObject() else { throw .bodyMissing }
        return object
    }

    /// The body as a JSON object, nil when there is none.
    func optionalBodyObject() throws(APIFailure) -> JSONObject? {
        let bytes = bodyBytes
        if bytes.isEmpty { return nil }
        let value: JSONValue
        do { value = try JSONValue.parse(bytes, limits: Self.limits) } catch {
            throw .malformedJSON(error)
        }
        guard let object = value.objectValue else { throw .invalid("", .wrongType) }
        return object
    }
}
