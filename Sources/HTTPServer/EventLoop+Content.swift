import HTTP
import Platform
import Telemetry

extension EventLoop {
    /// The client is told to come back after this time when the stream breaks.
    private static let eventsOpening = Array("retry: 2000\n\n".utf8)

    /// Asks a worker for the next piece of a streamed body, one at a time.
    func produceNext(_ session: Session) {
        guard !session.isProducing, let producer = session.producer else { return }
        session.isProducing = true
        let (token, inbox) = (session.token, inbox)
        let isQueued = context.workers.submitPiece {
            do {
                let piece = try producer.next()
                inbox.post(.produced(token, producer, piece))
            } catch {
                inbox.post(.productionFailed(token, producer, reason: "\(error)"))
            }
        }
        if !isQueued {
            session.isProducing = false
            close(session)
        }
    }

    /// A piece came, perhaps for a connection that is gone.
    func produced(_ piece: [UInt8]?, by producer: any BodyProducer, for token: UInt64) {
        guard let session = session(token), session.producer === producer else {
            producer.cancel()
            return
        }
        session.isProducing = false
        if piece == nil { session.producer = nil }
        session.machine.produced(piece, &session.output, moment)
        settle(session)
    }

    /// The body cannot be completed: cutting the connection is the only way to tell.
    func productionFailed(
        _ producer: any BodyProducer, _ reason: String, for token: UInt64
    ) {
        context.log.error("response.stream.failed", ["error": .text(reason)])
        guard let session = session(token), session.producer === producer else { return }
        session.producer = nil
        session.isProducing = false
        close(session)
    }

    /// Begins an event stream.
    func startEvents(_ source: any EventSource, _ session: Session) {
        let listener = EventListener(
            token: session.token, inbox: inbox, bytesMax: context.limits.eventBytesMax)
        session.source = source
        session.listener = listener
        context.metrics.eventStreams.add(1)
        session.machine.produced(Self.eventsOpening, &session.output, moment)
        source.start(listener)
        if drainDeadline != nil { listener.close() }
    }

    /// Sends the events that wait.
    func deliverEvents(_ session: Session) {
        guard let listener = session.listener else { return }
        let delivery = listener.take()
        for event in delivery.events {
            session.machine.produced(event, &session.output, moment)
        }
        guard delivery.isOver else { return }
        session.machine.produced(nil, &session.output, moment)
        endContent(of: session)
    }

    /// Tells whoever makes content that nobody wants it any more. A producer that a worker is inside
    /// of is told when the worker comes back.
    func endContent(of session: Session) {
        if let producer = session.producer, !session.isProducing { producer.cancel() }
        session.producer = nil
        guard let source = session.source else { return }
        session.source = nil
        session.listener?.die()
        session.listener = nil
        context.metrics.eventStreams.add(-1)
        source.stop()
    }

    /// Takes what already waits at the door, then lets every connection finish what it is at.
    func drain(until deadline: MonotonicInstant) {
        guard drainDeadline == nil else { return }
        drainDeadline = deadline
        for listener in context.listeners { accept(from: listener, countMax: 4096) }
        removeListeners()
        for listener in context.listeners { listener.refuseConnections() }
        for session in sessions {
            guard let session else { continue }
            session.machine.drain(moment.now)
            session.listener?.close()
            settle(session)
        }
    }
}
