public import Platform

/// The version of a stored object, as its store names it (an S3 ETag with its quotes, a directory's
/// SHA-256). Equal tags of one key are equal bytes.
public struct ObjectTag: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ text: String) { description = text }
}

/// What has to hold for a put to happen.
public enum ObjectCondition: Sendable, Hashable {
    case always
    /// There is nothing under the key.
    case ifAbsent
    /// There is this version under the key.
    case ifTag(ObjectTag)
}

/// What is known of a stored object besides its bytes.
public struct ObjectAttributes: Sendable, Equatable {
    /// Of the whole object, whatever range was asked for.
    public let byteCount: Int64
    public let tag: ObjectTag
    /// By the store's clock.
    public let lastModified: Timestamp
    public let metadata: ObjectMetadata

    public init(
        byteCount: Int64, tag: ObjectTag, lastModified: Timestamp, metadata: ObjectMetadata
    ) {
        self.byteCount = byteCount
        self.tag = tag
        self.lastModified = lastModified
        self.metadata = metadata
    }
}

/// An opened object: what it is, and its bytes as they come.
public struct StoredObject {
    public let attributes: ObjectAttributes
    /// Which bytes `content` gives: the asked range, cut to what there is.
    public let range: Range<Int64>
    public let content: any ObjectContent

    public init(
        attributes: ObjectAttributes, range: Range<Int64>, content: any ObjectContent
    ) {
        self.attributes = attributes
        self.range = range
        self.content = content
    }
}

/// Bytes pulled piece by piece. Belongs to one thread. Letting go of it before the end is fine.
public protocol ObjectContent: AnyObject {
    /// The next piece, never empty and at most 1 MiB; nil when all have come. An incomplete content
    /// throws, it does not end.
    func next() throws(ObjectStoreError) -> [UInt8]?
}

/// One line of a listing.
public struct ObjectEntry: Sendable, Equatable {
    public let key: ObjectKey
    public let byteCount: Int64
    public let tag: ObjectTag
    public let lastModified: Timestamp

    public init(key: ObjectKey, byteCount: Int64, tag: ObjectTag, lastModified: Timestamp) {
        self.key = key
        self.byteCount = byteCount
        self.tag = tag
        self.lastModified = lastModified
    }
}

/// A part of a listing.
public struct ObjectPage: Sendable, Equatable {
    public let entries: [ObjectEntry]
    /// Where the next page begins (`after:`); nil when this was the last.
    public let next: ObjectKey?

    public init(entries: [ObjectEntry], next: ObjectKey?) {
        self.entries = entries
        self.next = next
    }
}
