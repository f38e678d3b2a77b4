internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// The two kinds of install-base record, which behave alike.
enum ReferenceKind: Sendable {
    case site, system

    var entity: Entity { self == .site ? .site : .system }

    var catalogue: FieldCatalogue { self == .site ? .site : .system }

    var path: String { self == .site ? "/api/v1/sites" : "/api/v1/systems" }

    /// The parameters that filter its list by equality.
    var equals: [String] { self == .site ? [] : ["site", "modality", "serial"] }

    func write(
        _ reader: borrowing Reader, _ key: RecordKey, for visibility: Visibility,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        switch self {
        case .site: try reader.site(key, for: visibility, into: &writer)
        case .system: try reader.system(key, for: visibility, into: &writer)
        }
    }

    func list(
        _ reader: borrowing Reader, _ query: ReferenceQuery, for visibility: Visibility,
        into writer: inout JSONWriter
    ) throws(StorageFailure) {
        switch self {
        case .site: try reader.sites(query, for: visibility, into: &writer)
        case .system: try reader.systems(query, for: visibility, into: &writer)
        }
    }

    func write(
        _ transaction: borrowing WriteTransaction, _ key: RecordKey, for visibility: Visibility,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        switch self {
        case .site: try transaction.site(key, for: visibility, into: &writer)
        case .system: try transaction.system(key, for: visibility, into: &writer)
        }
    }

    func create(
        _ transaction: borrowing WriteTransaction, _ values: FieldValues,
        for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        switch self {
        case .site: try transaction.createSite(values, for: visibility)
        case .system: try transaction.createSystem(values, for: visibility)
        }
    }

    func update(
        _ transaction: borrowing WriteTransaction, _ id: Int64, expected version: Int64,
        to values: FieldValues, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        switch self {
        case .site:
            try transaction.updateSite(.id(id), expected: version, to: values, for: visibility)
        case .system:
            try transaction.updateSystem(.id(id), expected: version, to: values, for: visibility)
        }
    }
}
