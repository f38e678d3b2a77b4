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

/// How many files have each check, as far as the columns in memory tell.
public struct HeldCheckCounts: Sendable, Equatable {
    /// Those that the caller may see; nil where the columns cannot tell.
    public let files: Int64?
    /// One for each check, in their order; nil where the columns cannot tell.
    public let counts: [Int64?]
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

/// What an inspector would object to, over all files that a caller may see.
extension Reader {
    /// All files at once, on the reader's snapshot, without a look at any of them: from the columns in
    /// memory and the tables beside the files. Nothing is told while there are no columns.
    ///
    /// - Parameter today: of the reporting entity; what is due before is overdue.
    public func heldChecks(
        _ checks: [FileCheck], today: CivilDate, for visibility: Visibility
    ) throws(StorageFailure) -> HeldCheckCounts {
        guard var masks = try masks(today, visibility) else {
            return HeldCheckCounts(files: nil, counts: checks.map { _ in nil })
        }
        var counts: [Int64?] = []
        for check in checks { counts.append(try masks.mask(check).map { Int64($0.count) }) }
        return HeldCheckCounts(files: try masks.fileCount(), counts: counts)
    }

    /// The files of one span of ids, each looked at; callers go on behind it with the next reader.
    ///
    /// - Parameter today: of the reporting entity; what is due before is overdue.
    public func countChecks(
        _ checks: [FileCheck], after id: Int64, today: CivilDate, for visibility: Visibility
    ) throws(StorageFailure) -> FileCheckCounts {
        try scan(checks, today, visibility).counts(after: id)
    }

    /// Files with the check, by id, at most `limit`. So many are looked at as one reading may
    /// (`FileCheckScan.candidatesMax`, or a span of ids while there are no columns): fewer than `limit` may
    /// be found, also none, before the end.
    public func checkedFiles(
        _ check: FileCheck, after id: Int64, limit: Int, today: CivilDate,
        for visibility: Visibility
    ) throws(StorageFailure) -> CheckedFiles {
        let scan = try scan([check], today, visibility)
        guard let candidates = try masks(today, visibility)?.candidates(check) else {
            return try scan.files(after: id, limit: limit)
        }
        return try scan.files(after: id, of: candidates, limit: limit)
    }

    /// Files with at least one of the checks, by id, at most `limit`; there may be none in a span.
    public func checkedFiles(
        _ checks: [FileCheck], after id: Int64, limit: Int, today: CivilDate,
        for visibility: Visibility
    ) throws(StorageFailure) -> CheckedFiles {
        try scan(checks, today, visibility).files(after: id, limit: limit)
    }

    /// Nil while there are no columns at this snapshot.
    private func masks(
        _ today: CivilDate, _ visibility: Visibility
    ) throws(StorageFailure) -> FileCheckMasks? {
        guard let state = try grid.snapshot(at: commit, on: connection) else { return nil }
        let catalogue = layout.catalogue
        let filter = GridFilter(
            state: state, field: { catalogue[$0] }, visibility: visibility, connection: connection)
        return FileCheckMasks(filter, today: today, rules: layout.rules.set)
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
