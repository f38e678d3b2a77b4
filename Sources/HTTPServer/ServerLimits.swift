public import HTTP
public import Platform
public import TLS

/// Every bound of the server. The defaults are the documented ones.
public struct ServerLimits: Sendable, Equatable {
    /// The bounds of a request head.
    public var parse = ParseLimits()
    /// From the first byte of a head to its last.
    public var headerTime: Duration = .seconds(10)
    /// Between an answer and the next request.
    public var idleTime: Duration = .seconds(60)
    /// A body may be slower than `bodyBytesPerSecondMin` for so long.
    public var bodyGrace: Duration = .seconds(10)
    public var bodyBytesPerSecondMin = 512
    /// The whole of a body.
    public var bodyTimeMax: Duration = .seconds(300)
    /// A client that takes nothing of its answer for so long is dropped.
    public var writeIdleTime: Duration = .seconds(30)
    /// How long a closed connection is listened to, so that its answer arrives, and for how many bytes.
    public var lingerTime: Duration = .seconds(1)
    public var lingerBytesMax = 64 << 10
    /// A body nobody asked for is read past up to here; beyond it the connection closes.
    public var discardBytesMax = 64 << 10
    /// Output waiting for a client; above it nothing more is made or parsed for it.
    public var outputBytesMax = 256 << 10
    /// The next piece of a streamed answer is made once no more than this waits.
    public var streamedBytesMax = 64 << 10
    /// Waiting in the kernel, not sent yet, for a client that takes nothing.
    public var unsentBytesMax = 256 << 10
    /// Events waiting for one listener; above it the listener is closed.
    public var eventBytesMax = 256 << 10
    /// Between two comments on a silent event stream.
    public var heartbeatTime: Duration = .seconds(15)
    /// Connections at once, also kept below the descriptor limit less `reservedDescriptors`.
    public var connectionsMax = 20_000
    /// Connections at once from one address; loopback and trusted proxies, who speak for many, are
    /// not counted.
    public var connectionsPerAddressMax = 100
    /// From a connection's acceptance to the end of its TLS handshake.
    public var handshakeTime: Duration = .seconds(10)
    /// From a connection's acceptance to the end of its PROXY header, where one is expected.
    public var proxyHeaderTime: Duration = .seconds(5)
    /// TLS handshakes a second from one address, which cost us 0.4 ms each; the same are exempt.
    public var handshakesPerSecondMax = 50
    /// Descriptors left for the database, logs and backups.
    public var reservedDescriptors = 64
    /// Requests waiting for a worker; above it 503 with Retry-After.
    public var workQueueMax = 1024
    /// How long an idle connection is kept after the drain began, for a request under way.
    public var drainGrace: Duration = .milliseconds(500)

    public init() {}

    /// What one connection may hold: a head, and output or events that wait.
    var connectionBytesMax: Int { parse.headBytesMax + max(outputBytesMax, eventBytesMax) }
}

/// The limits in one place for all connections.
final class SharedLimits: Sendable {
    let values: ServerLimits

    init(_ values: ServerLimits) { self.values = values }
}

/// What a server is told at its start.
public struct ServerConfiguration: Sendable {
    public var listeners: [ListenAddress]
    public var limits = ServerLimits()
    /// Event loops; one a core.
    public var loopCount: Int
    /// Threads for `Place.worker`, and for streamed bodies.
    public var workerCount: Int
    /// Proxies that are believed when they say for whom they ask.
    public var trustedProxies: [AddressRange] = []
    /// Where they say it.
    public var forwardingHeaders = ForwardingHeaders.xForwarded
    /// Whether every connection begins with a PROXY header, which only trusted proxies may send. Not
    /// at the operator's own socket.
    public var takesProxyHeaders = false
    /// What every network listener speaks TLS with; nil: plain HTTP. Unix sockets stay plain.
    public var tls: TLSServer?
    /// Whether a plain listener open to the network serves whoever reaches it, and not the trusted
    /// proxies alone: only for an application without secrets.
    public var servesStrangers = false
    /// Which requests become log lines.
    public var accessLogging = AccessLogging.off

    public init(listeners: [ListenAddress], loopCount: Int, workerCount: Int) {
        precondition(loopCount > 0 && workerCount > 0)
        self.listeners = listeners
        self.loopCount = loopCount
        self.workerCount = workerCount
    }
}
