import Complaints
import HTTPServer
import Platform
import Storage
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
    var publicHosts: Set<String> = []
    var cacheBytesMax = 64 << 20
    var loopCount = ProcessEnvironment.processorCount
    var workerCount = 4
    var logsRequests = false
    var log = Log.silent

    init(directory: String) { self.directory = directory }

    /// For links: the public name behind a proxy, else the first listener.
    var baseURL: String {
        if let host = publicHosts.min() { return "https://\(host)" }
        if let listener = listeners.first { return "http://\(listener)" }
        return "http://" + Setting.listen.initial[0]
    }

    /// For one command on a stopped instance: its socket, one loop, no log but errors.
    static func forOneCommand(_ directory: String) -> InstancePlan {
        var plan = InstancePlan(directory: directory)
        plan.loopCount = 1
        plan.workerCount = 2
        plan.cacheBytesMax = 1 << 20
        return plan
    }
}

/// An instance put together: store, jobs, application, servers; alive from its making to `stop`.
final class RunningInstance {
    /// How long requests under way may take when the instance ends.
    private static let drainTimeMax = Duration.seconds(10)

    let store: Store
    private let jobs: JobRunner
    private let application: WebApplication
    private let servers: [Server]

    init(_ plan: InstancePlan) throws(InstanceFailure) {
        let metrics = Metrics()
        store = try Self.openStore(plan)
        do {
            jobs = try JobRunner(store: store, log: plan.log)
            application = try WebApplication(
                store: store, assets: WebAssets(), catalogue: .standard, jobs: jobs, log: plan.log,
                metrics: metrics, settings: Self.settings(plan))
            var servers = [
                try Server(
                    Self.configuration(plan), application: application, metrics: metrics,
                    log: plan.log)
            ]
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
        } catch {
            store.close()
            throw .failed("\(error)")
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

    /// Finishes what is under way and lets go of the directory.
    func stop() {
        application.beginDrain()
        for server in servers { server.drain(within: Self.drainTimeMax) }
        jobs.close()
        application.close()
        store.close()
    }

    private static func openStore(_ plan: InstancePlan) throws(InstanceFailure) -> Store {
        var options = StoreOptions(directory: plan.directory)
        options.cacheBytesMax = plan.cacheBytesMax
        do throws(StorageError) {
            return try Store.open(options)
        } catch {
            if case .directoryInUse = error { throw .directoryInUse("\(error)") }
            throw .failed("\(error)")
        }
    }

    private static func settings(_ plan: InstancePlan) -> WebSettings {
        var settings = WebSettings()
        settings.publicHosts = plan.publicHosts
        settings.metricsToken = plan.metricsToken
        settings.uploadDirectory = plan.directory + "/imports"
        settings.version = VersionCommand.number
        settings.baseURL = plan.baseURL
        return settings
    }

    private static func configuration(_ plan: InstancePlan) -> ServerConfiguration {
        let socket = ListenAddress.operatorSocket(
            path: LocalInstance.socketPath(in: plan.directory))
        var configuration = ServerConfiguration(
            listeners: plan.listeners + [socket], loopCount: plan.loopCount,
            workerCount: plan.workerCount)
        configuration.trustedProxies = plan.proxies
        configuration.logsRequests = plan.logsRequests
        return configuration
    }
}
