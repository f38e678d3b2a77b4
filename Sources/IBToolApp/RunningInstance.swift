import Backup
import Complaints
import HTTPServer
import Platform
import Storage
import TLS
import Telemetry
import WebAPI
import WebAssets

/// Why an instance did not start.
enum InstanceFailure: Error {
    /// Another process has the data directory; the sentence says which.
    case directoryInUse(String)
    case failed(String)
    /// Not the instance's: the command that ran on it.
    case command(CommandFailure)

    var asCommandFailure: CommandFailure {
        switch self {
        case .directoryInUse(let sentence), .failed(let sentence): .failed(sentence)
        case .command(let failure): failure
        }
    }
}

/// What an instance is made of.
struct InstancePlan: Sendable {
    var directory: String
    /// Besides the data directory's own socket.
    var listeners: [ListenAddress] = []
    var metricsListener: ListenAddress?
    var metricsToken: Secret?
    var proxies: [AddressRange] = []
    var proxyHeaders = ForwardingHeaders.xForwarded
    var takesProxyProtocol = false
    /// The first is the one of links.
    var publicHosts: [String] = []
    var tls: TLSPlan?
    /// Where plain HTTP is only sent on to TLS.
    var redirectListener: ListenAddress?
    var cacheBytesMax = 64 << 20
    var attachments = AttachmentLimits()
    /// Whether lists are asked for often enough to keep their fields in memory.
    var keepsColumns = true
    var loopCount = ProcessEnvironment.processorCount
    var workerCount = 4
    var accessLogging = AccessLogging.off
    var backup = BackupPlan.none
    /// Nil: the change log is not anchored.
    var anchors: AnchorPlan?
    /// Where warnings of clocks are posted, signed with the key of anchors; nil for nowhere.
    var clockWebhook: WebhookAddress?
    var notifications = NotificationRetention()
    var log = Log.silent

    init(directory: String) { self.directory = directory }

    /// For links: the public name, with the port where TLS is ours; else the first listener.
    var baseURL: String {
        if let host = publicHosts.first {
            if tls != nil, case .tcp(_, let port)? = listeners.first, port != 443 {
                return "https://\(host):\(port)"
            }
            return "https://\(host)"
        }
        if let listener = listeners.first {
            return "\(tls == nil ? "http" : "https")://\(listener)"
        }
        return "http://" + Setting.listen.initial[0]
    }

    /// For one command on a stopped instance: its socket, one loop, no log but errors.
    static func forOneCommand(_ directory: String) -> InstancePlan {
        var plan = InstancePlan(directory: directory)
        plan.loopCount = 1
        plan.workerCount = 2
        plan.cacheBytesMax = 1 << 20
        plan.keepsColumns = false
        return plan
    }
}

/// An instance put together: store, jobs, application, servers; alive from its making to `stop`.
final class RunningInstance {
    /// How long requests under way may take when the instance ends.
    private static let drainTimeMax = Duration.seconds(10)
    /// The first people come before the look at the whole file.
    private static let checkDelay = Duration.seconds(5)

    let store: Store
    /// Where links lead when the instance has a public name.
    let publicURL: String?
    private let jobs: JobRunner
    private let application: WebApplication
    private let servers: [Server]
    private let certificates: CertificateKeeper?
    private var structureCheck: StructureCheck?
    private let backups: Backups
    private let anchors: AnchorKeeper?
    private let clockWebhook: ClockWebhook?

    init(_ plan: InstancePlan) throws(InstanceFailure) {
        let metrics = Metrics()
        publicURL = plan.publicHosts.isEmpty ? nil : plan.baseURL
        let backups = try Backups(plan)
        self.backups = backups
        store = try Self.openStore(plan, backups)
        do throws(CommandFailure) {
            anchors = try Self.anchors(plan)
            clockWebhook = try Self.clockWebhook(plan)
        } catch {
            store.close()
            throw .failed(error.sentence)
        }
        do {
            try backups.start(store, metrics)
            try anchors?.start(store, metrics)
            try clockWebhook?.start(store, metrics)
            certificates = try plan.tls.map {
                try CertificateKeeper($0, log: plan.log, clock: .system, metrics: metrics)
            }
            jobs = try JobRunner(store: store, log: plan.log)
            application = try WebApplication(
                store: store, assets: WebAssets(), catalogue: .standard, jobs: jobs, log: plan.log,
                metrics: metrics, settings: Self.settings(plan, backups, anchors))
            var servers = [
                try Server(
                    Self.configuration(plan, certificates?.server), application: application,
                    metrics: metrics, log: plan.log)
            ]
            if let redirect = try Self.redirect(plan, to: servers[0]) { servers.append(redirect) }
            if let listener = plan.metricsListener {
                var configuration = ServerConfiguration(
                    listeners: [listener], loopCount: 1, workerCount: 1)
                // It tells no secret and takes none.
                configuration.servesStrangers = true
                servers.append(
                    try Server(
                        configuration,
                        application: MetricsApplication(of: application), metrics: Metrics(),
                        log: plan.log))
            }
            self.servers = servers
            for server in servers { try server.start() }
            try certificates?.start()
        } catch {
            clockWebhook?.stop()
            anchors?.prepareToStop()
            backups.prepareToStop()
            store.close()
            backups.finish()
            anchors?.finish()
            throw .failed("\(error)")
        }
    }

    /// Looks at the whole database beside the traffic; what it finds is logged and shows in readiness
    /// and metrics.
    func checkStructure(_ log: Log) throws(CommandFailure) {
        do {
            structureCheck = try StructureCheck.start(on: store, after: Self.checkDelay) { found in
                switch found {
                case .sound: log.info("database.sound")
                case .damaged(let sentence):
                    log.error("database.damaged", ["cause": .text(sentence)])
                case .unknown: log.warning("database.unchecked")
                }
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Whether nobody has an account yet.
    func needsSetup() throws(CommandFailure) -> Bool {
        do {
            return try SetupLink.isRequired(store)
        } catch {
            throw .failed("the accounts could not be read: \(error)")
        }
    }

    /// The link that makes the first administrator, when this is the instance's first start.
    func firstSetupToken() throws(CommandFailure) -> String? {
        do {
            return try SetupLink.issueFirst(store, now: WallClock.system.now())
        } catch {
            throw .failed("the set-up link could not be made: \(error)")
        }
    }

    /// Where people reach the instance, with the ports the kernel chose.
    var addresses: [ListenAddress] {
        servers[0].addresses.filter { address in
            switch address {
            case .unix, .operatorSocket: false
            case .tcp, .inherited: true
            }
        }
    }

    /// Reads certificates again; connections go on.
    func reload() { certificates?.reload() }

    /// What the addresses are opened with.
    var scheme: String { certificates == nil ? "http" : "https" }

    /// The fingerprint of the certificate the instance made for itself, or nil.
    var selfSignedFingerprint: String? { certificates?.selfSignedFingerprint }

    /// From now on `/readyz` says 503, so that balancers send no more; requests are still served.
    func beginDrain() { application.beginDrain() }

    /// Finishes what is under way and lets go of the directory.
    func stop() {
        certificates?.stop()
        structureCheck?.stop()
        application.beginDrain()
        for server in servers { server.drain(within: Self.drainTimeMax) }
        // Nobody is answered any more: what is on the disk need not wait for a destination that is away.
        store.noteStored(.max)
        jobs.close()
        application.close()
        clockWebhook?.stop()
        anchors?.prepareToStop()
        backups.prepareToStop()
        store.close()
        backups.finish()
        anchors?.finish()
    }

    private static func anchors(_ plan: InstancePlan) throws(CommandFailure) -> AnchorKeeper? {
        guard let anchors = plan.anchors else { return nil }
        return try AnchorKeeper(anchors, environment: plan.backup.access.environment, log: plan.log)
    }

    private static func clockWebhook(
        _ plan: InstancePlan
    ) throws(CommandFailure) -> ClockWebhook? {
        guard let address = plan.clockWebhook else { return nil }
        return try ClockWebhook(
            address,
            keyPath: plan.anchors?.keyPath ?? AnchorPlan.keyPath(given: nil, in: plan.directory),
            directory: plan.directory, environment: plan.backup.access.environment, log: plan.log)
    }

    private static func openStore(
        _ plan: InstancePlan, _ backups: Backups
    ) throws(InstanceFailure) -> Store {
        var options = StoreOptions(directory: plan.directory)
        options.cacheBytesMax = plan.cacheBytesMax
        options.keepsColumns = plan.keepsColumns
        options.log = plan.log
        options.logFollowers = backups.followers
        options.waitsForStore = plan.backup.waitsForStore
        do throws(BackupError) {
            try DirectoryRestore(directory: plan.directory).refuseBrokenOff()
        } catch {
            throw .failed("\(error)")
        }
        do throws(StorageError) {
            return try Store.open(options)
        } catch {
            if case .directoryInUse = error { throw .directoryInUse("\(error)") }
            throw .failed("\(error)")
        }
    }

    private static func settings(
        _ plan: InstancePlan, _ backups: Backups, _ anchors: AnchorKeeper?
    ) -> WebSettings {
        var settings = WebSettings()
        settings.publicHosts = Set(plan.publicHosts)
        settings.metricsToken = plan.metricsToken
        settings.uploadDirectory = plan.directory + "/imports"
        settings.attachments = plan.attachments
        settings.version = VersionCommand.number
        settings.baseURL = plan.baseURL
        settings.backupDesk = backups
        settings.anchors = { anchors?.report }
        settings.notifications = plan.notifications
        return settings
    }

    /// The server that sends plain HTTP on to `server`'s first port of TLS.
    private static func redirect(
        _ plan: InstancePlan, to server: Server
    ) throws(SystemError) -> Server? {
        guard let listener = plan.redirectListener else { return nil }
        var port: UInt16 = 443
        if case .tcp(_, let bound)? = server.addresses.first { port = bound }
        var configuration = ServerConfiguration(
            listeners: [listener], loopCount: 1, workerCount: 1)
        // It tells nothing but where TLS is spoken.
        configuration.servesStrangers = true
        return try Server(
            configuration,
            application: RedirectApplication(names: Set(plan.publicHosts), port: port),
            metrics: Metrics(), log: plan.log)
    }

    private static func configuration(
        _ plan: InstancePlan, _ tls: TLSServer?
    ) -> ServerConfiguration {
        let socket = ListenAddress.operatorSocket(
            path: LocalInstance.socketPath(in: plan.directory))
        var configuration = ServerConfiguration(
            listeners: plan.listeners + [socket], loopCount: plan.loopCount,
            workerCount: plan.workerCount)
        configuration.trustedProxies = plan.proxies
        configuration.forwardingHeaders = plan.proxyHeaders
        configuration.takesProxyHeaders = plan.takesProxyProtocol
        configuration.accessLogging = plan.accessLogging
        configuration.tls = tls
        return configuration
    }
}
