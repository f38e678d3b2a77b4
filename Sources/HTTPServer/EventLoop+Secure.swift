import HTTP
import Platform
import TLS
import Telemetry

/// Connections over TLS: handshake, goodbye, deadlines. Between handshake and goodbye they take the
/// same way as plain ones.
extension EventLoop {
    private static let plainAnswer = Array(
        "This port speaks HTTPS only: open the same address with https:// instead.\n".utf8)

    /// Lays TLS over an accepted connection.
    func secure(_ session: Session) throws {
        guard let server = context.tls else { return }
        session.secure = SecureTransport(
            try server.session(over: session.socket.raw),
            handshakeDeadline: moment.now + context.limits.handshakeTime)
    }

    /// Something happened to a connection over TLS.
    func turnSecurely(_ session: Session, _ event: Poller.Event) {
        guard let secure = session.secure else { return }
        if secure.owesGoodbye { finishSending(session) }
        if secure.tls.isHandshaking {
            guard shakeHands(session, secure) else { return }
            // The request often comes with the handshake's last message.
            return readable(session, event)
        }
        if event.isReadable || event.isPeerClosed || secure.tls.wantsToSend {
            readable(session, event)
        }
    }

    /// The deadline of a connection may have come.
    func expire(_ session: Session) {
        if let announcement = session.announcement, moment.now >= announcement.deadline {
            return expireAnnouncement(session)
        }
        if let deadline = session.secure?.deadline, moment.now >= deadline {
            context.metrics.handshakes.expired.add()
            return close(session)
        }
        perform(session.machine.expired(&session.output, moment), session)
    }

    /// Ends our side: nothing follows.
    func finishSending(_ session: Session) {
        if let secure = session.secure {
            secure.owesGoodbye = !secure.tls.finishSending()
            if secure.owesGoodbye { return }
        }
        Socket.finishSending(session.socket.raw)
    }

    /// Before an orderly close. A connection that is cut, because its answer cannot be completed or is
    /// not taken, ends without: the client has to know.
    func sayGoodbye(_ session: Session) {
        guard let secure = session.secure, session.output.isEmpty else { return }
        // One try: who does not take so little does not listen.
        _ = secure.tls.finishSending()
    }

    /// Goes on with the handshake; true when it is done.
    private func shakeHands(_ session: Session, _ secure: SecureTransport) -> Bool {
        if !secure.isFirstByteKnown, let byte = Socket.peek(session.socket.raw) {
            secure.isFirstByteKnown = true
            // No TLS record begins with a capital letter, and every method of HTTP does.
            if (0x41...0x5A).contains(byte) {
                answerPlainly(session)
                return false
            }
        }
        switch secure.tls.handshake() {
        case .done:
            greet(session, secure.tls)
            return true
        case .underWay: return false
        case .failed(let reason):
            context.metrics.handshakes.failed.add()
            context.log.debug("tls.handshake.failed", ["reason": .text(reason)])
            close(session)
            return false
        }
    }

    /// The handshake is done: the time until the first request counts from here.
    private func greet(_ session: Session, _ tls: TLSSession) {
        let handshakes = context.metrics.handshakes
        if tls.isResumed { handshakes.resumed.add() } else { handshakes.full.add() }
        session.machine.since = moment.now
        guard let subject = tls.peerSubject else { return }
        // Known, and so far nothing more: accounts are signed in to as without a certificate.
        context.log.info(
            "tls.client",
            [
                "subject": .text(subject), "resumed": .flag(tls.isResumed),
                "peer": .text(session.address?.description ?? ""),
            ])
    }

    /// Tells a client that speaks plain HTTP where it is.
    private func answerPlainly(_ session: Session) {
        session.secure = nil
        var headers = HeaderFields()
        headers.append("content-type", "text/plain; charset=utf-8")
        let response = Response(
            status: Status(400), headers: headers, body: .bytes(Self.plainAnswer))
        session.output.appendText { text in
            ResponseEncoder.appendHead(
                response, framing: ResponseFraming.of(response, minorVersion: 1),
                connection: .close, date: moment.date, id: nil, to: &text)
        }
        session.output.append(Self.plainAnswer)
        session.machine.finish(moment.now)
        context.metrics.handshakes.failed.add()
        metrics.refused("plainOnTLS", Status(400))
    }
}
