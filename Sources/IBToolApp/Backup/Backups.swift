import Backup
import ObjectStore
import Platform
import Storage
import Telemetry
import WebAPI

/// The backups of a running instance: its destinations and the copy of its key file.
final class Backups: Sendable {
    private let destinations: [Destination]
    private let keys: KeyShipper?
    private let log: Log

    /// Opens the stores; asks none of them anything yet.
    init(_ plan: InstancePlan) throws(InstanceFailure) {
        let keys: KeyShipper?
        if let location = plan.backup.keys {
            keys = KeyShipper(
                store: try Self.open(location, plan), dataDirectory: plan.directory, log: plan.log)
        } else {
            keys = nil
        }
        var destinations: [Destination] = []
        for location in plan.backup.destinations {
            destinations.append(
                Destination(
                    name: location.description, store: try Self.open(location, plan),
                    dataDirectory: plan.directory, settings: plan.backup.settings, keys: keys,
                    log: plan.log))
        }
        self.keys = keys
        self.destinations = destinations
        log = plan.log
    }

    private static func open(
        _ location: BackupLocation, _ plan: InstancePlan
    ) throws(InstanceFailure) -> any ObjectStore {
        do throws(ObjectStoreError) {
            return try location.open(plan.environment, budget: BackupLocation.shippingBudget)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// For whom the log is kept.
    var followers: [LogFollower] { destinations.map(\.follower) }

    /// Begins, on the store that was opened with the followers.
    func start(_ store: Store, _ metrics: Metrics) throws(SystemError) {
        try keys?.start()
        if !destinations.isEmpty {
            log.warning(
                "backup.attachments",
                ["message": "Backups do not hold attachments: copy the folder attachments too."])
        }
        for destination in destinations {
            try destination.start(store)
            register(destination, metrics)
        }
    }

    /// Called before the store is closed.
    func prepareToStop() {
        for destination in destinations { destination.prepareToStop() }
    }

    /// Called when the store is closed; waits some seconds for the last uploads.
    func finish() {
        for destination in destinations { destination.finish() }
        keys?.finish()
    }

    /// How each stands.
    var reports: [BackupReport] {
        destinations.map { destination in
            let status = destination.status
            return BackupReport(
                destination: status.destination, state: status.state.rawValue,
                message: status.sentence, transaction: Int64(clamping: status.transaction),
                backedUpTo: status.backedUpTo, lastSnapshot: status.lastSnapshot,
                lagSeconds: destination.lag.inSeconds, waitingBytes: status.waitingBytes,
                storedBytes: status.storedBytes, storedObjects: Int64(status.storedObjects))
        }
    }

    private func register(_ destination: Destination, _ metrics: Metrics) {
        let labels: Metrics.Labels = [("destination", destination.status.destination)]
        metrics.sampled(
            "ibtool_backup_current", help: "1 while everything committed is stored there.",
            labels: labels
        ) { destination.status.state == .current ? 1 : 0 }
        metrics.sampled(
            "ibtool_backup_lag_seconds",
            help: "How long the oldest commit that is not stored has waited.", labels: labels
        ) { destination.lag.inSeconds }
        metrics.sampled(
            "ibtool_backup_last_success_timestamp_seconds",
            help: "When the destination took something last; 0 for never.", labels: labels
        ) { Double(destination.status.lastSuccess?.seconds ?? 0) }
        metrics.sampled(
            "ibtool_backup_last_error_timestamp_seconds",
            help: "When something failed last; 0 for never.", labels: labels
        ) { Double(destination.status.lastErrorAt?.seconds ?? 0) }
        metrics.sampled(
            "ibtool_backup_waiting_bytes", help: "Bytes that wait on the disk for it.",
            labels: labels
        ) { Double(destination.status.waitingBytes) }
        metrics.sampledCounter(
            "ibtool_backup_uploaded_bytes_total", help: "Bytes put there since the start.",
            labels: labels
        ) { Double(destination.status.uploadedBytes) }
        metrics.sampledCounter(
            "ibtool_backup_uploaded_objects_total", help: "Objects put there since the start.",
            labels: labels
        ) { Double(destination.status.uploadedObjects) }
    }
}
