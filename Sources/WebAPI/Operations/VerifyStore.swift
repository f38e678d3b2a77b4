internal import HTTP
internal import JSON
internal import Storage

/// `GET /verify`: checks the change log's chain, the tables against it and the full text, on a worker
/// beside the traffic.
enum VerifyStore: Endpoint {
    static let operation = Operation(
        "Checks the database", .running, .init(200, "What was found", .named("Verification")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let report: VerificationReport
        do { report = try exchange.instance.store.verify() } catch { throw .storage(error) }
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.name("ok")
        writer.bool(report.ok)
        writer.name("checks")
        writer.beginArray()
        for check in report.checks {
            writer.beginObject()
            writer.name("name")
            writer.string(check.name)
            writer.name("ok")
            writer.bool(check.ok)
            writer.name("detail")
            writer.string(check.detail)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return .answer(.json(writer.bytes))
    }
}
