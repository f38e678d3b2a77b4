import Complaints

/// The ids of what a record names.
struct References {
    let system: Int64?
    let site: Int64?
}

extension WriterSession {
    /// Checks what a record names, settles its site and finds the ids (`ReferenceCheck`).
    func resolveReferences(
        _ names: inout ComplaintNames, from old: ComplaintNames?, statesSite: Bool,
        _ scope: WriteScope
    ) throws(StorageFailure) -> References {
        var check = ReferenceCheck(
            lookup: references, scope: scope, old: old,
            statesSite: statesSite)
        return try check.run(&names)
    }
}
