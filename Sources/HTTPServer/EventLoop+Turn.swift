import HTTP
import Platform
import TLS
import Telemetry

extension EventLoop {
    /// The client sent something, or ended its side.
    func readable(_ session: Session, _ event: Poller.Event) {
        guard session.machine.wantsInput(outputBytes: session.output.byteCount) else {
            if event.isPeerClosed, session.machine.phase == .sending(isEvents: true) {
                return perform(session.machine.inputEnded(outputIsEmpty: false), session)
            }
            // Not wanted now; stop watching until it is.
            return watch(session, session.armed.subtracting([.readable, .peerClosed]))
        }
        var input = lendBuffer()
        let kept = session.rest.count
        input.replaceSubrange(0..<kept, with: session.rest)
        let transfer =
            session.secure?.tls.receive(into: &input, at: kept)
            ?? Socket.receive(session.socket.raw, into: &input, at: kept)
        switch transfer {
        case .moved(0):
            perform(session.machine.inputEnded(outputIsEmpty: session.output.isEmpty), session)
        case .moved(let count):
            metrics.received.add(count)
            session.rest.removeAll(keepingCapacity: true)
            let used = pump(session, input.span.extracting(0..<kept + count))
            if used < kept + count {
                session.rest.append(copying: input.span.extracting(used..<kept + count))
            } else if session.rest.capacity > 0 {
                session.rest = []
            }
        case .wouldBlock: break
        case .failed: close(session)
        }
        buffer = input
    }

    /// Feeds the state machine and does what it says, until it has nothing to say.
    ///
    /// - Returns: how many bytes were used.
    func pump(_ session: Session, _ input: Span<UInt8>) -> Int {
        lendOutput(session)
        var position = 0
        while true {
            if replay(session, input, &position) { continue }
            let start = position
            let action = session.machine.advance(input, &position, &session.output, moment)
            switch action {
            case .none: return position
            case .again: continue
            case .admit(let parsed): admit(parsed, input.extracting(start..<position), session)
            case .spool(let range): spool(input.extracting(range), session)
            default: perform(action, session)
            }
        }
    }

    /// Does what the state machine says.
    func perform(_ action: Connection.Action, _ session: Session) {
        switch action {
        case .none, .again, .spool, .admit: break
        case .openSpool(let directory): openSpool(directory, session)
        case .run(let place): run(session, at: place)
        case .refused(let reason, let status):
            session.spool = nil
            session.sink = nil
            session.current = nil
            metrics.refused(reason, status)
            context.log.write(
                accessLog.tellsRefusals ? .info : .debug, "request.refused",
                ["reason": .text(reason), "status": .integer(Int64(status.code))])
        case .heartbeat:
            session.machine.produced(Array(":\n\n".utf8), &session.output, moment)
        case .finishSending: finishSending(session)
        case .close:
            sayGoodbye(session)
            close(session)
        }
    }

    /// Sends what waits, makes more where there is room, and watches for what comes next. Ends every
    /// round in which something happened to the connection.
    func settle(_ session: Session) {
        repeat {
            guard flush(session) else { return }
        } while refill(session)
        guard session.machine.phase != .closed else { return }
        var wanted = session.armed
        if session.machine.wantsInput(outputBytes: session.output.byteCount) {
            wanted.formUnion([.readable, .peerClosed])
        }
        let mustSend = !session.output.isEmpty || session.secure?.mustSend == true
        if mustSend { wanted.insert(.writable) } else { wanted.remove(.writable) }
        watch(session, wanted)
        updateDeadline(session)
        takeBackOutput(session)
    }

    /// Notes when the connection has to be looked at without anything happening.
    func updateDeadline(_ session: Session) {
        let machineDeadline = session.machine.deadline(outputIsEmpty: session.output.isEmpty)
        let opening = session.announcement?.deadline ?? session.secure?.deadline
        let deadline = min(machineDeadline, opening ?? machineDeadline).nanoseconds
        deadlines[SessionToken.slot(session.token)] = deadline
        nextSweep = min(nextSweep, deadline)
    }

    /// Sends until the queue is empty or the client takes no more; false when the connection is gone.
    private func flush(_ session: Session) -> Bool {
        while !session.output.isEmpty {
            switch send(session) {
            case .moved(let count):
                metrics.sent.add(count)
                let next = session.machine.progressed(
                    outputIsEmpty: session.output.isEmpty, moment.now)
                perform(next, session)
            case .wouldBlock: return true
            case .failed:
                close(session)
                return false
            }
        }
        if session.machine.phase == .finishing {
            perform(session.machine.progressed(outputIsEmpty: true, moment.now), session)
        }
        return session.machine.phase != .closed
    }

    private func send(_ session: Session) -> Transfer {
        guard let secure = session.secure else {
            return session.output.send(to: session.socket.raw)
        }
        return session.output.send(over: secure.tls, record: &record)
    }

    /// Goes on with what waited for room; true when there is something to send again.
    private func refill(_ session: Session) -> Bool {
        guard session.output.byteCount < Int64(context.limits.outputBytesMax) else { return false }
        let before = session.output.byteCount
        switch session.machine.phase {
        case .sending(isEvents: false):
            if before <= Int64(context.limits.streamedBytesMax) { produceNext(session) }
        case .sending(isEvents: true): deliverEvents(session)
        case .closed: return false
        default:
            if !session.rest.isEmpty, session.machine.phase != .waiting { pumpRest(session) }
        }
        return session.output.byteCount > before
            || (session.machine.phase == .finishing && session.output.isEmpty)
    }

    /// Feeds bytes that were received while an answer was made.
    private func pumpRest(_ session: Session) {
        let rest = session.rest
        session.rest = []
        let used = pump(session, rest.span)
        if used < rest.count { session.rest = used == 0 ? rest : Array(rest[used...]) }
    }

    private func watch(_ session: Session, _ wanted: Poller.Interest) {
        guard wanted != session.armed else { return }
        session.armed = wanted
        do {
            try poller.change(session.socket.raw, token: session.token, wanted)
        } catch {
            context.log.warning("connection.poll.failed", ["error": .text("\(error)")])
            close(session)
        }
    }

    private func lendBuffer() -> [UInt8] {
        var lent: [UInt8] = []
        swap(&lent, &buffer)
        return lent
    }

    /// Gives a connection without output the loop's queue with its room.
    func lendOutput(_ session: Session) {
        if session.output.isEmpty, !session.output.hasRoom {
            swap(&session.output, &spareOutput)
        }
    }

    /// An idle connection keeps no room of its own.
    private func takeBackOutput(_ session: Session) {
        guard session.output.isEmpty, session.output.hasRoom else { return }
        if spareOutput.hasRoom {
            session.output = OutputQueue()
        } else {
            swap(&session.output, &spareOutput)
        }
    }
}
