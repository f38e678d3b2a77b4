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

    /// The versions a change may build on, from If-Match; without one the change is refused.
    static func versions(_ head: RequestHead) throws(APIFailure) -> AcceptedVersions {
        guard let condition = EntityTagCondition(head.headers, "if-match") else {
            throw .preconditionRequired
        }
        if condition == .tags([]) { throw .malformedHeader("If-Match") }
        return AcceptedVersions(condition: condition)
    }

    /// The language of sentences: Accept-Language, else the caller's own, else English.
    static func language(_ head: RequestHead, of caller: Language?) -> Language {
        let own = caller ?? .english
        let offered =
            [own.rawValue] + Language.allCases.map(\.rawValue).filter { $0 != own.rawValue }
        return Language(rawValue: Accept.language(head.headers, offered: offered)) ?? own
    }
}

/// The versions of a record that If-Match names: strong tags, in either encoding, or "*" for whichever
/// is current (RFC 9110 section 13.1.1).
struct AcceptedVersions: Sendable {
    fileprivate let condition: EntityTagCondition

    /// Whether a record of this version may be changed.
    func contain(_ version: Int64) -> Bool {
        condition.isMatch(for: EntityTag(String(version)))
            || condition.isMatch(for: EntityTag(String(version) + Conditions.gzipSuffix))
    }
}
