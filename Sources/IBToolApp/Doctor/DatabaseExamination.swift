import Platform
import Storage

/// The database as an inspection saw it: its schema, its keys, its times, its log and its free pages.
struct DatabaseExamination {
    /// From here on a log is long: a reader has kept it, or an instance was killed.
    private static let logBytesMax: Int64 = 256 << 20
    /// Time that the clock may be behind the last change: clocks are set back a little every day.
    private static let clockTolerance = Duration.seconds(60)

    let directory: String
    let inspection: StoreInspection
    let now: Timestamp

    func findings() -> [Finding] {
        [
            .fine(
                .database,
                "It can be read: \(inspection.bytes.asBytes). ibtool verify looks at all of it."),
            schema(), keys(), attachments(), time(), log(), freePages(), statistics(),
        ]
    }

    private func schema() -> Finding {
        let (found, known) = (inspection.schema, StoreInspection.schemaKnown)
        if found > known {
            return .problem(
                .schema, "The database has schema \(found), this program knows up to \(known).",
                remedy: "Use the newer program, or the copy made before the upgrade.")
        }
        if found < known {
            return .warning(
                .schema, "The database has schema \(found); the next start brings it to \(known).",
                remedy: "Back up the directory before; the start keeps a copy of the database, too."
            )
        }
        return .fine(.schema, "The schema is \(known), this program's.")
    }

    /// 32 bytes a complaint, the slot its id says.
    private func keys() -> Finding {
        let path = "\(directory)/keys"
        do throws(SystemError) {
            guard let status = try DurableFile.status(path) else {
                if inspection.complaints == 0 {
                    return .fine(.keys, "There are no keys yet, and no complaint that needs one.")
                }
                return .problem(
                    .keys, "The file of keys is missing: personal data cannot be read.",
                    remedy: "Restore \(path) from its own backup.")
            }
            let slots = status.length / 32
            if slots <= inspection.complaints {
                return .problem(
                    .keys,
                    "The file of keys ends before the key of complaint \(inspection.complaints).",
                    remedy: "Restore \(path) from its own backup, as new as the database's.")
            }
            return .fine(.keys, "The file of keys reaches to the last complaint.")
        } catch {
            return .problem(
                .keys, "The file of keys cannot be looked at: \(error)",
                remedy: "See its owner and mode.")
        }
    }

    private func attachments() -> Finding {
        let found = inspection.attachments
        if let first = found.broken.first {
            return .problem(
                .attachments,
                "\(found.broken.count) files of attachments are missing or cut, e.g. \(first).",
                remedy: "Restore the folder \(directory)/attachments from a backup as new as the "
                    + "database's.")
        }
        if let first = found.foreign.first {
            return .warning(
                .attachments, "There are files that are not IBTool's, e.g. \(first).",
                remedy: "Move them elsewhere.")
        }
        let sentence =
            "\(found.attachments) attachments in \(found.files) files, \(found.bytes.asBytes)"
        return .fine(
            .attachments,
            found.unnamed == 0
                ? sentence + "."
                : sentence + "; \(found.unnamed) more are leftovers or on their way.")
    }

    private func time() -> Finding {
        guard let last = inspection.lastChange else {
            return .fine(.clock, "The clock says \(now).")
        }
        if last - now > Self.clockTolerance {
            return .problem(
                .clock, "The clock says \(now), and the last change was made \(last).",
                remedy: "Set the clock, and have it kept by the time service of the machine.")
        }
        return .fine(.clock, "The clock says \(now), after the last change.")
    }

    private func log() -> Finding {
        do throws(SystemError) {
            let bytes = try DurableFile.status("\(directory)/ibtool.db-wal")?.length ?? 0
            if bytes > Self.logBytesMax {
                return .warning(
                    .log, "The write-ahead log has \(bytes.asBytes); the next start reads it all.",
                    remedy: "Start the instance and let it rest for a second, or end what reads "
                        + "the database beside it.")
            }
            return .fine(.log, "The write-ahead log has \(bytes.asBytes).")
        } catch {
            return .warning(
                .log, "The write-ahead log cannot be looked at: \(error)",
                remedy: "See its owner and mode.")
        }
    }

    private func freePages() -> Finding {
        .fine(
            .freePages,
            "\(inspection.freeBytes.asBytes) of the file are free and are written again first.")
    }

    /// The indexes are made for a planner without statistics (docs/decisions/0012).
    private func statistics() -> Finding {
        guard inspection.hasStatistics else {
            return .fine(.statistics, "The planner has no statistics, as the indexes want it.")
        }
        return .warning(
            .statistics, "Somebody ran ANALYZE: lists may take slower ways than they should.",
            remedy: "Stop the instance and run: sqlite3 \(directory)/ibtool.db "
                + "'DROP TABLE sqlite_stat1'")
    }
}
