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
        let change = RequestedChange(&body)
        let signature = signature(&body, ofMoveTo: change.target)
        let given = rows(&body)
        let search = ComplaintSearch(&body, besides: "rows")
        _ = body.value(Intake.changeReasonMember)
        try body.finish()
        let reason: String?
        do throws(Refusal) {
            reason = try Intake.changeReason(in: object)
        } catch {
            throw .refused(error)
        }
        let catalogue = try exchange.instance.currentCatalogue()
        let fields = try change.check(by: try exchange.intake(catalogue), of: catalogue)
        if signature != nil, !exchange.caller.permissions.contains(.sign) {
            return exchange.forbidSignature()
        }
        let key = try exchange.onceKey(without: [SignatureRequest.member])
        let seen = if let given { given } else { try select(search, exchange) }
        var rows = try FrozenRows(for: exchange)
        try rows.begin(with: change.patch)
        for complaint in seen { try rows.add(complaint) }
        let file = try rows.finish()
        let start: @Sendable (Signer?) -> Void = { signer in
            exchange.startBulk(
                .edit, rows: Int64(seen.count), in: file, reason: reason, once: key, as: signer,
                fields: fields.map(\.text))
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

    private static func select(
        _ search: ComplaintSearch, _ exchange: Exchange
    ) throws(APIFailure) -> [SeenComplaint] {
        let query = try search.query(for: exchange)
        let seen = try exchange.read { reader throws(StorageFailure) in
            try search.find(
                query, in: reader, for: exchange.visibility, limit: BulkLines.rowsMax + 1)
        }
        guard seen.count <= BulkLines.rowsMax else {
            throw .invalid("/filter", .tooMany, argument: String(BulkLines.rowsMax))
        }
        return seen
    }
}
