import HTTP
import Platform
import Telemetry

/// One thread's connections: waits for what happens, feeds the state machines, does what they say.
/// Everything in it belongs to its thread; other threads reach it through its inbox.
final class EventLoop {
    /// Received at once; a head that is not complete is kept aside, so this is all the room there is.
    static let receivedBytesMax = 64 << 10

    let context: ServerContext
    let inbox: LoopInbox
    let poller: Poller
    /// A descriptor kept free, to take one connection and close it when there are no others.
    var spare: Wake?
    var sessions: [Session?] = []
    var generations: [UInt32] = []
    var freeSlots: [Int] = []
    /// The deadline of each slot, in nanoseconds, apart so that looking at all of them is one run.
    var deadlines: [Int64] = []
    var nextSweep = Int64.max
    var sessionCount = 0
    var moment: Connection.Moment
    /// Lent to whoever is being read.
    var buffer: [UInt8]
    /// Room for one TLS record in the making.
    var record: [UInt8] = []
    /// An empty queue with room, lent to whoever answers.
    var spareOutput = OutputQueue()
    var metrics: LoopMetrics
    var accessLog: AccessLog
    var replays = ReplayTable(seed: .random(in: .min ... .max))
    var listenersPausedUntil: MonotonicInstant?
    var drainDeadline: MonotonicInstant?
    private var dateSeconds = Int64.min
    private var requestNumber: UInt64
    private let requestStep: UInt64

    init(
        context: ServerContext, inbox: LoopInbox, number: Int, count: Int
    ) throws(SystemError) {
        self.context = context
        self.inbox = inbox
        requestNumber = UInt64(number)
        requestStep = UInt64(count)
        metrics = LoopMetrics(context.metrics)
        accessLog = AccessLog(context.log, context.accessLogging)
        poller = try Poller()
        spare = try Wake()
        buffer = [UInt8](
            repeating: 0, count: Self.receivedBytesMax + context.limits.parse.headBytesMax)
        moment = Connection.Moment(now: .now(), date: [])
        try poller.add(inbox.wake.descriptor, token: SessionToken.wake, .readable)
        try addListeners()
    }

    /// Runs until the drain is over.
    func run() {
        while !isDone {
            var timeout = sleepTime
            if !inbox.prepareToSleep() { timeout = .zero }
            let count = poller.wait(timeout: timeout)
            inbox.woke()
            refreshMoment()
            for index in 0..<count { handle(poller.event(at: index)) }
            handleMessages()
            if moment.now.nanoseconds >= nextSweep { sweep() }
            accessLog.flushIfDue(moment.now)
        }
        for session in sessions { if let session { close(session) } }
        accessLog.flush()
        inbox.close()
    }

    /// The name of the next request.
    func nextRequestID() -> RequestID {
        requestNumber &+= requestStep
        return RequestID(run: context.requestPrefix, number: requestNumber)
    }

    /// Starts watching the listeners; the kernel wakes one loop for a new connection.
    func addListeners() throws(SystemError) {
        for (index, listener) in context.listeners.enumerated() {
            try poller.add(
                listener.descriptor.raw, token: UInt64(index), [.readable, .exclusive])
        }
    }

    /// Stops watching them.
    func removeListeners() {
        for listener in context.listeners {
            do {
                try poller.remove(listener.descriptor.raw)
            } catch {
                // Already removed, because they are paused.
                continue
            }
        }
    }

    private var isDone: Bool {
        guard let drainDeadline else { return false }
        return sessionCount == 0 || moment.now >= drainDeadline
    }

    private var sleepTime: Duration? {
        let next = min(
            nextSweep, drainDeadline?.nanoseconds ?? .max, accessLog.deadline?.nanoseconds ?? .max)
        if next == .max { return nil }
        return .nanoseconds(max(0, next - MonotonicInstant.now().nanoseconds))
    }

    /// Reads the clocks, once for everything that one round does.
    private func refreshMoment() {
        let wallTime = context.clock.now()
        var date = moment.date
        if wallTime.seconds != dateSeconds {
            dateSeconds = wallTime.seconds
            date = Array(HTTPDate.format(seconds: dateSeconds).utf8)
        }
        moment = Connection.Moment(
            now: .now(), date: date, microseconds: wallTime.microseconds)
    }

    private func handle(_ event: Poller.Event) {
        guard SessionToken.generation(event.token) > 0 else {
            if event.token == SessionToken.wake {
                inbox.wake.clear()
            } else {
                accept(from: context.listeners[Int(event.token)])
            }
            return
        }
        guard let session = session(event.token) else { return }
        if event.isDead { return close(session) }
        if let announcement = session.announcement {
            guard readAnnouncement(session, announcement) else { return }
        }
        if session.secure != nil {
            turnSecurely(session, event)
        } else if event.isReadable || event.isPeerClosed {
            readable(session, event)
        }
        settle(session)
    }

    private func handleMessages() {
        while true {
            let messages = inbox.take()
            if messages.isEmpty { return }
            for message in messages { handle(message) }
        }
    }

    private func handle(_ message: LoopMessage) {
        switch message {
        case .answer(let token, let response): deliver(response, to: token)
        case .produced(let token, let producer, let piece):
            produced(piece, by: producer, for: token)
        case .productionFailed(let token, let producer, let reason):
            productionFailed(producer, reason, for: token)
        case .events(let token):
            if let session = session(token) { settle(session) }
        case .drain(let deadline): drain(until: deadline)
        }
    }

    /// The connection of a token, unless it is gone.
    func session(_ token: UInt64) -> Session? {
        let slot = SessionToken.slot(token)
        guard slot < sessions.count, let session = sessions[slot], session.token == token else {
            return nil
        }
        return session
    }

    /// Acts on every deadline that has come, and finds the next.
    private func sweep() {
        let now = moment.now.nanoseconds
        nextSweep = .max
        if let until = listenersPausedUntil {
            if moment.now >= until { resumeListeners() } else { nextSweep = until.nanoseconds }
        }
        for slot in deadlines.indices {
            guard deadlines[slot] <= now else {
                nextSweep = min(nextSweep, deadlines[slot])
                continue
            }
            guard let session = sessions[slot] else { continue }
            expire(session)
            settle(session)
        }
    }
}
