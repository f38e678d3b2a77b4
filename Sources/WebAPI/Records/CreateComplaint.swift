internal import Complaints
internal import Crypto
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `POST /complaints`: a new file. The same Idempotency-Key with the same body within 24 hours gives
/// the file that the first request made.
enum CreateComplaint: Endpoint {
    static let keyBytesMax = 200

    static let operation = Operation(
        "Makes a complaint", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewComplaint"), .init(201, "Made", .named("Complaint")),
        problems: [400, 403, 409, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let body = try exchange.bodyObject()
        let intake = try exchange.intake(try exchange.instance.currentCatalogue())
        let values: FieldValues
        let reason: String?
        do throws(Refusal) {
            values = try intake.newComplaint(body)
            reason = try Intake.changeReason(in: body)
        } catch {
            throw .refused(error)
        }
        let author = exchange.author(reason: reason)
        guard let key = exchange.request.head.headers["idempotency-key"] else {
            return exchange.writeAndGoOn(by: author) { transaction throws(StorageFailure) in
                let stamp = try transaction.createComplaint(values, for: exchange.visibility)
                return try exchange.complaint(stamp.id, asWrittenBy: transaction)
            } then: { committed in
                exchange.send(committed.value, status: 201)
            }
        }
        guard !key.isEmpty, key.utf8.count <= keyBytesMax else {
            throw .malformedHeader("Idempotency-Key")
        }
        return createOnce(exchange, by: author, values, key: key)
    }

    private static func createOnce(
        _ exchange: Exchange, by author: Author, _ values: FieldValues, key: String
    ) -> Outcome {
        let requestHash = SHA256.hash(exchange.bodyBytes)
        let account = exchange.caller.userID
        return exchange.writeAndGoOn(by: author) { transaction throws(StorageFailure) in
            let earlier = try transaction.idempotent(
                account: account, key: key, requestHash: requestHash)
            if let earlier { return try exchange.complaint(earlier, asWrittenBy: transaction) }
            let stamp = try transaction.createComplaint(values, for: exchange.visibility)
            try transaction.rememberIdempotent(account: account, key: key, complaint: stamp.id)
            return try exchange.complaint(stamp.id, asWrittenBy: transaction)
        } then: { committed in
            exchange.send(committed.value, status: 201)
        }
    }
}

extension Exchange {
    /// Reads bodies for this caller today. "Today" is the latest day that it is anywhere, since the
    /// caller's own zone is not known.
    func intake(_ catalogue: FieldCatalogue) throws(APIFailure) -> Intake {
        let latest = instance.clock.now() + .seconds(14 * 3600)
        guard let today = CivilDate(dayNumber: Int(latest.seconds / 86_400)) else {
            throw .broken("the clock shows no day")
        }
        return Intake(catalogue: catalogue, today: today, caller: caller)
    }
}
