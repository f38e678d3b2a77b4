import Platform
import Storage

/// What earlier runs left behind: a crash's mark, work that was interrupted, files nobody needs.
struct LeftoverExamination {
    /// How long a file on its way in, or a half-written one, may lie there.
    private static let filesTime = Duration.seconds(86_400)

    let directory: String
    let isStopped: Bool
    /// Nil when the database could not be read.
    let inspection: StoreInspection?
    let now: Timestamp

    func findings() -> [Finding] {
        var findings = interrupted()
        do throws(SystemError) {
            let names = try Directory.list(directory)
            if isStopped, names.contains("running") {
                findings.append(
                    .warning(
                        .leftovers, "The last instance ended without closing the database.",
                        remedy: "Nothing is lost: the next start reads the log and looks at the "
                            + "whole file."))
            }
            if isStopped, !names.contains("ballast") {
                findings.append(
                    .warning(
                        .leftovers, "There is no reserve for a full disk.",
                        remedy: "Make space: the next start puts 16 MB aside when 96 MB are free."))
            }
            findings += try halfWritten(names) + copies(names) + uploads(names)
        } catch {
            findings.append(
                .warning(
                    .leftovers, "The directory cannot be listed: \(error)",
                    remedy: "Run this as the user that runs the instance."))
        }
        return findings.isEmpty ? [.fine(.leftovers, "Nothing was left behind.")] : findings
    }

    private func interrupted() -> [Finding] {
        guard isStopped, let inspection else { return [] }
        return [
            ("Imports were", inspection.unfinishedImports),
            ("Bulk work was", inspection.unfinishedBulks),
        ].filter { !$0.1.isEmpty }.map { what, ids in
            let list = ids.prefix(5).map(String.init).joined(separator: ", ")
            return .warning(
                .leftovers, "\(what) interrupted: \(list).",
                remedy: "Start the instance: it goes on where it was.")
        }
    }

    private func isOld(_ path: String) throws(SystemError) -> Bool {
        guard let status = try DurableFile.status(path), status.kind == .file else { return false }
        return now - status.modified > Self.filesTime
    }

    private func halfWritten(_ names: [String]) throws(SystemError) -> [Finding] {
        var old: [String] = []
        for name in names where name.hasSuffix(".tmp") || name.hasPrefix("doctor-") {
            if try isOld("\(directory)/\(name)") { old.append("\(directory)/\(name)") }
        }
        if old.isEmpty { return [] }
        return [
            .warning(
                .leftovers, "\(old.count) files were never finished, e.g. \(old[0]).",
                remedy: "rm " + old.map(\.shellQuoted).joined(separator: " "))
        ]
    }

    private func copies(_ names: [String]) throws(SystemError) -> [Finding] {
        var findings: [Finding] = []
        for name in names where name.hasPrefix("ibtool.db.before-schema-") {
            let path = "\(directory)/\(name)"
            let bytes = try DurableFile.status(path)?.length ?? 0
            findings.append(
                .warning(
                    .leftovers, "\(path) is the copy from before an upgrade (\(bytes.asBytes)).",
                    remedy:
                        "When the upgrade has proved itself and is backed up: rm \(path.shellQuoted)"
                ))
        }
        return findings
    }

    /// Files of imports that a running instance would have removed.
    private func uploads(_ names: [String]) throws(SystemError) -> [Finding] {
        guard names.contains("imports") else { return [] }
        let folder = "\(directory)/imports"
        var old = 0
        for name in try Directory.list(folder) where try isOld("\(folder)/\(name)") { old += 1 }
        if old == 0 || inspection?.unfinishedImports.isEmpty == false { return [] }
        return [
            .warning(
                .leftovers, "\(old) uploaded files in \(folder) are older than a day.",
                remedy: "Start the instance: it removes what no import needs.")
        ]
    }
}

extension String {
    /// As one word of a shell.
    fileprivate var shellQuoted: String {
        let isPlain = utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x30...0x39).contains(byte) || "/._-".utf8.contains(byte)
        }
        if isPlain { return self }
        let parts = split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }
}
