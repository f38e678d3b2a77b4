import Backup
import Platform
import Telemetry

/// What /metrics says of one destination.
struct BackupMetrics: Sendable {
    let destination: Destination
    let drills: Drills
    let health: @Sendable () -> BackupHealth

    private var name: String { destination.status.destination }

    func register(in metrics: Metrics) {
        registerShipping(metrics)
        registerAttachments(metrics)
        registerProof(metrics)
    }

    private func registerShipping(_ metrics: Metrics) {
        let destination = destination
        gauge("current", "1 while everything committed is stored there.", metrics) {
            destination.status.state == .current ? 1 : 0
        }
        gauge(
            "lag_seconds", "How long the oldest commit that is not stored has waited.", metrics
        ) { destination.lag.inSeconds }
        gauge(
            "last_success_timestamp_seconds",
            "When the destination took something last; 0 for never.", metrics
        ) { Self.seconds(destination.status.lastSuccess) }
        gauge(
            "last_error_timestamp_seconds", "When something failed last; 0 for never.", metrics
        ) { Self.seconds(destination.status.lastErrorAt) }
        gauge(
            "last_snapshot_timestamp_seconds", "When the newest snapshot was stored; 0 for never.",
            metrics
        ) { Self.seconds(destination.status.lastSnapshot) }
        gauge("waiting_bytes", "Bytes that wait on the disk for it.", metrics) {
            Double(destination.status.waitingBytes)
        }
        gauge("stored_bytes", "Bytes that it has, without attachments.", metrics) {
            Double(destination.status.storedBytes)
        }
        counter("uploaded_bytes_total", "Bytes put there since the start.", metrics) {
            Double(destination.status.uploadedBytes)
        }
        counter("uploaded_objects_total", "Objects put there since the start.", metrics) {
            Double(destination.status.uploadedObjects)
        }
    }

    private func registerAttachments(_ metrics: Metrics) {
        let destination = destination
        gauge("attachments", "Files of attachments that it has.", metrics) {
            Double(destination.status.attachments.stored)
        }
        gauge(
            "attachments_missing",
            "Files that the instance itself has lost, so that no backup has them.", metrics
        ) { Double(destination.status.attachments.missing) }
    }

    private func registerProof(_ metrics: Metrics) {
        let (drills, name, health) = (drills, name, health)
        gauge(
            "last_drill_timestamp_seconds", "When the last drill ended; 0 for never.", metrics
        ) { Self.seconds(drills.results(of: name).first?.ended) }
        gauge(
            "last_drill_passed", "1 when the last drill proved that it can be restored.", metrics
        ) { drills.results(of: name).first?.isProof == true ? 1 : 0 }
        gauge("level", "0 green, 1 amber, 2 red, as GET /backup says.", metrics) {
            switch health().level {
            case .green: 0
            case .amber: 1
            case .red: 2
            }
        }
        for reason in BackupHealth.Reason.allCases where reason.level == .red {
            metrics.sampled(
                "ibtool_backup_alarm", help: "1 while the reason is an alarm.",
                labels: [("destination", name), ("reason", reason.rawValue)]
            ) { health().reasons.contains(reason) ? 1 : 0 }
        }
    }

    private static func seconds(_ time: Timestamp?) -> Double { Double(time?.seconds ?? 0) }

    private func gauge(
        _ what: String, _ help: String, _ metrics: Metrics,
        _ read: @escaping @Sendable () -> Double
    ) {
        metrics.sampled(
            "ibtool_backup_\(what)", help: help, labels: [("destination", name)], read: read)
    }

    private func counter(
        _ what: String, _ help: String, _ metrics: Metrics,
        _ read: @escaping @Sendable () -> Double
    ) {
        metrics.sampledCounter(
            "ibtool_backup_\(what)", help: help, labels: [("destination", name)], read: read)
    }
}
