internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `POST /complaints/bulk-edit`: one merge-patch for many complaints, those named with the version
/// that the caller saw, or all that a filter finds now. Their versions are frozen before anything is
/// changed: who is faster wins. Files that are closed or opened again are signed, each at the version
/// that this makes of it, with one signature request for all of them (21 CFR 11.200(a)(1)(i)).
enum StartBulkEdit: Endpoint {
    static let operation = Operation(
        "Changes many complaints", .complaints, headers: ["Idempotency-Key"],
        body: .named("BulkEdit"),
        .init(202, "Queued", .named("Bulk")), problems: [400, 403, 415, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let object = try exchange.bodyObject()
        var body = MemberReader(object)
        let change = change(&body)
        let target = change["status"]?.stringValue.flatMap(WorkflowState.init(rawValue:))
        let signature = signature(&body, ofMoveTo: target)
        let given = rows(&body)
        let (filter, words) = (body.value("filter"), body.value("q"))
        _ = body.value(Intake.changeReasonMember)
        if given == nil, filter == nil, words == nil { body.reject("rows", .required) }
        if given != nil, filter != nil || words != nil { body.reject("filter", .readOnly) }
        try body.finish()
        let reason: String?
        do throws(Refusal) {
            reason = try Intake.changeReason(in: object)
        } catch {
            throw .refused(error)
        }
        try check(change, exchange)
        if signature != nil, !exchange.caller.permissions.contains(.sign) {
            throw .forbidden(.sign)
        }
        let key = try exchange.onceKey(without: [SignatureRequest.member])
        let seen = if let given { given } else { try select(filter, words, exchange) }
        let file = try freeze(change, seen, exchange)
        let start: @Sendable (Signer?) -> Void = { signer in
            exchange.startBulk(
                .edit, rows: Int64(seen.count), in: file, reason: reason, once: key, as: signer)
        }
        if let signature { return try exchange.signing(signature, then: start) }
        start(nil)
        return .later
    }

    /// One signature for all files that the change closes or opens again.
    private static func signature(
        _ body: inout MemberReader, ofMoveTo target: WorkflowState?
    ) -> SignatureRequest? {
        if target == nil, let given = body.value(SignatureRequest.member), !given.isNull {
            body.reject(SignatureRequest.member, .notSigned)
        }
        return SignatureRequest(&body, ofMoveTo: target)
    }

    private static func change(_ body: inout MemberReader) -> JSONObject {
        guard let value = body.value("change") else {
            body.reject("change", .required)
            return JSONObject()
        }
        guard let object = value.objectValue else {
            body.reject("change", .wrongType)
            return JSONObject()
        }
        if object.count == 0 { body.reject("change", .required) }
        return object
    }

    /// `[{"id":12,"version":3},…]`; nil when there is none.
    private static func rows(_ body: inout MemberReader) -> [SeenComplaint]? {
        guard let value = body.value("rows") else { return nil }
        guard let items = value.arrayValue else {
            body.reject("rows", .wrongType)
            return []
        }
        var seen: [SeenComplaint] = []
        for (index, item) in items.enumerated() {
            guard let object = item.objectValue, object.count == 2,
                let id = object["id"]?.int64Value, let version = object["version"]?.int64Value
            else {
                body.reject("rows/\(index)", .wrongType)
                return []
            }
            seen.append(SeenComplaint(id: id, version: version))
        }
        return seen
    }

    /// Refuses now what no complaint would take. What depends on a complaint's state is for its row.
    private static func check(
        _ change: JSONObject, _ exchange: Exchange
    ) throws(APIFailure) {
        if change[Intake.changeReasonMember] != nil {
            throw .invalid("/change/" + Intake.changeReasonMember, .unknownField)
        }
        let intake = try exchange.intake(try exchange.instance.currentCatalogue())
        do throws(Refusal) {
            _ = try intake.patch(change, of: "", in: "received")
        } catch {
            guard case .invalid(let problems) = error else { throw .refused(error) }
            throw .refused(
                .invalid(
                    problems.map {
                        FieldProblem("/change" + $0.pointer, $0.code, argument: $0.argument)
                    }))
        }
    }

    private static func select(
        _ filter: JSONValue?, _ words: JSONValue?, _ exchange: Exchange
    ) throws(APIFailure) -> [SeenComplaint] {
        var body = JSONObject()
        body["filter"] = filter
        body["q"] = words
        let parser = QueryParser(
            catalogue: try exchange.instance.currentCatalogue(), visibility: exchange.visibility)
        let query: ComplaintQuery
        do throws(Refusal) { query = try parser.query(from: body) } catch { throw .refused(error) }
        let seen = try exchange.read { reader throws(StorageFailure) in
            try reader.seenComplaints(
                query, for: exchange.visibility, limit: BulkLines.rowsMax + 1)
        }
        guard seen.count <= BulkLines.rowsMax else {
            throw .invalid("/filter", .tooMany, argument: String(BulkLines.rowsMax))
        }
        return seen
    }

    /// The change on the first line, then a complaint a line, durable before this returns.
    private static func freeze(
        _ change: JSONObject, _ seen: [SeenComplaint], _ exchange: Exchange
    ) throws(APIFailure) -> SpooledFile {
        var bytes = JSONValue.object(change).serialized()
        bytes.reserveCapacity(bytes.count + seen.count * 16)
        bytes.append(0x0A)
        for complaint in seen { bytes += "[\(complaint.id),\(complaint.version)]\n".utf8 }
        let folder = exchange.instance.jobs.folder
        let file = SpooledFile(folder.newName(), in: folder, log: exchange.instance.log)
        let written = bytes
        try io { () throws(SystemError) in try DurableFile.write(written, to: file.path) }
        return file
    }
}
