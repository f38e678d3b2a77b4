internal import HTTP
internal import JSON
internal import Platform

/// `GET /backup`: how the backup to each destination stands.
enum ReadBackup: Endpoint {
    static let operation = Operation(
        "How the backups stand", .running, .init(200, "Each destination", .named("Backups")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let overview = exchange.instance.settings.backupDesk?.overview ?? BackupOverview()
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        writer.member("level", overview.level)
        writer.name("destinations")
        writer.beginArray()
        for report in overview.destinations { writer.backup(report) }
        writer.endArray()
        writer.name("keys")
        writer.keys(overview.keys)
        writer.name("drill_interval_seconds")
        if let interval = overview.drillIntervalSeconds {
            writer.integer(interval)
        } else {
            writer.null()
        }
        writer.name("alarm_lag_seconds")
        writer.integer(overview.alarmLagSeconds)
        writer.endObject()
        return .answer(.json(writer.bytes))
    }
}

extension JSONWriter {
    fileprivate mutating func keys(_ keys: BackupOverview.Keys?) {
        guard let keys else { return null() }
        beginObject()
        member("destination", keys.destination)
        member("location", keys.location)
        member("encrypted", flag: keys.isEncrypted)
        member("wrapped_by", keys.wrappedBy)
        member("current", flag: keys.isCurrent)
        member("last_success", keys.lastSuccess)
        member("error", keys.error)
        endObject()
    }

    fileprivate mutating func backup(_ report: BackupReport) {
        beginObject()
        member("destination", report.destination)
        member("location", report.location)
        member("state", report.state)
        member("level", report.level)
        name("reasons")
        beginArray()
        for reason in report.reasons { string(reason) }
        endArray()
        member("message", report.message)
        member("transaction", integer: report.transaction)
        member("backed_up_to", report.backedUpTo)
        member("last_snapshot", report.lastSnapshot)
        name("lag_seconds")
        number(report.lagSeconds)
        name("lags")
        beginArray()
        for lag in report.lags { number((lag * 10).rounded() / 10) }
        endArray()
        member("waiting_bytes", integer: report.waitingBytes)
        member("stored_bytes", integer: report.storedBytes)
        member("stored_objects", integer: report.storedObjects)
        attachments(report.attachments)
        member("encrypted", flag: report.isEncrypted)
        member("wrapped_by", report.wrappedBy)
        drills(report)
        endObject()
    }

    private mutating func attachments(_ attachments: BackupReport.Attachments) {
        name("attachments")
        beginObject()
        member("stored", integer: attachments.stored)
        member("bytes", integer: attachments.bytes)
        member("waiting", integer: attachments.waiting)
        member("missing", integer: attachments.missing)
        endObject()
    }

    private mutating func drills(_ report: BackupReport) {
        name("drills")
        beginArray()
        for drill in report.drills {
            beginObject()
            member("began", drill.began)
            name("seconds")
            number(drill.seconds)
            member("passed", flag: drill.fault == nil)
            member("fault", drill.fault)
            member("transaction", integer: drill.transaction)
            member("commit", integer: drill.commit)
            member("bytes", integer: drill.bytes)
            member("attachments", integer: drill.attachments)
            member("attachments_read", integer: drill.attachmentsRead)
            member("keys", flag: drill.hadKeys)
            endObject()
        }
        endArray()
        member("drill_running_since", report.drillRunningSince)
        member("drill_wanted", flag: report.isDrillWanted)
    }
}
