internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Synchronization

/// Tells listeners of GET /events what changed. A thread of its own owns the listeners; it reads the
/// change log after each commit with the eyes of each visibility class, so nobody hears of a record
/// they may not see, and a listener that comes back goes on where it was.
///
/// ```
/// commit → dirty → read the log after each listener's last seq → send
/// every 15 s → a comment to everyone; credentials are looked at again
/// ```
final class EventHub: Sendable {
    /// A listener further behind than this is told to load afresh.
    static let backlogMax: Int64 = 10_000
    static let pageMax = 500
    static let beatInterval = Duration.seconds(15)

    /// Who listens.
    struct Listener: Sendable {
        let id: Int64
        let sink: any EventSink
        let identity: Identity
        /// The last change heard of; nil for everything from now on.
        var lastSeq: Int64?
    }

    private enum Command: Sendable {
        case add(Listener)
        case remove(Int64)
        case changed
    }

    private let queue = Mailbox<Command>(capacity: 8192)
    private let isDirty = Atomic<Bool>(false)
    private let count = Atomic<Int>(0)
    private let isClosing = Atomic<Bool>(false)
    private let nextID = Atomic<Int64>(0)
    private let listenersMax: Int
    private let thread: Lock<Thread?>

    init(
        store: Store, credentials: CredentialCache, shelf: CatalogueShelf, listenersMax: Int
    ) throws(SystemError) {
        self.listenersMax = listenersMax
        thread = Lock(nil)
        let loop = EventLoop(store: store, credentials: credentials, shelf: shelf)
        let queue = self.queue
        let made = try Thread.start(name: "events") { [self] in
            var loop = loop
            var nextBeat = MonotonicInstant.now() + Self.beatInterval
            while run(&loop, queue, &nextBeat) {}
            loop.closeAll()
        }
        thread.withLock { $0 = made }
    }

    /// Streams that are open or about to be.
    var listenerCount: Int { count.load(ordering: .relaxed) }

    /// Notes that the log has gained something. Never waits.
    func noteChange() {
        let wasDirty = isDirty.exchange(true, ordering: .acquiringAndReleasing)
        if !wasDirty, !queue.offer(.changed) {
            isDirty.store(false, ordering: .releasing)
        }
    }

    /// A source for one more listener; nil when there are too many.
    func source(for identity: Identity, after lastSeq: Int64?) -> (any EventSource)? {
        let (_, now) = count.wrappingAdd(1, ordering: .relaxed)
        guard now <= listenersMax else {
            count.wrappingSubtract(1, ordering: .relaxed)
            return nil
        }
        let (_, id) = nextID.wrappingAdd(1, ordering: .relaxed)
        return EventStream(hub: self, id: id, identity: identity, lastSeq: lastSeq)
    }

    fileprivate func add(_ listener: Listener) {
        if !queue.offer(.add(listener)) { listener.sink.close() }
    }

    fileprivate func remove(_ id: Int64) {
        // When the queue is full the listener is dropped at the next failed send.
        _ = queue.offer(.remove(id))
    }

    fileprivate func release() { count.wrappingSubtract(1, ordering: .relaxed) }

    /// Ends every stream and the thread.
    func close() {
        isClosing.store(true, ordering: .releasing)
        queue.close()
        let ended = thread.withLock { thread in
            let ended = thread
            thread = nil
            return ended
        }
        ended?.join()
    }

    /// One turn of the thread; false when the hub is closed.
    private func run(
        _ loop: inout EventLoop, _ queue: Mailbox<Command>, _ nextBeat: inout MonotonicInstant
    ) -> Bool {
        let commands = queue.takeAll(until: nextBeat)
        if commands.isEmpty, isClosing.load(ordering: .acquiring) { return false }
        // Also in the middle of traffic: a credential may end without anything being changed.
        if MonotonicInstant.now() >= nextBeat {
            nextBeat = .now() + Self.beatInterval
            loop.beat()
        }
        for command in commands {
            switch command {
            case .add(let listener): loop.add(listener)
            case .remove(let id): loop.remove(id)
            case .changed: isDirty.store(false, ordering: .releasing)
            }
        }
        loop.deliver()
        return true
    }
}

/// One listener's source, from the request to the end of its connection.
private final class EventStream: EventSource {
    private let hub: EventHub
    private let id: Int64
    private let identity: Identity
    private let lastSeq: Int64?

    init(hub: EventHub, id: Int64, identity: Identity, lastSeq: Int64?) {
        self.hub = hub
        self.id = id
        self.identity = identity
        self.lastSeq = lastSeq
    }

    deinit { hub.release() }

    func start(_ sink: any EventSink) {
        hub.add(EventHub.Listener(id: id, sink: sink, identity: identity, lastSeq: lastSeq))
    }

    func stop() { hub.remove(id) }
}
