public import HTTP
public import Platform
public import Telemetry

/// An HTTP/1.1 server: binds at its making, serves from `start` to `drain`.
///
///     let server = try Server(configuration, application: app, metrics: metrics, log: log)
///     try server.start()
///     …                                  // wait for a signal
///     server.drain(within: .seconds(10))
public final class Server: Sendable {
    private let context: ServerContext
    private let loopCount: Int
    private let workerCount: Int
    private let loops = Lock<[RunningLoop]>([])

    private struct RunningLoop: Sendable {
        let inbox: LoopInbox
        let thread: Thread
    }

    /// Binds every listener; an address that is taken throws with its name.
    public convenience init(
        _ configuration: ServerConfiguration, application: any Application, metrics: Metrics,
        log: Log, clock: WallClock = .system
    ) throws(SystemError) {
        try self.init(
            configuration, application: application, metrics: metrics, log: log, clock: clock,
            acceptNext: { Socket.accept(from: $0) })
    }

    init(
        _ configuration: ServerConfiguration, application: any Application, metrics: Metrics,
        log: Log, clock: WallClock, acceptNext: @escaping ServerContext.Acceptor
    ) throws(SystemError) {
        var listeners: [ListeningSocket] = []
        for address in configuration.listeners {
            listeners.append(
                try ListeningSocket(
                    address, speaksTLS: configuration.tls != nil, limits: configuration.limits))
        }
        context = ServerContext(
            configuration: configuration, listeners: listeners, application: application,
            metrics: metrics, log: log, clock: clock, acceptNext: acceptNext)
        loopCount = configuration.loopCount
        workerCount = configuration.workerCount
        Socket.ignoreBrokenPipes()
    }

    /// Where the server listens, with the ports the kernel chose.
    public var addresses: [ListenAddress] { context.listeners.map(\.address) }

    /// Starts the threads and returns once every loop takes connections.
    public func start() throws(SystemError) {
        try context.workers.start(count: workerCount)
        for number in 0..<loopCount {
            let loop = try startLoop(number)
            loops.withLock { $0.append(loop) }
        }
    }

    /// Stops taking connections, lets requests under way finish, closes event streams, and returns
    /// when all connections are closed or `time` has passed, after which the rest are cut.
    ///
    /// - Returns: whether everything finished in time.
    @discardableResult
    public func drain(within time: Duration) -> Bool {
        let deadline = MonotonicInstant.now() + time
        let running = loops.withLock { loops in
            let taken = loops
            loops = []
            return taken
        }
        for loop in running { loop.inbox.post(.drain(deadline: deadline)) }
        for loop in running { loop.thread.join() }
        context.workers.close()
        removeUnixSockets()
        return MonotonicInstant.now() < deadline
    }

    private func startLoop(_ number: Int) throws(SystemError) -> RunningLoop {
        let (context, count) = (context, loopCount)
        let inbox = try LoopInbox()
        let outcome = Mailbox<SystemError?>(capacity: 1)
        let thread = try Thread.start(name: "loop \(number + 1)", stackBytes: 4 << 20) {
            let loop: EventLoop
            do throws(SystemError) {
                loop = try EventLoop(context: context, inbox: inbox, number: number, count: count)
            } catch {
                _ = outcome.offer(error)
                return
            }
            _ = outcome.offer(nil)
            loop.run()
        }
        if let failure = outcome.take(), let failure { throw failure }
        return RunningLoop(inbox: inbox, thread: thread)
    }

    private func removeUnixSockets() {
        for listener in context.listeners {
            guard let path = listener.address.socketPath else { continue }
            do {
                try DurableFile.remove(path)
            } catch {
                context.log.warning("listener.remove.failed", ["error": .text("\(error)")])
            }
        }
    }
}
