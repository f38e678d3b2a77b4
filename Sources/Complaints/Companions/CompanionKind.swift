/// A kind of record that belongs to one complaint and is not the complaint: a piece of work to be
/// done, a comment, a link. Declared once; storage, sealing, the change log, verification and the API
/// take the declaration, so that a new kind is one more value of this type.
///
/// A companion is seen exactly as its complaint is. What people write freely into it is sealed under
/// the complaint's key, in the table and in the log.
public struct CompanionKind: Sendable {
    /// Each kind is an entity of its own in the change log.
    public let entity: Entity
    /// The last step of the path of its list, e.g. "tasks".
    public let path: String
    /// Its fields.
    public let catalogue: FieldCatalogue
    /// Whether it may be changed after it was made; all kinds may be withdrawn.
    public let isChangeable: Bool
    /// What a complaint at its end still takes of it.
    public let afterEnd: AfterEnd

    private let columns: [CompanionColumn: FieldName]

    /// A kind with these fields. A field in a column is called like the column, unless `naming` says
    /// what the column holds; one without a column is a mistake in the program.
    public init(
        _ entity: Entity, path: String, isChangeable: Bool, afterEnd: AfterEnd = .nothing,
        naming: [CompanionColumn: FieldName] = [:], fields: [Field]
    ) {
        var columns: [CompanionColumn: FieldName] = [:]
        for column in CompanionColumn.allCases {
            let name = naming[column] ?? FieldName(column.rawValue)
            if fields.contains(where: { $0.name == name && $0.storage == .column }) {
                columns[column] = name
            }
        }
        precondition(
            columns.count == fields.count { $0.storage == .column },
            "a field of \(entity) has no column")
        self.columns = columns
        self.entity = entity
        self.path = path
        self.isChangeable = isChangeable
        self.afterEnd = afterEnd
        catalogue = FieldCatalogue(fields)
    }

    /// What becomes of a kind once its complaint is at its end.
    public enum AfterEnd: Sendable, Equatable {
        /// Locked with the file.
        case nothing
        /// A duplicate's go on, since they are its original's now.
        case ofDuplicates
        /// It says nothing of the file itself.
        case everything
    }

    /// Whether a complaint at that end, nil while it is worked on, takes companions of this kind.
    public func takes(_ end: ComplaintEnd?) -> Bool {
        guard let end else { return true }
        return switch afterEnd {
        case .nothing: false
        case .ofDuplicates: end == .duplicate
        case .everything: true
        }
    }

    /// Of which permissions one is needed to be the owner of a companion; nil where any account may be.
    public var ownerPermissions: Set<Permission>? {
        entity == .task ? [.work, .intake] : nil
    }

    /// The field whose values stand in that column; nil when the kind leaves it empty.
    public func field(in column: CompanionColumn) -> FieldName? { columns[column] }

    /// Every kind there is.
    public static let all: [CompanionKind] = [
        .work, .comment, .watcher, .link, .decision, .report,
    ]

    /// The kind of that entity; nil for an entity that is no companion.
    public static func of(_ entity: Entity) -> CompanionKind? {
        all.first { $0.entity == entity }
    }
}

/// The few values of companions that lists filter and sort by, each in a typed column of its own.
public enum CompanionColumn: String, Sendable, CaseIterable {
    /// The account whose it is.
    case owner
    /// A civil date.
    case due
    /// Where it stands, or which of its sorts it is.
    case state
    /// Another complaint, by its number; stored as its id.
    case other
}

extension Field {
    /// Whether the value stands in the change log under the complaint's key only.
    public var isSealedInLog: Bool { storage == .sealed || traits.contains(.freeText) }
}
