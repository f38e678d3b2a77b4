import Complaints

/// People who work files together. Files name their team by its name, which therefore never changes.
public struct Team: Sendable, Equatable {
    /// Teams of an instance, and members of one.
    public static let countMax = 500
    public static let membersMax = 500
    public static let nameBytesMax = FieldType.referenceBytesMax

    public var id: Int64 = 0
    public let name: String
    /// An account; a member too. Nil for none.
    public var lead: String?
    /// Accounts, in the order of their names.
    public var members: [String]
    /// One that is not takes no more files.
    public var isActive: Bool
    public var version: Int64 = 1

    /// A team with these people; its lead is a member.
    public init(name: String, lead: String?, members: [String], isActive: Bool = true) {
        self.name = name
        self.lead = lead
        self.members = Set(members + (lead.map { [$0] } ?? [])).sorted()
        self.isActive = isActive
    }

    /// What the log keeps of it, in the order of the names' bytes.
    var loggedFields: [(name: String, value: FieldValue)] {
        [
            ("active", .boolean(isActive)), ("lead", lead.map(FieldValue.text) ?? .null),
            ("members", .text(members.joined(separator: " "))),
        ]
    }
}
