/// A file that belongs to a complaint: what is told of it. Its bytes lie sealed beside the database.
public struct Attachment: Sendable, Equatable {
    public var id: Int64
    public let complaint: Int64
    public var version: Int64
    /// As its bytes told, never as its sender said.
    public let mediaType: String
    /// Bytes of the content.
    public let bytes: Int64
    /// SHA-256 of the sealed file, which is its name on the disk.
    public let fileHash: String
    /// Whether only holders of the patient grant may see its name and content.
    public var holdsPatientData: Bool
    public var createdAt: Int64
    public var createdBy: String
    public var withdrawal: Withdrawal?
    /// What people wrote, and what tells of the content; nil once the complaint's key is erased.
    public var words: Words?

    /// Taken back, with its bytes still there: nothing is deleted.
    public struct Withdrawal: Sendable, Equatable {
        public let at: Int64
        public let by: String
        public let reason: String
    }

    /// Sealed under the complaint's key, in the table and in the log.
    public struct Words: Sendable, Equatable {
        public let name: String
        public var note: String?
        /// SHA-256 of the content, in hexadecimal digits.
        public let contentHash: String

        public init(name: String, note: String?, contentHash: String) {
            self.name = name
            self.note = note
            self.contentHash = contentHash
        }
    }
}

/// What a finished upload is, before a row tells of it.
public struct AttachmentContent: Sendable, Equatable {
    /// SHA-256 of the content, in hexadecimal digits.
    public let contentHash: String
    public let bytes: Int64
    /// SHA-256 of the sealed file, its name on the disk.
    public let fileHash: String
}

/// How much may be attached.
public struct AttachmentLimits: Sendable, Equatable {
    /// Bytes of one file.
    public var fileBytesMax: Int64 = 256 << 20
    /// Attachments of one complaint, withdrawn ones included.
    public var countMax: Int64 = 500
    /// Bytes of all files of the instance, each counted once; nil for what the disk holds.
    public var quotaBytes: Int64?

    public init() {}
}

/// What an upload has to know of the complaint it is for, before its first byte.
public struct AttachmentPlace: Sendable {
    public let complaint: Int64
    public let number: String
    /// Whether the file is at its end and takes nothing more.
    public let isLocked: Bool
    public let isErased: Bool
    /// Attachments it has, withdrawn ones included.
    public let count: Int64
    /// Bytes of all files of the instance.
    public let bytesInAll: Int64
}

/// How much is attached in the whole instance.
public struct AttachmentTotal: Sendable, Equatable {
    /// Files on the disk; the same content attached twice to a complaint is one.
    public var files: Int64 = 0
    /// Bytes of their contents.
    public var bytes: Int64 = 0
}
