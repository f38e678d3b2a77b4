import Platform
import Storage

/// The data directory's place: is it there, can its file system hold a database, is there room, and
/// who else may read it.
struct DirectoryExamination {
    /// Below this an instance refuses writes.
    private static let freeBytesMin: Int64 = 64 << 20
    /// Files with keys or personal data.
    private static let privateNames = [
        "ibtool.db", "ibtool.db-wal", "columns", "keys", AnchorPlan.keyName, SelfSignedFile.name,
    ]

    let directory: String

    /// Whether there is a directory with a database, after which the rest makes sense.
    func isThere(_ findings: inout [Finding]) -> Bool {
        do {
            guard let status = try DurableFile.status(directory) else {
                findings.append(missing("There is no directory \(directory)."))
                return false
            }
            guard status.kind == .directory else {
                findings.append(missing("\(directory) is not a directory."))
                return false
            }
            guard try Store.isThere(in: directory) else {
                findings.append(missing("\(directory) holds no IBTool database."))
                return false
            }
        } catch {
            findings.append(missing("\(directory) cannot be looked at: \(error)"))
            return false
        }
        findings.append(.fine(.directory, "\(directory) holds a database."))
        return true
    }

    private func missing(_ sentence: String) -> Finding {
        .problem(
            .directory, sentence,
            remedy: "Name the right one with --data, or begin one with: ibtool serve --data DIR")
    }

    func findings() -> [Finding] { [fileSystem(), space()] + permissions() }

    private func fileSystem() -> Finding {
        if Directory.isOnNetwork(directory) {
            return .problem(
                .fileSystem, "\(directory) is on a network file system, where databases lose data.",
                remedy: "Move the directory to a local disk.")
        }
        do throws(StorageError) {
            try StoreProbe.run(in: directory)
        } catch {
            if case .diskFull = error {
                return .warning(
                    .fileSystem, "The file system is full and could not be tried.",
                    remedy: "Make space.")
            }
            return .problem(
                .fileSystem, "The file system cannot hold a database with a log: \(error)",
                remedy: "Use a local disk that can be written.")
        }
        if Directory.isInMemory(directory) {
            return .warning(
                .fileSystem, "\(directory) is in memory: it is gone when the machine restarts.",
                remedy: "Move the directory to a disk.")
        }
        return .fine(.fileSystem, "The file system holds a database with a log.")
    }

    private func space() -> Finding {
        do throws(SystemError) {
            let free = try Directory.freeBytes(directory)
            let database = try DurableFile.status("\(directory)/ibtool.db")?.length ?? 0
            if free < Self.freeBytesMin {
                return .problem(
                    .space, "\(free.asBytes) are free: below 64 MB nothing can be saved.",
                    remedy: "Make space; a running instance goes on by itself.")
            }
            if free < database + Self.freeBytesMin {
                return .warning(
                    .space,
                    "\(free.asBytes) are free, less than the database of \(database.asBytes) once "
                        + "more, which an upgrade copies.",
                    remedy: "Make space, or give the directory a larger disk.")
            }
            return .fine(.space, "\(free.asBytes) are free.")
        } catch {
            return .warning(
                .space, "Free space cannot be told: \(error)",
                remedy: "See that the disk is mounted and in order.")
        }
    }

    private func permissions() -> [Finding] {
        var findings: [Finding] = []
        do throws(SystemError) {
            for name in [""] + Self.privateNames {
                let path = name.isEmpty ? directory : "\(directory)/\(name)"
                guard let status = try DurableFile.status(path) else { continue }
                if let finding = permission(path, status) { findings.append(finding) }
            }
        } catch {
            findings.append(
                .warning(
                    .permissions, "Owners and modes cannot be told: \(error)",
                    remedy: "Run this as the user that runs the instance."))
        }
        if !findings.isEmpty { return findings }
        return [.fine(.permissions, "Directory, database and keys are for their owner alone.")]
    }

    private func permission(_ path: String, _ status: FileStatus) -> Finding? {
        let own = ProcessEnvironment.userID
        // The superuser looks at what others own.
        if status.userID != own, own != 0 {
            return .problem(
                .permissions, "\(path) belongs to user \(status.userID), and you are \(own).",
                remedy: "Run this, and the instance, as its owner, or: chown -R \(own) \(directory)"
            )
        }
        guard status.permissions & 0o077 != 0 else { return nil }
        let mode = status.kind == .directory ? "700" : "600"
        return .warning(
            .permissions,
            "\(path) is open to other users (mode \(String(status.permissions, radix: 8))).",
            remedy: "chmod \(mode) \(path)")
    }
}

extension Int64 {
    /// "1.5 GB": bytes in a unit that reads well, a kilobyte being 1,024 bytes.
    var asBytes: String {
        var value = Double(self)
        for unit in ["bytes", "KB", "MB", "GB"] {
            if value < 1024 || unit == "GB" {
                if unit == "bytes" { return "\(self) bytes" }
                let tenths = Int64((value * 10).rounded())
                return "\(tenths / 10).\(tenths % 10) \(unit)"
            }
            value /= 1024
        }
        return "\(self) bytes"
    }
}
