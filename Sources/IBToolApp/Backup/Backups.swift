import Backup
import ObjectStore
import Platform
import Storage
import Telemetry
import WebAPI

/// The backups of a running instance: its destinations, the copy of its key file, the drills that prove
/// them and the watch that raises alarms.
final class Backups: Sendable {
    private let plan: BackupPlan
    private let destinations: [Destination]
    private let keys: KeyShipper?
    private let drills: Drills
    private let watch: BackupWatch

    /// Opens the stores; asks none of them anything yet.
    init(_ plan: InstancePlan) throws(InstanceFailure) {
        let keyStore = try plan.backup.keys.map { (place) throws(InstanceFailure) in
            try Self.open(place, plan)
        }
        let keys = keyStore.map {
            KeyShipper(store: $0, dataDirectory: plan.directory, log: plan.log)
        }
        var destinations: [Destination] = []
        for place in plan.backup.destinations {
            destinations.append(
                Destination(
                    name: place.description, store: try Self.open(place, plan),
                    dataDirectory: plan.directory, settings: plan.backup.settings, keys: keys,
                    log: plan.log))
        }
        let drills = Drills(
            destinations, keys: keyStore.map { KeyRepository($0) }, dataDirectory: plan.directory,
            interval: plan.backup.limits.drillInterval, log: plan.log)
        let limits = plan.backup.limits
        watch = BackupWatch(log: plan.log) { [destinations, keys] in
            destinations.map { Self.reading($0, keys, drills, limits) }
        }
        self.plan = plan.backup
        self.keys = keys
        self.destinations = destinations
        self.drills = drills
    }

    private static func open(
        _ place: BackupPlace, _ plan: InstancePlan
    ) throws(InstanceFailure) -> any ObjectStore {
        if place.location.isInTheClear {
            plan.log.warning(
                "backup.in_the_clear",
                [
                    "destination": .text(place.description),
                    "message": "Backups and credentials' signatures go there over plain http.",
                ])
        }
        if let encryption = place.encryption {
            plan.log.info(
                "backup.encrypted",
                [
                    "destination": .text(place.description), "message": .text(encryption.warning),
                ])
        }
        do throws(CommandFailure) {
            return try place.open(plan.backup.access, budget: BackupLocation.shippingBudget)
        } catch {
            throw .failed(error.sentence)
        }
    }

    /// For whom the log is kept.
    var followers: [LogFollower] { destinations.map(\.follower) }

    /// Begins, on the store that was opened with the followers.
    func start(_ store: Store, _ metrics: Metrics) throws(SystemError) {
        try keys?.start()
        for destination in destinations { try destination.start(store) }
        guard !destinations.isEmpty else { return }
        try drills.start(store)
        try watch.start()
        for destination in destinations { register(destination, metrics) }
    }

    /// Called before the store is closed.
    func prepareToStop() {
        watch.finish()
        drills.finish()
        for destination in destinations { destination.prepareToStop() }
    }

    /// Called when the store is closed; waits some seconds for the last uploads.
    func finish() {
        for destination in destinations { destination.finish() }
        keys?.finish()
    }

    private static func reading(
        _ destination: Destination, _ keys: KeyShipper?, _ drills: Drills,
        _ limits: BackupHealth.Limits
    ) -> BackupWatch.Reading {
        let status = destination.status
        let lag = destination.lag
        let health = BackupHealth(
            status, lag: lag, drill: drills.results(of: status.destination).first,
            keysFailing: keys?.failingSince, limits, at: WallClock.system.now())
        return BackupWatch.Reading(destination: status.destination, health: health, lag: lag)
    }

    private func health(_ destination: Destination) -> BackupHealth {
        Self.reading(destination, keys, drills, plan.limits).health
    }

    private func register(_ destination: Destination, _ metrics: Metrics) {
        BackupMetrics(
            destination: destination, drills: drills, health: { [self] in health(destination) }
        ).register(in: metrics)
    }
}

extension Backups: BackupDesk {
    var overview: BackupOverview {
        var overview = BackupOverview()
        overview.destinations = zip(destinations, plan.destinations).map(report)
        if let keys, let place = plan.keys {
            overview.keys = BackupOverview.Keys(
                destination: place.description, location: place.location.text,
                isEncrypted: place.encryption != nil, wrappedBy: place.wrappedBy,
                isCurrent: keys.isCurrent, lastSuccess: keys.lastSuccess, error: keys.lastError)
        }
        overview.drillIntervalSeconds = plan.limits.drillInterval?.components.seconds
        overview.alarmLagSeconds = plan.limits.lag.components.seconds
        return overview
    }

    private func report(_ destination: Destination, _ place: BackupPlace) -> BackupReport {
        // In this order: what does not wait at the first look is stored by the second.
        let lag = destination.lag
        let status = destination.status
        let health = health(destination)
        var report = BackupReport()
        report.destination = status.destination
        report.state = status.state.rawValue
        report.level = health.level.rawValue
        report.reasons = health.reasons.map(\.rawValue)
        report.message = status.sentence
        report.transaction = Int64(clamping: status.transaction)
        report.backedUpTo = status.backedUpTo
        report.lastSnapshot = status.lastSnapshot
        report.lagSeconds = lag.inSeconds
        report.lags = watch.lags(of: status.destination)
        report.waitingBytes = status.waitingBytes
        report.storedBytes = status.storedBytes
        report.storedObjects = Int64(status.storedObjects)
        report.attachments.stored = status.attachments.stored
        report.attachments.bytes = status.attachments.bytes
        report.attachments.waiting = status.attachments.waiting
        report.attachments.missing = status.attachments.missing
        report.location = place.location.text
        report.isEncrypted = place.encryption != nil
        report.wrappedBy = place.wrappedBy
        report.drills = drills.results(of: status.destination).map(\.report)
        report.drillRunningSince = drills.running(status.destination)
        report.isDrillWanted = drills.isWanted(status.destination)
        return report
    }

    func timeline(
        _ destination: Int, from begin: Timestamp?, to end: Timestamp?, stretches: Int
    ) -> BackupTimeline? {
        guard destinations.indices.contains(destination) else { return nil }
        let found = RestoreTimeline(
            destinations[destination].files, from: begin, to: end ?? WallClock.system.now(),
            stretches: stretches)
        var timeline = BackupTimeline(begin: found.begin, end: found.end)
        timeline.oldest = found.oldest
        timeline.newest = found.newest
        timeline.stretches = found.stretches.map { part in
            var stretch = BackupTimeline.Stretch(begin: part.begin)
            stretch.states = Int64(part.states)
            stretch.snapshots = Int64(part.snapshots)
            stretch.bytes = part.bytes
            stretch.transaction = Int64(clamping: part.transaction)
            stretch.last = part.last
            return stretch
        }
        return timeline
    }

    func request(_ work: BackupWork) -> Bool {
        guard !destinations.isEmpty else { return false }
        switch work {
        case .snapshot: for destination in destinations { destination.requestSnapshot() }
        case .drill: drills.request()
        }
        return true
    }
}

extension DrillResult {
    fileprivate var report: BackupDrill {
        var drill = BackupDrill()
        drill.began = began
        drill.seconds = (ended - began).inSeconds
        drill.fault = fault
        drill.transaction = Int64(clamping: transaction)
        drill.commit = commit
        drill.bytes = bytes
        drill.attachments = attachments
        drill.attachmentsRead = attachmentsRead
        drill.hadKeys = hadKeys
        return drill
    }
}
