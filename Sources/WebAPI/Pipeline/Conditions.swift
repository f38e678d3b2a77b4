internal import Complaints
internal import HTTP

/// What the request's headers ask for beyond its target: versions, encodings, languages.
enum Conditions {
    /// What the tag of a gzipped representation ends with.
    static let gzipSuffix = "-gzip"

    /// Whether the client already has the answer with that tag, in either encoding
    /// (RFC 9110 section 13.1.2).
    static func isNotModified(_ head: RequestHead, tag: String) -> Bool {
        guard head.method == .get || head.method == .head,
            let condition = EntityTagCondition(head.headers, "if-none-match")
        else { return false }
        return condition.isWeakMatch(for: EntityTag(tag))
            || condition.isWeakMatch(for: EntityTag(tag + gzipSuffix))
    }

    /// The version a change builds on, from If-Match: one strong tag of a record, in either encoding
    /// (RFC 9110 section 13.1.1). "*" names no version.
    static func expectedVersion(_ head: RequestHead) throws(APIFailure) -> Int64 {
        guard let condition = EntityTagCondition(head.headers, "if-match"),
            case .tags(let tags) = condition
        else { throw .preconditionRequired }
        guard tags.count == 1, !tags[0].isWeak else { throw .malformedHeader("If-Match") }
        let text = tags[0].opaque
        let digits = text.hasSuffix(gzipSuffix) ? String(text.dropLast(gzipSuffix.count)) : text
        guard let version = Int64(digits), version > 0 else { throw .malformedHeader("If-Match") }
        return version
    }

    /// The language of sentences: Accept-Language, else the caller's own, else English.
    static func language(_ head: RequestHead, of caller: Language?) -> Language {
        let own = caller ?? .english
        let offered =
            [own.rawValue] + Language.allCases.map(\.rawValue).filter { $0 != own.rawValue }
        return Language(rawValue: Accept.language(head.headers, offered: offered)) ?? own
    }
}
