internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/waiting`: the customer was asked, and the file waits for the answer. `note`
/// says what was asked; it becomes a comment to the customer.
enum WaitForCustomer: Endpoint {
    static let operation = Operation(
        "Says that a complaint waits for the customer", .complaints, body: Schemas.noting,
        .init(200, "Waiting", .named("Complaint")), problems: [404, 409, 410, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        guard let today = exchange.instance.store.rules.today(at: exchange.instance.clock) else {
            throw .broken("the clock shows no day")
        }
        let (key, note, visibility) = (
            exchange.complaintKey, try exchange.note(), exchange.visibility
        )
        return exchange.writeAndGoOn { transaction throws(StorageFailure) in
            let stamp = try transaction.waitForCustomer(
                key, since: today, note: note, for: visibility)
            return try exchange.complaint(stamp.id, asWrittenBy: transaction)
        } then: { committed in
            exchange.send(committed.value, status: 200)
        }
    }
}

/// `POST /complaints/{id}/waiting/end`: the customer answered, or nobody waits any more. `note` says
/// which, as an internal comment.
enum EndWaiting: Endpoint {
    static let operation = Operation(
        "Says that a complaint waits no more", .complaints, body: Schemas.noting,
        .init(200, "Not waiting", .named("Complaint")), problems: [404, 409, 410, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, note, visibility) = (
            exchange.complaintKey, try exchange.note(), exchange.visibility
        )
        return exchange.writeAndGoOn { transaction throws(StorageFailure) in
            let stamp = try transaction.endWaiting(key, note: note, for: visibility)
            return try exchange.complaint(stamp.id, asWrittenBy: transaction)
        } then: { committed in
            exchange.send(committed.value, status: 200)
        }
    }
}

extension Exchange {
    /// The member `note` of the body: prose, and never empty.
    fileprivate func note() throws(APIFailure) -> String {
        var body = MemberReader(try bodyObject())
        let value = body.value("note")
        try body.finish()
        guard let value, !value.isNull else { throw .invalid("/note", .required) }
        let note: FieldValue
        do { note = try FieldType.prose(bytesMax: 4_000).value(of: value) } catch {
            throw .refused(.invalid([error.at("/note")]))
        }
        guard let text = note.text else { throw .invalid("/note", .required) }
        return text
    }
}

extension Schemas {
    /// The body of an action that says what happened.
    static let noting = Schema.object([("note", .string)], required: ["note"])
}
