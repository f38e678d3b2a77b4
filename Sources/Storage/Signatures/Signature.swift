public import Complaints
import Crypto

/// Somebody whose own credentials came with this very request and were right, and what they sign for.
public struct Signer: Sendable {
    /// The account as it was when its password was checked.
    public let account: Account
    public let meaning: SignatureMeaning

    public init(account: Account, meaning: SignatureMeaning) {
        self.account = account
        self.meaning = meaning
    }
}

/// A signature of one version of one record (21 CFR 11.50, 11.70).
public struct Signature: Sendable, Equatable {
    public var id: Int64
    /// The kind of the record signed, as the change log names it.
    public let record: String
    public let recordID: Int64
    public let recordVersion: Int64
    /// SHA-256 of the version's canonical content (docs/change-log.md), 32 bytes.
    public let recordHash: [UInt8]
    public let accountID: Int64
    /// The account's name.
    public let signer: String
    /// The printed name, as it was then.
    public let name: String
    /// The raw value of a `SignatureMeaning`.
    public let meaning: String
    public let reason: String?
    /// Microseconds since 1970.
    public let at: Int64

    /// What the log says of it, in the order of the names' bytes; the reason and the time are its row's.
    var loggedFields: [(name: String, value: FieldValue)] {
        [
            ("account", .integer(accountID)), ("meaning", .text(meaning)), ("name", .text(name)),
            ("record", .text(record)), ("record_hash", .text(Hex.encode(recordHash))),
            ("record_id", .integer(recordID)), ("record_version", .integer(recordVersion)),
            ("signer", .text(signer)),
        ]
    }
}

/// A signature and what verifying it says.
public struct CheckedSignature: Sendable, Equatable {
    public let signature: Signature
    /// What is wrong with it, in half a sentence; nil when it is what the log and the version say.
    public let flaw: String?
}

/// The signatures of a record, and the version that it has now.
public struct RecordSignatures: Sendable {
    /// Newest first.
    public let signatures: [Signature]
    public let version: Int64
    /// SHA-256 of the canonical content of that version.
    public let hash: [UInt8]
}
