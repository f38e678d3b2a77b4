internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// A problem document (RFC 9457) before it is put into words: the one table from failure to status.
struct Problem: Sendable {
    let status: UInt16
    /// The last part of `type`, e.g. "version_conflict".
    let kind: Kind
    var problems: [FieldProblem] = []
    /// What a refusal of the domain says of itself; nil for the type's own sentence.
    var words: Words?
    /// What makes the type's own sentence complete.
    var argument: String?
    /// Further header fields.
    var fields: [(name: String, value: String)] = []
    /// The record as it is now, of a conflict.
    var current: [UInt8]?

    /// The closed list of problem types.
    enum Kind: String, Sendable, CaseIterable {
        case invalidValues = "invalid_values"
        case notFound = "not_found"
        case restrictedField = "restricted_field"
        case versionConflict = "version_conflict"
        case taken
        case locked
        case wrongState = "wrong_state"
        case malformedRequest = "malformed_request"
        case noRoute = "no_such_resource"
        case methodNotAllowed = "method_not_allowed"
        case misdirected = "misdirected_request"
        case unauthenticated = "not_signed_in"
        case forbidden
        case sentInTheClear = "sent_in_the_clear"
        case crossSite = "cross_site_request"
        case unsupportedMediaType = "unsupported_media_type"
        case bodyTooLarge = "body_too_large"
        case bodyMissing = "body_missing"
        case malformedJSON = "malformed_json"
        case malformedHeader = "malformed_header"
        case rangeNotSatisfiable = "range_not_satisfiable"
        case keyOfAnother = "idempotency_key_of_another_request"
        case alreadyDone = "already_done"
        case erased
        case quotaReached = "quota_reached"
        case preconditionRequired = "precondition_required"
        case signInFailed = "sign_in_failed"
        case wrongPassword = "wrong_password"
        case tooManyAttempts = "too_many_attempts"
        case setupRefused = "setup_refused"
        case lastAdministrator = "last_administrator"
        case overloaded
        case timedOut = "timed_out"
        case diskFull = "disk_full"
        case readOnly = "read_only"
        case damaged
        case draining
        case broken = "internal_error"
    }

    private init(_ status: UInt16, _ kind: Kind) {
        self.status = status
        self.kind = kind
    }

    /// What the failure is to the caller.
    init(_ failure: APIFailure) {
        switch failure {
        case .refused(let refusal): self.init(refusal)
        case .storage(let failure): self.init(failure)
        case .unauthenticated, .signInFailed, .forbidden, .crossSite, .sentInTheClear,
            .misdirected, .wrongPassword, .tooManyAttempts, .setupRefused, .isSetUp,
            .lastAdministrator:
            self.init(access: failure)
        case .overloaded(let seconds):
            self.init(503, .overloaded)
            fields = [("retry-after", String(seconds))]
        case .draining: self.init(503, .draining)
        case .broken: self.init(500, .broken)
        case .conflict(let current):
            self.init(412, .versionConflict)
            self.current = current
        default: self.init(request: failure)
        }
    }

    /// Failures of the request's form.
    private init(request failure: APIFailure) {
        switch failure {
        case .noRoute: self.init(404, .noRoute)
        case .methodNotAllowed(let allowed):
            self.init(405, .methodNotAllowed)
            fields = [("allow", allowed.map(\.rawValue).joined(separator: ", "))]
        case .unsupportedMediaType(let expected):
            self.init(415, .unsupportedMediaType)
            argument = expected
        case .bodyTooLarge(let bytesMax):
            self.init(413, .bodyTooLarge)
            argument = String(bytesMax)
        case .fileTooLarge(let bytesMax):
            self.init(413, .bodyTooLarge)
            argument = String(bytesMax)
            problems = [FieldProblem("/file", .tooLarge, argument: String(bytesMax))]
        case .bodyMissing: self.init(400, .bodyMissing)
        case .malformedJSON(let error):
            self.init(400, .malformedJSON)
            argument = error.description
        case .malformedRequest(let pointer, let code):
            self.init(400, .malformedRequest)
            problems = [FieldProblem(pointer, code)]
        case .malformedHeader(let name):
            self.init(400, .malformedHeader)
            argument = name
        case .rangeNotSatisfiable(let length):
            self.init(416, .rangeNotSatisfiable)
            argument = String(length)
            fields = [("content-range", "bytes */\(length)")]
        case .preconditionRequired: self.init(428, .preconditionRequired)
        default: self.init(500, .broken)
        }
    }

    /// Failures of who may do what.
    private init(access failure: APIFailure) {
        switch failure {
        case .unauthenticated:
            self.init(401, .unauthenticated)
            fields = [("www-authenticate", "Bearer realm=\"ibtool\"")]
        case .signInFailed:
            self.init(401, .signInFailed)
            fields = [("www-authenticate", "Bearer realm=\"ibtool\"")]
        case .forbidden(let permission):
            self.init(403, .forbidden)
            argument = permission?.rawValue
        case .wrongPassword: self.init(403, .wrongPassword)
        case .sentInTheClear: self.init(403, .sentInTheClear)
        case .crossSite: self.init(403, .crossSite)
        case .misdirected: self.init(421, .misdirected)
        case .tooManyAttempts(let seconds):
            self.init(429, .tooManyAttempts)
            fields = [("retry-after", String(seconds))]
        case .setupRefused: self.init(403, .setupRefused)
        case .isSetUp:
            self.init(409, .wrongState)
            words = Words(
                "There are accounts already: a set-up link only makes the first one. "
                    + "Use ibtool user add, or ibtool user password for a lost one.",
                "Des comptes existent déjà\u{A0}: un lien d’installation ne crée que le premier. "
                    + "Utilisez ibtool user add, ou ibtool user password s’il est perdu.")
        default: self.init(409, .lastAdministrator)
        }
    }

    private init(_ refusal: Refusal) {
        switch refusal {
        case .invalid(let problems):
            self.init(422, .invalidValues)
            self.problems = problems
        case .notFound: self.init(404, .notFound)
        case .restrictedField(let name):
            self.init(403, .restrictedField)
            argument = name.text
        case .versionConflict: self.init(412, .versionConflict)
        case .taken(_, let pointer):
            self.init(409, .taken)
            argument = pointer
        case .locked: self.init(409, .locked)
        case .wrongState, .bulkState: self.init(409, .wrongState)
        case .boundToSites: self.init(403, .forbidden)
        case .keyOfAnotherRequest: self.init(422, .keyOfAnother)
        case .alreadyDone: self.init(409, .alreadyDone)
        case .erased: self.init(410, .erased)
        case .quotaReached(let bytesMax):
            self.init(507, .quotaReached)
            problems = [FieldProblem("/file", .quota, argument: String(bytesMax))]
        case .malformed(let pointer, let code, let argument):
            self.init(400, .malformedRequest)
            problems = [FieldProblem(pointer, code, argument: argument)]
        case .unsearchable(let problem):
            self.init(400, .malformedRequest)
            problems = [problem]
        }
        words = refusal.sentence
    }

    private init(_ failure: StorageFailure) {
        switch failure {
        case .refused(let refusal): self.init(refusal)
        case .busy:
            self.init(503, .overloaded)
            fields = [("retry-after", "1")]
        case .timedOut: self.init(503, .timedOut)
        case .diskFull:
            self.init(507, .diskFull)
            fields = [("retry-after", "60")]
        case .readOnly:
            self.init(503, .readOnly)
            fields = [("retry-after", "60")]
        case .failed(let error) where error.isLocked: self.init(.busy)
        case .failed(let error): self.init(500, error.isDamage ? .damaged : .broken)
        }
    }
}

extension Problem {
    /// What is wrong, in one sentence.
    var sentence: Words { words ?? kind.sentence(argument) }

    static let mediaType = "application/problem+json"

    /// The document in one language; without a request's name where it answers several.
    func document(in language: Language, requestID: String?) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        writer.name("type")
        writer.string("urn:ibtool:problem:\(kind.rawValue)")
        writer.name("title")
        writer.string(kind.title[language])
        writer.name("status")
        writer.integer(Int64(status))
        writer.name("detail")
        writer.string(sentence[language])
        if let requestID {
            writer.name("request_id")
            writer.string(requestID)
        }
        if !problems.isEmpty { write(problems, in: language, to: &writer) }
        if let current {
            writer.name("current")
            writer.raw(current)
        }
        writer.endObject()
        return writer.bytes
    }

    private func write(
        _ problems: [FieldProblem], in language: Language, to writer: inout JSONWriter
    ) {
        writer.name("errors")
        writer.beginArray()
        for problem in problems {
            writer.beginObject()
            writer.name("pointer")
            writer.string(problem.pointer)
            writer.name("code")
            writer.string(problem.code.rawValue)
            writer.name("detail")
            writer.string(problem.sentence[language])
            writer.endObject()
        }
        writer.endArray()
    }
}

extension StorageFailure {
    /// Why work of the server’s own failed, in one sentence for who asked for it; the cause is for the log.
    var sentence: Words {
        let problem = Problem(.storage(self))
        guard problem.kind == .broken else { return problem.sentence }
        return Words(
            "Something went wrong on the server; its log says what.",
            "Une erreur est survenue sur le serveur\u{202F}; son journal dit laquelle.")
    }
}
