public import Complaints
public import JSON

extension Reader {
    /// Writes the list of sites the caller may see, `{"items":[…],"next":…,"total":…,"offset":…}`.
    public func sites(
        _ query: ReferenceQuery, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        try listing(.sites, visibility).write(query, into: &writer)
    }

    /// Writes one site, by id or code; nil when there is none the caller may see.
    public func site(
        _ key: RecordKey, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        try listing(.sites, visibility).write(key, into: &writer)
    }

    /// Writes the list of systems at sites the caller may see.
    public func systems(
        _ query: ReferenceQuery, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        try listing(.systems, visibility).write(query, into: &writer)
    }

    /// Writes one system, by id or system id; nil when there is none the caller may see.
    public func system(
        _ key: RecordKey, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        try listing(.systems, visibility).write(key, into: &writer)
    }

    private func listing(_ table: ReferenceKind, _ visibility: Visibility) -> ReferenceListing {
        ReferenceListing(table: table, connection: connection, visibility: visibility)
    }
}
