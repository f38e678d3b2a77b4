public import Complaints

/// How many files of a span have each check.
public struct FileCheckCounts: Sendable, Equatable {
    /// Files that were looked at: those that the caller may see.
    public var files: Int64
    /// One for each check, in their order.
    public var counts: [Int64]
    /// The next span begins behind this id.
    public let last: Int64
    /// Whether there is no next span.
    public let isEnd: Bool
}

/// A file that has a check.
public struct CheckedFile: Sendable, Equatable {
    public let id: Int64
    public let number: String
    public let status: String
    /// A civil date.
    public let received: String?
    public let summary: String?
    /// The places of its checks among those asked for, ascending.
    public let checks: [Int]
}

/// Files of a span that have checks.
public struct CheckedFiles: Sendable {
    public let files: [CheckedFile]
    /// The next files are behind this id.
    public let last: Int64
    public let isEnd: Bool
}

/// What an inspector would object to, over all files that a caller may see. Each call looks at one span
/// of ids on the reader's snapshot; callers go on behind it with the next reader.
extension Reader {
    /// - Parameter today: of the reporting entity; what is due before is overdue.
    public func countChecks(
        _ checks: [FileCheck], after id: Int64, today: CivilDate, for visibility: Visibility
    ) throws(StorageFailure) -> FileCheckCounts {
        try scan(checks, today, visibility).counts(after: id)
    }

    /// Files with at least one of the checks, by id, at most `limit`; there may be none in a span.
    public func checkedFiles(
        _ checks: [FileCheck], after id: Int64, limit: Int, today: CivilDate,
        for visibility: Visibility
    ) throws(StorageFailure) -> CheckedFiles {
        try scan(checks, today, visibility).files(after: id, limit: limit)
    }

    private func scan(
        _ checks: [FileCheck], _ today: CivilDate, _ visibility: Visibility
    ) throws(StorageFailure) -> FileCheckScan {
        let catalogue = layout.catalogue
        return try FileCheckScan(
            checks, FilterCompiler(field: { catalogue[$0] }, visibility: visibility), today: today,
            rules: layout.rules.set, on: connection)
    }
}
