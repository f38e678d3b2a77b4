internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/decisions`: whether something has to be reported in a jurisdiction, with the
/// answers to its questions and the rationale. With a `signature` it is signed in the same transaction;
/// without one it changes nothing until it is. It supersedes the one before.
enum AddDecision: Endpoint {
    static let meanings: [SignatureMeaning] = [.decision]
    private static let answersMember = "answers"

    static let operation = Operation(
        "Decides whether to report in a jurisdiction", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewDecision"), .init(201, "Decided", .named("Decision")),
        problems: [403, 404, 409, 410, 422, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var object = try exchange.bodyObject()
        let (signature, answers) = (object[SignatureRequest.member], object[answersMember])
        object[SignatureRequest.member] = nil
        object[answersMember] = nil
        var request: SignatureRequest?
        if let signature, !signature.isNull {
            var body = MemberReader(JSONObject([(SignatureRequest.member, signature)]))
            request = SignatureRequest(&body, meanings: meanings)
            try body.finish()
            guard exchange.caller.permissions.contains(.sign) else {
                return exchange.forbidSignature()
            }
        }
        let intake = try exchange.intake(CompanionKind.decision.catalogue)
        var values: FieldValues
        do throws(Refusal) {
            values = try intake.newRecord(object)
        } catch {
            throw .refused(error)
        }
        try take(answers, to: &values)
        guard let request else { return try add(values, exchange) }
        return try addSigned(values, request, exchange)
    }

    private static func add(
        _ values: FieldValues, _ exchange: Exchange
    ) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.addCompanion(.decision, values) {
            transaction, values throws(StorageFailure) in
            try transaction.decide(key, values, for: visibility)
        }
    }

    private static func addSigned(
        _ values: FieldValues, _ request: SignatureRequest, _ exchange: Exchange
    ) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        let once = try exchange.onceKey(without: [SignatureRequest.member])
        return try exchange.signing(request) { signer in
            exchange.instance.store.write(by: exchange.author()) {
                transaction throws(StorageFailure) in
                let id = try transaction.once(once) { () throws(StorageFailure) in
                    try transaction.decide(key, values, signedBy: signer, for: visibility).id
                }
                guard
                    let made = try transaction.companion(.decision, id, of: key, for: visibility)
                else { throw .refused(.notFound(.decision, key: String(id))) }
                return made
            } then: { result in
                exchange.sendDecision(result, status: 201)
            }
        }
    }

    /// The answers by question; those that were not given are unknown.
    private static func take(
        _ answers: JSONValue?, to values: inout FieldValues
    ) throws(APIFailure) {
        guard let guide = ReportingGuide.of(values["jurisdiction"]?.text ?? "") else {
            if let answers, !answers.isNull, answers.objectValue?.count != 0 {
                throw .invalid("/" + answersMember, .unknownField)
            }
            return
        }
        guard let given = (answers ?? .object(JSONObject())).objectValue else {
            throw .invalid("/" + answersMember, .wrongType)
        }
        var body = MemberReader(given)
        var kept = JSONObject()
        for question in guide.questions {
            let answer = body.choice(question.id, as: ReportingGuide.Answer.self) ?? .unknown
            kept[question.id] = .string(answer.rawValue)
        }
        var outer = MemberReader(JSONObject())
        outer.adopt(body, under: "/" + answersMember)
        try outer.finish()
        values[FieldName(answersMember)] = .object(kept)
    }
}

extension Exchange {
    /// Sends a decision that was signed, or why it was not.
    func sendDecision(_ result: Result<Committed<Companion>, StorageFailure>, status: UInt16) {
        switch result {
        case .success(let committed):
            send(answer(committed.value, .decision, status: status, commit: committed.commit))
        case .failure(let failure): fail(.storage(failure))
        }
    }
}
