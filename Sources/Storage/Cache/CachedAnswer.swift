public import Complaints

/// Which answer: the route, its canonical query, and who may see what.
public struct AnswerKey: Hashable, Sendable {
    public let route: String
    public let query: String
    /// `Visibility.cacheClass`: callers of one class share answers.
    public let visibilityClass: String

    public init(route: String, query: String, visibilityClass: String) {
        self.route = route
        self.query = query
        self.visibilityClass = visibilityClass
    }

    var byteCount: Int { route.utf8.count + query.utf8.count + visibilityClass.utf8.count }
}

/// The records an answer shows. Complaints also show names of their sites and systems; that is
/// part of every scope.
public indirect enum AnswerScope: Sendable {
    case record(Entity, Int64)
    /// Lists, counts, facets over the records of those sites; nil is over all records.
    case list(Entity, sites: Set<Int64>?)
    case all([AnswerScope])
}

/// An answer just computed.
public struct FreshAnswer: Sendable {
    public var body: [UInt8]
    public var gzip: [UInt8]?
    public var etag: String
    /// The commit whose data it shows.
    public var commit: Int64
    public var mediaType: String
    /// Microseconds since 1970 after which it is no longer true; nil for answers that do not depend
    /// on the time.
    public var expiresAt: Int64?
    /// False for what must be computed anew for each caller (restricted fields): it is neither kept
    /// nor shared.
    public var mayBeShared = true

    public init(body: [UInt8], gzip: [UInt8]?, etag: String, commit: Int64, mediaType: String) {
        self.body = body
        self.gzip = gzip
        self.etag = etag
        self.commit = commit
        self.mediaType = mediaType
    }
}

/// What makes an answer out of the cache true.
public struct AnswerProof: Sendable {
    let stamp: AnswerStamp
    let expiresAt: Int64?
}

/// A finished answer, shared by everyone who asks for it.
public final class CachedAnswer: Sendable {
    public let body: [UInt8]
    public let gzip: [UInt8]?
    public let etag: String
    public let commit: Int64
    public let mediaType: String
    public let expiresAt: Int64?

    init(_ fresh: FreshAnswer) {
        body = fresh.body
        gzip = fresh.gzip
        etag = fresh.etag
        commit = fresh.commit
        mediaType = fresh.mediaType
        expiresAt = fresh.expiresAt
    }

    var byteCount: Int { body.count + (gzip?.count ?? 0) + etag.utf8.count }
}
