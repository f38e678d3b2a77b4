import Platform
import TLS
import Telemetry

/// Keeps what TLS is served with: reads it at the start, again when the files change or the operator
/// asks, and warns before a certificate ends. What cannot be used is told once and changes nothing.
final class CertificateKeeper: Sendable {
    /// How often files and dates are looked at.
    static let lookTime = Duration.seconds(10)
    /// How long tickets are sealed with the same keys, in seconds.
    static let ticketKeysTime: Int64 = 24 * 3600

    private enum Message: Sendable { case reload, stop }

    /// What was last read, so that a change is seen.
    private struct Seen: Sendable {
        var statuses: [FileStatus?] = []
        var alarm = ExpiryAlarm()
        /// Since when tickets are sealed with the keys of now.
        var ticketKeysSince: Timestamp
    }

    let server: TLSServer
    private let plan: TLSPlan
    private let log: Log
    private let clock: WallClock
    private let messages = Mailbox<Message>(capacity: 16)
    private let seen: Lock<Seen>
    private let thread = Lock<Thread?>(nil)

    /// Reads everything; throws with the file that cannot be used.
    init(_ plan: TLSPlan, log: Log, clock: WallClock, metrics: Metrics) throws(TLSError) {
        self.plan = plan
        self.log = log
        self.clock = clock
        if case .selfSigned(let path, let names) = plan.source {
            _ = try SelfSignedFile.renew(path, names: names, now: clock.now())
        }
        // Before reading, so that a change in between is seen.
        let statuses = Self.statuses(plan)
        server = try TLSServer(try Self.read(plan), clients: plan.clients)
        seen = Lock(Seen(statuses: statuses, ticketKeysSince: clock.now()))
        publish(metrics)
        warnOfKeysForAll()
        warnOfExpiry()
    }

    /// The fingerprint of the certificate that was made here, or nil.
    var selfSignedFingerprint: String? {
        guard case .selfSigned = plan.source else { return nil }
        return server.certificates[0].fingerprintText
    }

    /// Starts looking after the files.
    func start() throws(SystemError) {
        let started = try Thread.start(name: "certificates", stackBytes: 1 << 20) { self.watch() }
        thread.withLock { $0 = started }
    }

    /// Reads everything again, soon, on the keeper's own thread.
    func reload() { _ = messages.offer(.reload) }

    /// Ends the thread.
    func stop() {
        _ = messages.offer(.stop)
        messages.close()
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }

    /// Reads the files again where one has changed since they were last read, whatever came of that,
    /// makes a new self-signed certificate and new ticket keys in time, and warns where that is due.
    func look() {
        renewSelfSigned()
        let statuses = Self.statuses(plan)
        let hasChanged = seen.withLock { seen in
            defer { seen.statuses = statuses }
            return seen.statuses != statuses
        }
        if hasChanged { readAgain() }
        changeTicketKeys()
        warnOfExpiry()
    }

    /// Reads the files and serves what they hold; keeps serving what was there when they are bad.
    func readAgain() {
        do throws(TLSError) {
            try server.replace(try Self.read(plan), clients: plan.clients)
        } catch {
            log.error(
                "tls.reload.failed",
                ["error": .text("\(error)"), "effect": "the earlier certificates stay in use"])
            return
        }
        for certificate in server.certificates {
            log.info(
                "tls.certificate.loaded",
                [
                    "file": .text(certificate.files.certificate),
                    "names": .text(certificate.names.joined(separator: " ")),
                    "not_after": .text("\(certificate.notAfter)"),
                    "fingerprint": .text(certificate.fingerprintText),
                ])
        }
    }

    private func watch() {
        while true {
            switch messages.take(until: .now() + Self.lookTime) {
            case .stop: return
            case .reload:
                seen.withLock { $0.statuses = Self.statuses(plan) }
                readAgain()
            case nil: look()
            }
        }
    }

    private func renewSelfSigned() {
        guard case .selfSigned(let path, let names) = plan.source else { return }
        do throws(TLSError) {
            _ = try SelfSignedFile.renew(path, names: names, now: clock.now())
        } catch {
            log.error("tls.renewal.failed", ["error": .text("\(error)")])
        }
    }

    private func changeTicketKeys() {
        let now = clock.now()
        let isDue = seen.withLock { seen in
            let age = now.seconds - seen.ticketKeysSince.seconds
            // A clock that was set back must not keep old keys for ever.
            guard age >= Self.ticketKeysTime || age < 0 else { return false }
            seen.ticketKeysSince = now
            return true
        }
        guard isDue else { return }
        do throws(TLSError) {
            try server.changeTicketKeys()
            log.info("tls.ticket_keys.changed")
        } catch {
            log.error("tls.ticket_keys.failed", ["error": .text("\(error)")])
        }
    }

    private func warnOfExpiry() {
        let now = clock.now()
        for certificate in server.certificates {
            let days = seen.withLock { seen in
                seen.alarm.due(
                    certificate.fingerprint, notAfter: certificate.notAfter, now: now)
            }
            guard let days else { continue }
            log.write(
                days < 0 ? .error : .warning,
                days < 0 ? "tls.certificate.expired" : "tls.certificate.expires",
                [
                    "file": .text(certificate.files.certificate), "days": .integer(days),
                    "not_after": .text("\(certificate.notAfter)"),
                ])
        }
    }

    private func warnOfKeysForAll() {
        for certificate in server.certificates {
            let path = certificate.files.key
            do throws(SystemError) {
                guard let status = try DurableFile.status(path) else { continue }
                // Others may read the key.
                if status.permissions & 0o004 != 0 {
                    log.warning("tls.key.exposed", ["file": .text(path), "advice": "chmod 600"])
                }
            } catch {
                log.warning("tls.key.unknown", ["error": .text("\(error)")])
            }
        }
    }

    private func publish(_ metrics: Metrics) {
        for (index, files) in plan.files.enumerated() {
            let server = server
            metrics.sampled(
                "tls_certificate_not_after_seconds",
                help: "When a certificate ends, in seconds since 1970.",
                labels: [("file", files.certificate)]
            ) { Double(server.certificates[index].notAfter.seconds) }
        }
    }

    private static func read(_ plan: TLSPlan) throws(TLSError) -> [Certificate] {
        var certificates: [Certificate] = []
        for files in plan.files { certificates.append(try Certificate(files)) }
        return certificates
    }

    /// A file that cannot be looked at counts as missing; reading it will say why.
    private static func statuses(_ plan: TLSPlan) -> [FileStatus?] {
        plan.watchedPaths.map { path in
            do throws(SystemError) { return try DurableFile.status(path) } catch { return nil }
        }
    }
}
