public import Complaints

/// A record that belongs to a complaint (`CompanionKind`), as it is stored.
public struct Companion: Sendable, Equatable {
    public internal(set) var id: Int64
    public let complaint: Int64
    /// The complaint's number.
    public let number: String
    public let entity: Entity
    public internal(set) var version: Int64
    /// Microseconds since 1970.
    public internal(set) var createdAt: Int64
    public internal(set) var createdBy: String
    public internal(set) var updatedAt: Int64
    public internal(set) var updatedBy: String
    public internal(set) var withdrawal: Attachment.Withdrawal?
    /// What it holds; sealed values only while the complaint's key is there.
    public internal(set) var values: FieldValues
    /// Whether the complaint's key is erased, and with it what was sealed here.
    public let isErased: Bool

    /// A value that is there; `.null` otherwise.
    public subscript(name: FieldName) -> FieldValue { values[name] ?? .null }
}

/// How many companions there may be.
public enum CompanionLimits {
    /// Of one kind, of one complaint, withdrawn ones included.
    public static let countMax: Int64 = 2_000
}
