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

    private func open(
        _ socket: consuming FileDescriptor, _ remote: Socket.Remote, _ listener: ListeningSocket
    ) {
        let peer: Peer
        let standing: Standing
        var address: NetworkAddress?
        switch remote {
        case .network(let network):
            guard !listener.isSecure || context.handshakeRate.admit(network, moment.now) else {
                return context.metrics.handshakes.refused.add()
            }
            guard context.census.enter(network) else {
                return context.metrics.refused("connectionsOfAddress", Status(503))
            }
            peer = Forwarding.peer(network)
            address = network
            standing = Standing.of(
                network, trusted: context.forwarding.isTrusted(network),
                isShielded: context.servesStrangers || listener.isSecure
                    || listener.address.isLocalOnly)
        case .local(let userID) where listener.isOperators:
            guard userID == context.userID || userID == 0 else { return }
            peer = .local(userID: userID)
            standing = .localOperator
        case .local:
            peer = .network(address: "unix", isLoopback: true)
            standing = .proxyHere
        }
        let slot = takeSlot()
        let token = SessionToken.make(slot: slot, generation: generations[slot])
        let session = Session(
            socket: socket, token: token, peer: peer, address: address,
            standing: standing,
            machine: Connection(
                limits: context.sharedLimits, isSecure: listener.isSecure, now: moment.now))
        do {
            if listener.isSecure { try secure(session) }
            try poller.add(session.socket.raw, token: token, session.armed)
        } catch {
            context.log.warning("connection.open.failed", ["error": .text("\(error)")])
            freeSlots.append(slot)
            if let address { context.census.leave(address) }
            return
        }
        sessions[slot] = session
        sessionCount += 1
        context.openConnections.wrappingAdd(1, ordering: .relaxed)
        context.metrics.openConnections.add(1)
        context.metrics.accepted.add()
        if drainDeadline != nil { session.machine.drain(moment.now) }
        updateDeadline(session)
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
        context.metrics.refused("outOfDescriptors", Status(503))
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
