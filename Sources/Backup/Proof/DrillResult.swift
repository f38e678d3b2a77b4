import JSON
public import Platform

/// What a drill found: whether the newest state of a destination could be restored and is the
/// instance's.
public struct DrillResult: Sendable, Equatable {
    /// Where it was restored from, without secrets.
    public let destination: String
    public let began: Timestamp
    public let ended: Timestamp
    /// What is wrong, in one sentence; nil when everything is as it should be.
    public let fault: String?
    /// What was restored; 0 when it did not come so far.
    public let transaction: UInt64
    /// The last row of the change log in it.
    public let commit: Int64
    /// Bytes of the database.
    public let bytes: Int64
    /// Files of attachments that were found with their length; `read` of them were read whole.
    public let attachments: Int64
    public let attachmentsRead: Int64
    /// Whether the keys of personal data were restored too, and what is sealed was opened.
    public let hadKeys: Bool

    /// Whether it proves the backup.
    public var isProof: Bool { fault == nil }

    init(
        destination: String, began: Timestamp, ended: Timestamp, fault: String?,
        finding: Finding = Finding()
    ) {
        self.destination = destination
        self.began = began
        self.ended = ended
        self.fault = fault
        transaction = finding.transaction
        commit = finding.commit
        bytes = finding.bytes
        attachments = finding.attachments
        attachmentsRead = finding.attachmentsRead
        hadKeys = finding.hadKeys
    }

    /// What is found on the way.
    struct Finding {
        var transaction: UInt64 = 0
        var commit: Int64 = 0
        var bytes: Int64 = 0
        var attachments: Int64 = 0
        var attachmentsRead: Int64 = 0
        var hadKeys = false
    }
}

// MARK: As it is kept

extension DrillResult {
    var json: JSONValue {
        .object(
            JSONObject([
                ("destination", .string(destination)), ("began", .string(began.description)),
                ("ended", .string(ended.description)),
                ("fault", fault.map(JSONValue.string) ?? .null),
                ("transaction", .number(JSONNumber(Int64(clamping: transaction)))),
                ("commit", .number(JSONNumber(commit))), ("bytes", .number(JSONNumber(bytes))),
                ("attachments", .number(JSONNumber(attachments))),
                ("attachments_read", .number(JSONNumber(attachmentsRead))),
                ("keys", .bool(hadKeys)),
            ]))
    }

    /// Nil for what is not one.
    init?(_ json: JSONValue) {
        guard let object = json.objectValue,
            let destination = object["destination"]?.stringValue,
            let began = object["began"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) }),
            let ended = object["ended"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        let number = { (name: String) in object[name]?.int64Value ?? 0 }
        self.init(
            destination: destination, began: began, ended: ended,
            fault: object["fault"]?.stringValue,
            finding: Finding(
                transaction: UInt64(clamping: number("transaction")), commit: number("commit"),
                bytes: number("bytes"), attachments: number("attachments"),
                attachmentsRead: number("attachments_read"),
                hadKeys: object["keys"]?.boolValue ?? false))
    }
}
