internal import Complaints
internal import HTTP
internal import JSON
internal import Rules
internal import Storage

/// What the endpoints of rule sets have in common.
extension Exchange {
    /// The version of the rules that the path names; 404 when there is none.
    func ruleSet() throws(APIFailure) -> (record: RuleSetRecord, document: JSONValue) {
        let text = parameters[0]
        let found = try read {
            reader throws(StorageFailure) -> (record: RuleSetRecord, document: JSONValue)? in
            guard let id = Int64(text) else { return nil }
            return try reader.ruleSet(id)
        }
        guard let found else { throw .refused(.notFound(.ruleSet, key: text)) }
        return found
    }

    /// The body's `document`, checked against the fields; the pointers of what is wrong begin with
    /// `/document`.
    func ruleDocument(_ document: JSONValue?) throws(APIFailure) -> JSONValue {
        guard let document else { throw .invalid("/document", .required) }
        do throws(StorageFailure) {
            _ = try instance.store.read { reader throws(StorageFailure) in
                try reader.compileRules(document)
            }
        } catch {
            guard case .refused(.invalid(let problems)) = error else { throw .storage(error) }
            throw .refused(
                .invalid(
                    problems.map {
                        FieldProblem("/document" + $0.pointer, $0.code, argument: $0.argument)
                    }))
        }
        return document
    }

    /// A version of the rules as the answer to a write.
    func answer(
        _ record: RuleSetRecord, _ document: JSONValue, status: UInt16, commit: Int64
    ) -> Answer {
        var writer = JSONWriter(reserving: 16 << 10)
        writer.ruleSet(record, document: document)
        return .json(
            writer.bytes, status: status, caching: .revalidated, tag: String(record.version),
            commit: commit)
    }

    /// Refuses a change that does not build on the version that is.
    func requireVersion(
        _ found: (record: RuleSetRecord, document: JSONValue)
    ) throws(APIFailure) {
        let accepted = try Conditions.versions(request.head)
        if accepted.contain(found.record.version) { return }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.ruleSet(found.record, document: found.document)
        throw .conflict(current: writer.bytes)
    }
}

extension JSONWriter {
    /// A version of the rules; with its text when one is given.
    mutating func ruleSet(_ record: RuleSetRecord, document: JSONValue?) {
        beginObject()
        name("id")
        integer(record.id)
        name("version")
        integer(record.version)
        name("state")
        string(record.state.rawValue)
        name("shipped")
        text(record.shipped)
        name("created")
        time(record.createdAt)
        name("created_by")
        string(record.createdBy)
        name("updated")
        time(record.updatedAt)
        name("updated_by")
        string(record.updatedBy)
        name("activated")
        time(record.activatedAt)
        name("activated_by")
        text(record.activatedBy)
        name("activation_reason")
        text(record.activationReason)
        name("superseded")
        time(record.supersededAt)
        name("signature")
        if let signature = record.signature { self.signature(signature) } else { null() }
        if let document {
            name("document")
            value(document)
        }
        endObject()
    }

    private mutating func text(_ text: String?) {
        if let text { string(text) } else { null() }
    }
}

/// `GET /rules`: every version of the rules, the newest first, and how far the active one has been
/// applied.
enum ListRuleSets: Endpoint {
    static let operation = Operation(
        "Lists the versions of the rules", .rules, .init(200, "The versions", .named("RuleSetList"))
    )

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (records, progress, commit) = try exchange.read { reader throws(StorageFailure) in
            (try reader.ruleSets(), try reader.recountProgress(), reader.commit)
        }
        var writer = JSONWriter(reserving: 512 * records.count + 256)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for record in records { writer.ruleSet(record, document: nil) }
        writer.endArray()
        writer.name("recount")
        writer.beginObject()
        writer.name("rule_set")
        writer.integer(progress.ruleSet)
        writer.name("done")
        writer.integer(progress.done)
        writer.name("total")
        writer.integer(progress.total)
        writer.endObject()
        writer.endObject()
        return .answer(.json(writer.bytes, commit: commit))
    }
}

/// `GET /rules/{id}`: one version, whole.
enum ReadRuleSet: Endpoint {
    static let operation = Operation(
        "Reads one version of the rules", .rules, headers: ["If-None-Match"],
        .init(200, "The version", .named("RuleSet")), problems: [304, 404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let found = try exchange.ruleSet()
        return .answer(
            exchange.answer(
                found.record, found.document, status: 200, commit: exchange.instance.store.commit))
    }
}

/// `POST /rules`: a draft, of the given text or of the rules in force.
enum CreateRuleSet: Endpoint {
    static let operation = Operation(
        "Makes a draft of rules", .rules, body: .object([("document", .anyObject)]),
        .init(201, "Made", .named("RuleSet")), problems: [400, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let given = body.value("document")
        try body.finish()
        let document: JSONValue
        if let given {
            document = try exchange.ruleDocument(given)
        } else {
            let active = exchange.instance.store.rules.id
            let found = try exchange.read { reader throws(StorageFailure) in
                try reader.ruleSet(active)
            }
            guard let found else { throw .broken("the rules in force are not there") }
            document = found.document
        }
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.createRuleSet(document)
        } then: { committed in
            exchange.answer(committed.value, document, status: 201, commit: committed.commit)
                .with("location", "/api/v1/rules/\(committed.value.id)")
        }
    }
}

/// `PATCH /rules/{id}`: replaces the text of a draft, on the version that If-Match names. A rule set is
/// one thing: its text is given whole.
enum ChangeRuleSet: Endpoint {
    static let operation = Operation(
        "Changes a draft of rules", .rules, headers: ["If-Match"],
        body: .object([("document", .anyObject)], required: ["document"]),
        .init(200, "Changed", .named("RuleSet")), problems: [400, 404, 409, 412, 415, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let found = try exchange.ruleSet()
        try exchange.requireVersion(found)
        var body = MemberReader(try exchange.bodyObject())
        let given = body.value("document")
        try body.finish()
        let document = try exchange.ruleDocument(given)
        let (id, expected) = (found.record.id, found.record.version)
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.changeRuleSet(id, expected: expected, to: document)
        } then: { committed in
            exchange.answer(committed.value, document, status: 200, commit: committed.commit)
        }
    }
}

/// `POST /rules/validate`: whether a text is a rule set that fits the fields; changes nothing.
enum ValidateRuleSet: Endpoint {
    static let operation = Operation(
        "Checks a text of rules", .rules,
        body: .object([("document", .anyObject)], required: ["document"]),
        .init(200, "It fits", .object([("valid", .boolean)], required: ["valid"])),
        problems: [400, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let given = body.value("document")
        try body.finish()
        _ = try exchange.ruleDocument(given)
        return .answer(.json(Array(#"{"valid":true}"#.utf8)))
    }
}

/// `POST /rules/{id}/activate`: puts a draft in force, with a reason, signed, on the version that
/// If-Match names.
enum ActivateRuleSet: Endpoint {
    private static let meanings: [SignatureMeaning] = [.activation]

    static let operation = Operation(
        "Puts a draft of rules in force, signed", .rules, headers: ["If-Match"],
        body: .object(
            [
                ("reason", .string.lengthMax(Intake.changeReasonBytesMax)),
                ("signature", SignatureRequest.schema(meanings)),
            ], required: ["reason", "signature"]),
        .init(200, "In force", .named("RuleSet")),
        problems: [400, 404, 409, 412, 415, 422, 428, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let found = try exchange.ruleSet()
        try exchange.requireVersion(found)
        var body = MemberReader(try exchange.bodyObject())
        let reason = body.text("reason", bytesMax: Intake.changeReasonBytesMax, isRequired: true)
        let request = SignatureRequest(&body, meanings: meanings)
        try body.finish()
        guard let reason else { throw .invalid("/reason", .required) }
        guard let request else { throw .invalid("/signature", .required) }
        guard exchange.caller.permissions.contains(.sign) else {
            return exchange.forbidSignature()
        }
        let (id, expected) = (found.record.id, found.record.version)
        let document = found.document
        return try exchange.signing(request) { signer in
            _ = exchange.write(by: exchange.author(reason: reason)) {
                transaction throws(StorageFailure) in
                try transaction.activateRuleSet(id, expected: expected, reason: reason, as: signer)
            } then: { committed in
                exchange.answer(committed.value, document, status: 200, commit: committed.commit)
            }
        }
    }
}
