import Backup
import HTTPServer
import Platform
import Storage
import Telemetry
import WebAPI

/// `ibtool serve`: the product, until SIGTERM or SIGINT.
enum ServeCommand: Command {
    static let name = "serve"
    static let summary = "Serve the interface and the API."
    static let usage = ["serve [--data DIR] [--listen HOST:PORT]… [SETTING]…"]
    static let options: [Option] =
        Setting.all.map(\.option) + [
            Option("config", "FILE", help: "A file of settings: name = value (IBTOOL_CONFIG)."),
            Option("print-config", help: "Show every setting and where it came from, and end."),
        ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard arguments.operands.isEmpty else { throw .usage("serve takes no operands") }
        let settings = try resolve(arguments, surroundings)
        let configuration = try ServeConfiguration(settings)
        if arguments.has("print-config") { return try surroundings.print(settings.listing) }
        Signals.block()
        ProcessEnvironment.raiseDescriptorLimit()
        try serve(configuration, surroundings)
    }

    /// The settings as flags, environment and file give them.
    static func resolve(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) -> ResolvedSettings {
        var file: ConfigurationFile?
        if let path = arguments["config"] ?? surroundings.environment["IBTOOL_CONFIG"],
            !path.isEmpty
        {
            let bytes: [UInt8]
            do {
                bytes = try DurableFile.read(path, bytesMax: ConfigurationFile.bytesMax)
            } catch {
                throw .failed("\(error)")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .failed("\(path) is not UTF-8 text")
            }
            file = try ConfigurationFile(path: path, text: text)
        }
        return ResolvedSettings(
            flags: arguments, environment: surroundings.environment, file: file)
    }

    private static func serve(
        _ configuration: ServeConfiguration, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let supervisor = ServiceSupervisor(environment: surroundings.environment)
        let (log, sink) = try openLog(configuration, surroundings)
        defer { sink.finish() }
        try restoreIfEmpty(configuration, surroundings, log)
        let instance: RunningInstance
        do throws(InstanceFailure) {
            var plan = try plan(configuration, supervisor, log)
            plan.backup.access.environment = surroundings.environment
            instance = try RunningInstance(plan)
        } catch {
            throw error.asCommandFailure
        }
        defer { instance.stop() }
        try announce(instance, configuration, surroundings)
        try instance.checkStructure(log)
        do {
            try supervisor.notifyReady()
            while Signals.wait() != .stop { instance.reload() }
            try supervisor.notifyStopping()
        } catch {
            log.warning("supervisor.unreachable", ["error": .text("\(error)")])
        }
        letBalancersGo(instance, after: configuration.drainDelay, log)
        log.info("instance.stopping")
    }

    /// A task that lost its disk begins with what was backed up.
    private static func restoreIfEmpty(
        _ configuration: ServeConfiguration, _ surroundings: Surroundings, _ log: Log
    ) throws(CommandFailure) {
        guard let place = configuration.backup.restoreFrom else { return }
        var access = configuration.backup.access
        access.environment = surroundings.environment
        let directory = configuration.dataDirectory
        do throws(StorageError) {
            if try Store.isThere(in: directory) { return }
        } catch {
            throw .failed("\(error)")
        }
        log.info("restore.started", ["from": .text(place.description)])
        let outcome = try RestoreWork(
            from: place, keys: configuration.backup.keys, to: directory, access
        ).run(.newest) { _ in }
        guard let outcome else {
            log.warning("restore.nothing", ["from": .text(place.description)])
            return
        }
        log.info(
            "restore.finished",
            [
                "transaction": .integer(Int64(clamping: outcome.transaction)),
                "time": .text(outcome.time.description), "bytes": .integer(outcome.bytes),
                "attachments": .integer(outcome.attachments.files),
            ])
        for lost in outcome.attachments.lost {
            log.error("restore.attachment.lost", ["cause": .text(lost)])
        }
    }

    /// Not ready, and still serving whoever comes; a second signal cuts it short.
    private static func letBalancersGo(
        _ instance: RunningInstance, after delay: Duration, _ log: Log
    ) {
        guard delay > .zero else { return }
        instance.beginDrain()
        log.info("instance.draining", ["seconds": .integer(delay.components.seconds)])
        let end = MonotonicInstant.now() + delay
        while let signal = Signals.wait(until: end), signal != .stop {}
    }

    private static func openLog(
        _ configuration: ServeConfiguration, _ surroundings: Surroundings
    ) throws(CommandFailure) -> (Log, StreamSink) {
        do {
            let sink = try StreamSink(.error)
            let format =
                configuration.logFormat
                ?? (StandardStream.error.isTerminal ? .text : .json)
            let log = Log(
                least: configuration.logLevel, format: format, clock: surroundings.clock, sink: sink
            )
            return (log, sink)
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func plan(
        _ configuration: ServeConfiguration, _ supervisor: ServiceSupervisor, _ log: Log
    ) throws(InstanceFailure) -> InstancePlan {
        var plan = InstancePlan(directory: configuration.dataDirectory)
        for listener in configuration.listeners {
            switch listener {
            case .address(let address): plan.listeners.append(address)
            case .inherited:
                guard !supervisor.listeners.isEmpty else {
                    throw .failed("--listen systemd: the service manager handed over no socket")
                }
                plan.listeners += supervisor.listeners.map { .inherited(descriptor: $0) }
            }
        }
        plan.tls = configuration.tls
        plan.redirectListener = configuration.redirectListener
        if case .address(let address) = configuration.metricsListener {
            plan.metricsListener = address
        }
        plan.metricsToken = configuration.metricsToken
        plan.proxies = configuration.proxyNetworks
        plan.proxyHeaders = configuration.proxyHeaders
        plan.takesProxyProtocol = configuration.takesProxyProtocol
        plan.publicHosts = configuration.publicHosts
        plan.cacheBytesMax = configuration.cacheBytesMax
        plan.attachments = configuration.attachments
        if configuration.loopCount > 0 { plan.loopCount = configuration.loopCount }
        plan.workerCount = configuration.workerCount
        plan.accessLogging = configuration.accessLogging
        plan.backup = configuration.backup
        plan.anchors = configuration.anchors
        plan.clockWebhook = configuration.clockWebhook
        plan.notifications = configuration.notifications
        plan.log = log
        return plan
    }

    /// Says on standard output what to open; the set-up link when nobody has an account yet.
    private static func announce(
        _ instance: RunningInstance, _ configuration: ServeConfiguration,
        _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let bases = instance.addresses.map { "\(instance.scheme)://\($0)" }
        try surroundings.print("IBTool serves \(configuration.dataDirectory)")
        for base in bases { try surroundings.print("  \(base)/") }
        if let fingerprint = instance.selfSignedFingerprint {
            try surroundings.print("Its certificate is self-signed. SHA-256 fingerprint:")
            try surroundings.print("  \(fingerprint)")
        }
        guard try instance.needsSetup() else { return }
        guard let token = try instance.firstSetupToken() else {
            return try surroundings.print(
                "Nobody has an account yet. For a new set-up link: "
                    + "ibtool user setup-link --data \(configuration.dataDirectory)")
        }
        try surroundings.print("Nobody has an account yet. Open this link within 60 minutes:")
        let base = instance.publicURL ?? bases.first ?? ""
        try surroundings.print("  \(base)/setup#\(token)")
    }
}
