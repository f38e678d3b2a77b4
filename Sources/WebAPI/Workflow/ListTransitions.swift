internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/transitions`: for every state but its own, whether the file may go there now,
/// whether the caller may bring it there, and everything that is missing.
enum ListTransitions: Endpoint {
    static let operation = Operation(
        "Says where a complaint may go and what is missing", .complaints,
        headers: ["If-None-Match"], .init(200, "The states", .named("Transitions")),
        problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.workflow(key, for: visibility).map { ($0, reader.commit) }
        }
        guard let (reading, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        var writer = JSONWriter(reserving: 2048)
        writer.beginObject()
        writer.name("status")
        writer.string(reading.status.rawValue)
        writer.name("version")
        writer.integer(reading.version)
        writer.name("targets")
        writer.beginArray()
        let workflow = reading.workflow(for: exchange.caller.name)
        for option in workflow.options(from: reading.status) {
            writer.transition(option, for: exchange.caller, in: exchange.language)
        }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}

extension JSONWriter {
    fileprivate mutating func transition(
        _ option: Workflow.Option, for caller: Caller, in language: Language
    ) {
        let isSigner = option.move?.signature == nil || caller.permissions.contains(.sign)
        let isPermitted =
            isSigner && option.permission.map(caller.permissions.contains) ?? false
        beginObject()
        name("to")
        string(option.target.rawValue)
        name("move")
        if let move = option.move { string(move.rawValue) } else { null() }
        name("allowed")
        bool(isPermitted && option.missing.isEmpty)
        name("permitted")
        bool(isPermitted)
        name("permission")
        if let permission = option.permission { string(permission.rawValue) } else { null() }
        name("asks_reason")
        bool(option.asksReason)
        name("asks_signature")
        bool(option.move?.signature != nil)
        name("missing")
        problems(option.missing, in: language)
        endObject()
    }

    /// What is wrong or missing, as a problem document tells it.
    mutating func problems(_ problems: [FieldProblem], in language: Language) {
        beginArray()
        for problem in problems {
            beginObject()
            name("pointer")
            string(problem.pointer)
            name("code")
            string(problem.code.rawValue)
            name("detail")
            string(problem.sentence[language])
            endObject()
        }
        endArray()
    }
}
