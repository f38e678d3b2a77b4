internal import Complaints
internal import Platform
internal import Storage
internal import Telemetry

extension ImportRecord {
    /// How long the file of a preview, or of a trial, waits for its start.
    static let patience = Duration.seconds(24 * 3_600)

    /// Whether the import may still be run from its file.
    var needsFile: Bool {
        switch state {
        case .preview, .queued, .running: true
        case .done: isDryRun && !fileName.isEmpty
        case .failed, .cancelled, .undoing, .undone: false
        }
    }

    /// Whether its file has waited long enough for somebody to start it.
    func isForgotten(at now: Int64) -> Bool {
        guard state == .preview || state == .done, needsFile else { return false }
        return now - (finishedAt ?? createdAt) >= Self.patience.components.seconds * 1_000_000
    }
}

/// Files hold people's data in the open: those that nobody starts are let go of after a day.
extension JobWorker {
    static let sweepEvery = Duration.seconds(600)

    /// Removes what crashes left of attachments.
    func sweepAttachments() {
        do throws(StorageFailure) {
            let sweep = try store.sweepAttachments(now: clock.now())
            if sweep.isRefused {
                log.warning(
                    "attachment.sweep.refused",
                    ["files": .integer(Int64(sweep.orphans)), "folder": "attachments"])
            } else if sweep.orphans > 0 {
                log.info("attachment.swept", ["files": .integer(Int64(sweep.orphans))])
            }
        } catch {
            log.warning("attachment.sweep.failed", ["cause": "\(error)"])
        }
    }

    /// Ends forgotten previews and removes the files of forgotten trials.
    func letGo() {
        let now = clock.now().microseconds
        do throws(StorageFailure) {
            let waiting = try store.read { reader throws(StorageFailure) in
                try reader.importsWithFile()
            }
            for record in waiting where record.isForgotten(at: now) {
                try letGo(record, at: now)
            }
        } catch {
            log.warning("import.expiry.failed", ["cause": "\(error)"])
        }
    }

    private func letGo(_ before: ImportRecord, at now: Int64) throws(StorageFailure) {
        let author = Author.system(isJob: true)
        let isEnded = try write(by: author) { transaction throws(StorageFailure) in
            guard var record = try transaction.importRecord(before.id), record.isForgotten(at: now)
            else { return false }
            if record.state == .preview {
                record.state = .cancelled
                record.finishedAt = now
                record.failure = Words(
                    "Nobody started the import within 24 hours; its file was removed.",
                    "Personne n’a lancé l’import dans les 24 heures\u{202F}; son fichier a été "
                        + "supprimé.")
            }
            record.fileName = ""
            try transaction.updateImport(record)
            return true
        }
        if isEnded { discard(before) }
    }
}
