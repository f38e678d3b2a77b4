internal import HTTP
internal import Storage

/// What an endpoint answers, before headers that every answer has, conditions and compression.
struct Answer: Sendable {
    /// How long whoever got it may keep it.
    enum Caching: Sendable, Equatable {
        /// Restricted fields, sessions, tokens, problems.
        case never
        /// The caller's own, asked again each time.
        case revalidated
        /// The same for everybody, asked again each time.
        case shared
        /// Named by its content.
        case immutable
    }

    var status: UInt16 = 200
    var contentType: String?
    var body: ResponseBody = .none
    var caching: Caching = .never
    /// The validator without its quotes; nil for none.
    var tag: String?
    /// The commit the data came from; nil for the newest published one.
    var commit: Int64?
    /// Further fields; names in lower case.
    var fields: [(name: String, value: String)] = []
    /// The body gzipped beforehand.
    var gzipped: [UInt8]?
    /// Whether it holds what strangers made: whoever shows it runs nothing of it.
    var isSandboxed = false
    /// What an answer out of the cache rests on.
    var proof: AnswerProof?

    static let jsonType = "application/json"

    /// Whether parts of it may be asked for (RFC 9110 section 14): its bytes are the same for everybody
    /// and their tag is made from them, or it is a file.
    var hasRanges: Bool {
        guard status == 200 || status == 206, tag != nil else { return false }
        switch body {
        case .file: return true
        case .stream(let producer): return producer.byteCount != nil
        default: break
        }
        return caching == .shared || caching == .immutable
    }

    /// A JSON answer.
    static func json(
        _ bytes: [UInt8], status: UInt16 = 200, caching: Caching = .never, tag: String? = nil,
        commit: Int64? = nil
    ) -> Answer {
        Answer(
            status: status, contentType: jsonType, body: .bytes(bytes), caching: caching, tag: tag,
            commit: commit)
    }

    /// 204.
    static func empty(commit: Int64? = nil) -> Answer { Answer(status: 204, commit: commit) }

    /// Adds a field.
    func with(_ name: String, _ value: String) -> Answer {
        var copy = self
        copy.fields.append((name: name, value: value))
        return copy
    }
}
