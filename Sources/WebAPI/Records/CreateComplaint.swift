internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `POST /complaints`: a new file. The same Idempotency-Key with the same body within 24 hours gives
/// the file that the first request made.
enum CreateComplaint: Endpoint {
    static let operation = Operation(
        "Makes a complaint", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewComplaint"), .init(201, "Made", .named("Complaint")),
        problems: [400, 403, 409, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let body = try exchange.bodyObject()
        let intake = try exchange.intake(try exchange.instance.currentCatalogue())
        let draft: ComplaintDraft
        let reason: String?
        do throws(Refusal) {
            let values = try intake.newComplaint(body)
            draft = try exchange.instance.store.draft(of: values)
            reason = try Intake.changeReason(in: body)
        } catch {
            throw .refused(error)
        }
        let key = try exchange.onceKey()
        return exchange.writeAndGoOn(by: exchange.author(reason: reason)) {
            transaction throws(StorageFailure) in
            let id = try transaction.once(key) { () throws(StorageFailure) in
                try transaction.createComplaint(draft, for: exchange.visibility).id
            }
            return try exchange.complaint(id, asWrittenBy: transaction)
        } then: { committed in
            exchange.send(committed.value, status: 201)
        }
    }
}

extension Exchange {
    /// Reads bodies for this caller. "Today" is the day in the reporting entity's zone; a day that
    /// people give may be the latest that it is anywhere, since their own zone is not known.
    func intake(_ catalogue: FieldCatalogue) throws(APIFailure) -> Intake {
        let latest = instance.clock.now() + .seconds(14 * 3600)
        guard let today = instance.store.rules.today(at: instance.clock),
            let latestDay = CivilDate(dayNumber: Int(latest.seconds / 86_400))
        else { throw .broken("the clock shows no day") }
        return Intake(
            catalogue: catalogue, today: today, latestDay: latestDay, caller: caller)
    }
}
