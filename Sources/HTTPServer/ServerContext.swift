import HTTP
import Platform
import Synchronization
import TLS
import Telemetry

/// What all loops of a server share.
final class ServerContext: Sendable {
    /// Takes the next connection of a listener; a test says what the kernel would.
    typealias Acceptor = @Sendable (_ listener: Int32) -> Socket.Accepted

    let application: any Application
    let limits: ServerLimits
    let sharedLimits: SharedLimits
    let acceptNext: Acceptor
    let metrics: ServerMetrics
    let log: Log
    let clock: WallClock
    let workers: WorkerPool
    let listeners: [ListeningSocket]
    let forwarding: Forwarding
    let census: AddressCensus
    let tls: TLSServer?
    let handshakeRate: HandshakeRate
    let takesProxyHeaders: Bool
    let servesStrangers: Bool
    let accessLogging: AccessLogging
    /// Never more connections than descriptors allow.
    let connectionsMax: Int
    let openConnections = Atomic<Int>(0)
    /// Makes request names differ between runs.
    let requestPrefix: String
    /// Whose connections the operator's socket accepts, besides root's.
    let userID: UInt32

    init(
        configuration: ServerConfiguration, listeners: [ListeningSocket],
        application: any Application, metrics: Metrics, log: Log, clock: WallClock,
        acceptNext: @escaping Acceptor
    ) {
        self.acceptNext = acceptNext
        self.application = application
        self.listeners = listeners
        self.metrics = ServerMetrics(metrics)
        self.log = log
        self.clock = clock
        limits = configuration.limits
        sharedLimits = SharedLimits(configuration.limits)
        forwarding = Forwarding(
            trusted: configuration.trustedProxies, headers: configuration.forwardingHeaders)
        census = AddressCensus(
            connectionsMax: configuration.limits.connectionsPerAddressMax, exempt: forwarding)
        tls = configuration.tls
        handshakeRate = HandshakeRate(
            perSecondMax: configuration.limits.handshakesPerSecondMax, exempt: forwarding)
        takesProxyHeaders = configuration.takesProxyHeaders
        servesStrangers = configuration.servesStrangers
        accessLogging = configuration.accessLogging
        let reserved =
            configuration.limits.reservedDescriptors + configuration.loopCount * FileRack.filesMax
        let allowed = ProcessEnvironment.descriptorsMax() - reserved
        connectionsMax = max(1, min(configuration.limits.connectionsMax, allowed))
        let workers = WorkerPool(
            queueMax: configuration.limits.workQueueMax, connectionsMax: connectionsMax)
        self.workers = workers
        metrics.sampled("http_work_queue", help: "Requests waiting for a worker.") {
            Double(workers.depth)
        }
        metrics.sampled("log_queue", help: "Log lines and batches of lines that wait.") {
            Double(log.waitingCount)
        }
        metrics.sampledCounter("log_dropped_lines_total", help: "Log lines there was no room for.")
        {
            Double(log.droppedCount)
        }
        metrics.memory(
            "connections", budget: connectionsMax * configuration.limits.connectionBytesMax)
        metrics.memory("replayed_answers", budget: configuration.loopCount * ReplayTable.bytesOfOne)
        requestPrefix = Random.bytes(3).map { String($0, radix: 16) }.joined()
        userID = ProcessEnvironment.userID
    }
}

/// A listening socket, shared by all loops.
final class ListeningSocket: Sendable {
    let descriptor: FileDescriptor
    /// Where it listens, with the port the kernel chose.
    let address: ListenAddress
    /// Whether its connections begin with a TLS handshake.
    let isSecure: Bool

    /// Whether the supervisor keeps the socket for who comes after us.
    private let isInherited: Bool

    /// - Parameter speaksTLS: for network sockets; unix sockets are always plain.
    init(
        _ wanted: ListenAddress, speaksTLS: Bool, limits: ServerLimits = ServerLimits()
    ) throws(SystemError) {
        if case .inherited = wanted { isInherited = true } else { isInherited = false }
        switch wanted {
        case .tcp(let host, let port):
            descriptor = try Socket.listen(on: host, port: port)
        case .unix(let path): descriptor = try Socket.listen(onUnixPath: path, mode: 0o660)
        case .operatorSocket(let path):
            descriptor = try Socket.listen(onUnixPath: path, mode: 0o600)
        case .inherited(let raw):
            descriptor = FileDescriptor(owning: raw)
            try descriptor.makeNonBlocking()
        }
        if wanted.socketPath != nil {
            address = wanted
            isSecure = false
        } else if let bound = try Socket.boundAddress(descriptor.raw) {
            address = .tcp(bound.address, port: bound.port)
            // Otherwise the kernel takes megabytes for a client that reads nothing, and we see a
            // client that took them.
            Socket.boundUnsent(
                of: descriptor.raw, bytesMax: limits.unsentBytesMax, timeMax: limits.writeIdleTime)
            isSecure = speaksTLS
        } else {
            address = wanted
            isSecure = false
        }
    }

    /// Whether its connections are the local operator's.
    var isOperators: Bool {
        if case .operatorSocket = address { true } else { false }
    }

    /// New clients are told at once that nobody is here, instead of waiting in the queue.
    func refuseConnections() {
        if !isInherited { Socket.stopListening(descriptor.raw) }
    }
}
