internal import Complaints
internal import Platform
internal import Storage
internal import Telemetry

/// What has to be done about clocks beside the traffic: bringing files to rules that became active,
/// and telling when clocks run out.
struct ClockWork: Sendable {
    /// Files, or warnings, in one turn of the writer.
    private static let chunk = 50
    /// Files looked at in one snapshot.
    private static let slice = 500

    let store: Store
    let clock: WallClock
    let log: Log

    private static func author(_ reason: String?) -> Author {
        Author(name: "system", origin: .system, address: "", reason: reason, isJob: true)
    }

    /// Does the next step of a recount; false when every file is as the rules in force have it.
    func recount() throws(StorageFailure) -> Bool {
        let found = try store.read { reader throws(StorageFailure) in try reader.nextRecount() }
        guard let step = found else { return false }
        let author = Self.author("rule set \(store.rules.id)")
        let complaints = step.complaints
        for start in stride(from: 0, to: complaints.count, by: Self.chunk) {
            let end = min(start + Self.chunk, complaints.count)
            try store.writeAndWait(by: author) { transaction throws(StorageFailure) in
                try transaction.recount(complaints[start..<end])
            }
        }
        try store.writeAndWait(by: author) { transaction throws(StorageFailure) in
            try transaction.finishRecount(step)
        }
        return true
    }

    /// Tells of warning points that these files' clocks have reached, each once.
    func warn(of complaints: [Int64]) throws(StorageFailure) {
        guard let today = store.rules.today(at: clock) else { return }
        for start in stride(from: 0, to: complaints.count, by: Self.slice) {
            let slice = complaints[start..<min(start + Self.slice, complaints.count)]
            let found = try store.read { reader throws(StorageFailure) in
                try reader.dueWarnings(on: today, of: slice)
            }
            for start in stride(from: 0, to: found.count, by: Self.chunk) {
                let part = Array(found[start..<min(start + Self.chunk, found.count)])
                let noted = try store.writeAndWait(by: Self.author(nil)) {
                    transaction throws(StorageFailure) in try transaction.note(part)
                }
                for warning in noted.value { tell(warning) }
            }
        }
    }

    /// The same for every file with a running clock.
    func warnOfAll() throws(StorageFailure) {
        try warn(
            of: try store.read { reader throws(StorageFailure) in try reader.filesWithClocks() })
    }

    private func tell(_ warning: ClockWarning) {
        log.warning(
            "clock.warning",
            [
                "complaint": "\(warning.number)", "rule": "\(warning.rule)",
                "due": "\(warning.due)", "percent": "\(warning.percent)",
            ])
    }
}
