public import Complaints

extension WriteTransaction {
    /// Makes a site; `values` are the site's fields of docs/api.md. `.taken` for a code that is.
    public func createSite(_ values: FieldValues) throws(StorageFailure) -> ComplaintStamp {
        try session.createReference(in: .sites, values)
    }

    /// Changes a site; refuses `.versionConflict` unless `expected` is its version.
    public func updateSite(
        _ key: RecordKey, expected version: Int64, to values: FieldValues
    ) throws(StorageFailure) -> ComplaintStamp {
        try session.updateReference(in: .sites, key, expected: version, to: values)
    }

    /// Makes a system; its site is named by code.
    public func createSystem(_ values: FieldValues) throws(StorageFailure) -> ComplaintStamp {
        try session.createReference(in: .systems, values)
    }

    /// Changes a system; refuses `.versionConflict` unless `expected` is its version.
    public func updateSystem(
        _ key: RecordKey, expected version: Int64, to values: FieldValues
    ) throws(StorageFailure) -> ComplaintStamp {
        try session.updateReference(in: .systems, key, expected: version, to: values)
    }
}
