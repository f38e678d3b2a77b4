import HTTP
import Platform
import Synchronization
import Telemetry

extension EventLoop {
    /// Taken in one round, so that other loops get their share.
    private static let acceptedMax = 8
    /// How long no connection is taken after a limit was met.
    private static let pauseTime: Duration = .milliseconds(100)

    /// Takes new connections, within the limits.
    func accept(from listener: ListeningSocket, countMax: Int = acceptedMax) {
        for _ in 0..<countMax {
            if context.openConnections.load(ordering: .relaxed) >= context.connectionsMax {
                return pauseListeners("connections")
            }
            switch context.acceptNext(listener.descriptor.raw) {
            case .connection(let socket, let remote): open(socket, remote, listener)
            case .wouldBlock: return
            case .outOfDescriptors: return shed(from: listener)
            case .failed(let error):
                context.log.debug("connection.accept.failed", ["error": .text("\(error)")])
                if drainDeadline != nil { return }
            }
        }
    }

    /// Watches the listeners again after a pause.
    func resumeListeners() {
        listenersPausedUntil = nil
        guard drainDeadline == nil else { return }
        do {
            try addListeners()
        } catch {
            context.log.error("listener.resume.failed", ["error": .text("\(error)")])
            pauseListeners("resume")
        }
    }

    /// Forgets a connection and closes its socket.
    func close(_ session: Session) {
        let slot = SessionToken.slot(session.token)
        guard sessions[slot] === session else { return }
        session.machine.phase = .closed
        endContent(of: session)
        sessions[slot] = nil
        deadlines[slot] = .max
        freeSlots.append(slot)
        sessionCount -= 1
        if let address = session.address { context.census.leave(address) }
        context.openConnections.wrappingSubtract(1, ordering: .relaxed)
        context.metrics.openConnections.add(-1)
        // Closing the socket, with the session's last reference, also takes it from the poller.
    }

    /// Who connected, and what they are to us.
    private struct Arrival {
        let peer: Peer
        /// Whose share of connections it takes.
        let address: NetworkAddress?
        let standing: Standing
    }

    private func open(
        _ socket: consuming FileDescriptor, _ remote: Socket.Remote, _ listener: ListeningSocket
    ) {
        let isAnnounced = context.takesProxyHeaders && !listener.isOperators
        guard let arrival = arrival(of: remote, at: listener, isAnnounced: isAnnounced) else {
            return
        }
        let slot = takeSlot()
        let token = SessionToken.make(slot: slot, generation: generations[slot])
        let session = Session(
            socket: socket, token: token, peer: arrival.peer, address: arrival.address,
            standing: arrival.standing, isSecure: listener.isSecure,
            machine: Connection(
                limits: context.sharedLimits, isSecure: listener.isSecure, now: moment.now))
        do {
            if isAnnounced {
                session.announcement = Announcement(
                    deadline: moment.now + context.limits.proxyHeaderTime,
                    isBeforeTLS: listener.isSecure)
            } else if listener.isSecure {
                try secure(session)
            }
            try poller.add(session.socket.raw, token: token, session.armed)
        } catch {
            context.log.warning("connection.open.failed", ["error": .text("\(error)")])
            freeSlots.append(slot)
            if let address = arrival.address { context.census.leave(address) }
            return
        }
        sessions[slot] = session
        sessionCount += 1
        context.openConnections.wrappingAdd(1, ordering: .relaxed)
        context.metrics.openConnections.add(1)
        metrics.accepted.add()
        if drainDeadline != nil { session.machine.drain(moment.now) }
        updateDeadline(session)
    }

    /// Nil for who is not let in.
    private func arrival(
        of remote: Socket.Remote, at listener: ListeningSocket, isAnnounced: Bool
    ) -> Arrival? {
        switch remote {
        case .network(let address):
            let isTrusted = context.forwarding.isTrusted(address)
            guard !isAnnounced || isTrusted else {
                context.metrics.turnedAway("notATrustedProxy")
                return nil
            }
            guard !listener.isSecure || context.handshakeRate.admit(address, moment.now) else {
                context.metrics.handshakes.refused.add()
                return nil
            }
            guard context.census.enter(address) else {
                context.metrics.turnedAway("connectionsOfAddress")
                return nil
            }
            let standing = Standing.of(
                address, trusted: isTrusted,
                isShielded: context.servesStrangers || listener.isSecure
                    || listener.address.isLocalOnly)
            return Arrival(
                peer: Forwarding.peer(address), address: address, standing: standing)
        case .local(let userID) where listener.isOperators:
            guard userID == context.userID || userID == 0 else { return nil }
            return Arrival(
                peer: .local(userID: userID), address: nil, standing: .localOperator)
        case .local:
            return Arrival(
                peer: .network(address: "unix", isLoopback: true), address: nil,
                standing: .proxyHere)
        }
    }

    private func takeSlot() -> Int {
        guard let slot = freeSlots.popLast() else {
            sessions.append(nil)
            generations.append(1)
            deadlines.append(.max)
            return sessions.count - 1
        }
        generations[slot] = generations[slot] == .max ? 1 : generations[slot] + 1
        return slot
    }

    /// No descriptor is left: closes one waiting connection by way of the spare one, so that its
    /// client knows, and takes no others for a moment. Without the pause the ready listener would
    /// keep the loop spinning.
    private func shed(from listener: ListeningSocket) {
        spare = nil
        if case .connection(let socket, _) = context.acceptNext(listener.descriptor.raw) {
            _ = consume socket
        }
        do {
            spare = try Wake()
        } catch {
            context.log.debug("connection.spare.missing", ["error": .text("\(error)")])
        }
        context.metrics.turnedAway("outOfDescriptors")
        pauseListeners("descriptors")
    }

    private func pauseListeners(_ reason: String) {
        guard listenersPausedUntil == nil else { return }
        removeListeners()
        let until = moment.now + Self.pauseTime
        listenersPausedUntil = until
        nextSweep = min(nextSweep, until.nanoseconds)
        context.log.debug("listener.paused", ["limit": .text(reason)])
    }
}
