import HTTP
import Platform
import Telemetry

/// Connections that begin with a PROXY header: it is taken to its last byte and no further, so that a
/// handshake or a request finds its own first byte in the socket.
extension EventLoop {
    /// Looked at in one go; most headers are shorter.
    private static let peekedBytes = 512

    /// Reads on in the header; true when it is complete and the connection itself begins.
    func readAnnouncement(_ session: Session, _ announcement: Announcement) -> Bool {
        var peeked = [UInt8](repeating: 0, count: Self.peekedBytes)
        while true {
            switch Socket.peek(session.socket.raw, into: &peeked) {
            case .moved(0):
                refuse(session, "noProxyHeader")
                return false
            case .moved(let count):
                let before = announcement.bytes.count
                announcement.bytes += peeked[..<count]
                switch ProxyHeader.read(announcement.bytes.span) {
                case .needMore: skip(count, session)
                case .header(let header, let length):
                    skip(length - before, session)
                    return begin(session, header, isSecure: announcement.isBeforeTLS)
                case .refused(let reason):
                    refuse(session, reason.rawValue)
                    return false
                }
            case .wouldBlock: return false
            case .failed:
                close(session)
                return false
            }
        }
    }

    /// The deadline of the header has come.
    func expireAnnouncement(_ session: Session) { refuse(session, "proxyHeaderTooSlow") }

    /// Who connected is known: from here on the connection is as if it had come straight from there.
    ///
    /// - Returns: whether it goes on.
    private func begin(_ session: Session, _ header: ProxyHeader, isSecure: Bool) -> Bool {
        session.announcement = nil
        var address: NetworkAddress?
        if case .address(let bytes, _) = header.origin { address = NetworkAddress(bytes: bytes) }
        let isTrusted = address.map { context.forwarding.isTrusted($0) } ?? false
        session.standing = session.standing.announced(address, trusted: isTrusted)
        session.machine = Connection(
            limits: context.sharedLimits, isSecure: isSecure || header.isSecure, now: moment.now)
        session.isSecure = isSecure || header.isSecure
        if let address {
            guard !isSecure || context.handshakeRate.admit(address, moment.now) else {
                context.metrics.handshakes.refused.add()
                close(session)
                return false
            }
            guard context.census.enter(address) else {
                context.metrics.turnedAway("connectionsOfAddress")
                close(session)
                return false
            }
            if let before = session.address { context.census.leave(before) }
            session.address = address
            session.peer = Forwarding.peer(address)
        }
        if drainDeadline != nil { session.machine.drain(moment.now) }
        guard isSecure else { return true }
        do {
            try secure(session)
            return true
        } catch {
            context.log.warning("connection.open.failed", ["error": .text("\(error)")])
            close(session)
            return false
        }
    }

    /// Closes without a word: whoever sent no header, or half of one, speaks something else.
    private func refuse(_ session: Session, _ reason: String) {
        context.metrics.turnedAway(reason)
        context.log.warning(
            "proxy.header.refused",
            ["reason": .text(reason), "peer": .text(session.address?.description ?? "unix")])
        close(session)
    }

    /// Takes bytes that were peeked at.
    private func skip(_ count: Int, _ session: Session) {
        var room = [UInt8](repeating: 0, count: count)
        // The bytes are there, so nothing can stop it; were it cut short, what follows is refused.
        _ = Socket.receive(session.socket.raw, into: &room, at: 0)
    }
}
