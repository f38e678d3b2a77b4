public import Complaints
public import JSON

/// Sites and systems. What `visibility` does not show can neither be changed nor named.
extension WriteTransaction {
    /// Makes a site; `values` are the site's fields of docs/api.md. `.taken` for a code that is,
    /// `.boundToSites` for somebody who does not see every site.
    public func createSite(
        _ values: FieldValues, for visibility: Visibility = .everything
    ) throws(StorageFailure) -> ComplaintStamp {
        guard visibility.sites == nil else { throw .refused(.boundToSites(.site)) }
        return try session.createReference(in: .sites, values, for: visibility)
    }

    /// Changes a site; refuses `.versionConflict` unless `expected` is its version.
    public func updateSite(
        _ key: RecordKey, expected version: Int64, to values: FieldValues,
        for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        try session.updateReference(
            in: .sites, key, expected: version, to: values, for: visibility)
    }

    /// Makes a system; its site is named by code. Somebody bound to one site makes it there.
    public func createSystem(
        _ values: FieldValues, for visibility: Visibility = .everything
    ) throws(StorageFailure) -> ComplaintStamp {
        try session.createReference(in: .systems, values, for: visibility)
    }

    /// Changes a system; refuses `.versionConflict` unless `expected` is its version.
    public func updateSystem(
        _ key: RecordKey, expected version: Int64, to values: FieldValues,
        for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        try session.updateReference(
            in: .systems, key, expected: version, to: values, for: visibility)
    }

    /// Writes a site as it stands in this transaction; nil when there is none to be seen.
    public func site(
        _ key: RecordKey, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        try listing(.sites, visibility).write(key, into: &writer)
    }

    /// Writes a system as it stands in this transaction; nil when there is none to be seen.
    public func system(
        _ key: RecordKey, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        try listing(.systems, visibility).write(key, into: &writer)
    }

    private func listing(_ table: ReferenceKind, _ visibility: Visibility) -> ReferenceListing {
        ReferenceListing(table: table, connection: session.connection, visibility: visibility)
    }
}
