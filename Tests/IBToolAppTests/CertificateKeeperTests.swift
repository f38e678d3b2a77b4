import Platform
import TLS
import Telemetry
import TestSupport
import Testing

@testable import IBToolApp

/// Keeps the events that were logged.
private final class Lines: LogSink {
    private let lines = Lock<[String]>([])

    func write(_ line: [UInt8]) -> Bool {
        lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        return true
    }

    func count(_ event: String) -> Int {
        lines.withLock { $0.filter { $0.contains("\"event\":\"\(event)\"") }.count }
    }
}

@Suite("The keeper of certificates")
struct CertificateKeeperTests {
    private let scratch: ScratchDirectory
    private let clock = ManualClock(Timestamp(rfc3339: "2026-11-28T10:00:00Z")!)
    private let lines = Lines()
    private let metrics = Metrics()

    init() throws {
        scratch = try ScratchDirectory()
    }

    private var path: String { scratch.path(of: "site.pem") }

    private func write(_ names: String...) throws {
        try DurableFile.write(try SelfSigned.make(for: names, now: clock.wallClock.now()), to: path)
    }

    private func keeper(_ source: TLSPlan.Source) throws -> CertificateKeeper {
        let log = Log(least: .info, format: .json, clock: clock.wallClock, sink: lines)
        return try CertificateKeeper(
            TLSPlan(source: source), log: log, clock: clock.wallClock, metrics: metrics)
    }

    private func siteKeeper() throws -> CertificateKeeper {
        try keeper(.files([CertificateFiles(certificate: path)]))
    }

    @Test("Changed files are served, unchanged ones are left alone")
    func changes() throws {
        try write("one.example")
        let keeper = try siteKeeper()
        keeper.look()
        #expect(lines.count("tls.certificate.loaded") == 0)
        try write("one.example", "two.example")
        keeper.look()
        #expect(keeper.server.certificates[0].names == ["one.example", "two.example"])
        #expect(lines.count("tls.certificate.loaded") == 1)
        keeper.look()
        #expect(lines.count("tls.certificate.loaded") == 1)
    }

    @Test("A bad file keeps the old certificate and is told once")
    func badFile() throws {
        try write("one.example")
        let keeper = try siteKeeper()
        let before = keeper.server.certificates[0].fingerprint
        try DurableFile.write(Array("nonsense".utf8), to: path)
        for _ in 0..<3 { keeper.look() }
        #expect(lines.count("tls.reload.failed") == 1)
        try DurableFile.remove(path)
        for _ in 0..<3 { keeper.look() }
        #expect(lines.count("tls.reload.failed") == 2)
        #expect(keeper.server.certificates[0].fingerprint == before)
        try write("one.example")
        keeper.look()
        #expect(keeper.server.certificates[0].fingerprint != before)
    }

    @Test("A bad file at the start is the end of it")
    func badStart() throws {
        #expect(throws: TLSError.self) { try siteKeeper() }
    }

    @Test("The operator's word is enough to read again, on the keeper's own thread")
    func reload() throws {
        try write("one.example")
        let keeper = try siteKeeper()
        try keeper.start()
        keeper.reload()
        keeper.stop()
        #expect(lines.count("tls.certificate.loaded") == 1)
    }

    @Test("The end of each certificate is a metric")
    func metric() throws {
        try write("one.example")
        let keeper = try siteKeeper()
        let end = keeper.server.certificates[0].notAfter.seconds
        let text = String(decoding: metrics.exposition(), as: UTF8.self)
        let line = text.split(separator: "\n").first {
            $0.hasPrefix("tls_certificate_not_after_seconds{")
        }
        #expect(line?.contains("file=\"\(path)\"") == true)
        let value = line?.split(separator: " ").last.flatMap { Double($0) }
        #expect(value == Double(end))
    }

    @Test("A warning comes once at each threshold, and daily after the end")
    func alarm() throws {
        try write("one.example")
        let keeper = try siteKeeper()
        // 397 days of validity; looked at four times a day.
        var warned: [Int: Int] = [:]
        for quarter in 0..<(400 * 4) {
            let before = lines.count("tls.certificate.expires")
            keeper.look()
            if lines.count("tls.certificate.expires") > before { warned[quarter] = 1 }
            clock.advance(by: .seconds(6 * 3600))
        }
        #expect(warned.count == 4)
        #expect(lines.count("tls.certificate.expired") == 3)
    }

    @Test("Tickets get new keys once a day, and when the clock was set back")
    func ticketKeys() throws {
        try write("one.example")
        let keeper = try siteKeeper()
        keeper.look()
        clock.advance(by: .seconds(86_399))
        keeper.look()
        #expect(lines.count("tls.ticket_keys.changed") == 0)
        clock.advance(by: .seconds(1))
        keeper.look()
        keeper.look()
        #expect(lines.count("tls.ticket_keys.changed") == 1)
        clock.advance(by: .seconds(-3600))
        keeper.look()
        #expect(lines.count("tls.ticket_keys.changed") == 2)
    }

    @Test("A key that everybody may read is named")
    func exposedKey() throws {
        try write("one.example")
        _ = try siteKeeper()
        #expect(lines.count("tls.key.exposed") == 0)
    }

    @Test("The instance's own certificate is kept, private, and renewed in time")
    func selfSigned() throws {
        let file = scratch.path(of: SelfSignedFile.name)
        let source = TLSPlan.Source.selfSigned(path: file, names: ["localhost", "::1"])
        let first = try keeper(source)
        #expect(try DurableFile.status(file)?.permissions == 0o600)
        let fingerprint = first.selfSignedFingerprint
        #expect(try keeper(source).selfSignedFingerprint == fingerprint)
        // Another name of the instance: a new one.
        let renamed = TLSPlan.Source.selfSigned(path: file, names: ["ib.example", "localhost"])
        let second = try keeper(renamed)
        #expect(second.selfSignedFingerprint != fingerprint)
        let before = second.selfSignedFingerprint
        clock.advance(by: .seconds(366 * 86_400))
        second.look()
        #expect(second.selfSignedFingerprint == before)
        clock.advance(by: .seconds(2 * 86_400))
        second.look()
        #expect(second.selfSignedFingerprint != before)
        #expect(lines.count("tls.certificate.expires") == 0)
    }

    @Test("A damaged certificate of our own is made anew")
    func damaged() throws {
        let file = scratch.path(of: SelfSignedFile.name)
        try DurableFile.write(Array("damaged".utf8), to: file)
        let keeper = try keeper(.selfSigned(path: file, names: ["localhost"]))
        #expect(keeper.server.certificates[0].names == ["localhost"])
    }
}

@Suite("The alarm of expiry")
struct ExpiryAlarmTests {
    @Test(
        "Days left are whole days, rounded down",
        arguments: [
            (86_400 * 30, 30), (86_400 * 30 - 1, 29), (86_399, 0), (0, 0), (-1, -1),
            (-86_400, -1), (-86_401, -2),
        ])
    func days(seconds: Int, expected: Int) {
        let now = Timestamp(microseconds: 1_000_000_000_000)
        let end = now + .seconds(seconds)
        #expect(ExpiryAlarm.daysLeft(until: end, now: now) == Int64(expected))
    }

    @Test("A new certificate in the place of an old one begins anew")
    func renewal() {
        var alarm = ExpiryAlarm()
        let now = Timestamp(microseconds: 0)
        let soon = now + .seconds(5 * 86_400)
        #expect(alarm.due([1], notAfter: soon, now: now) == 5)
        #expect(alarm.due([1], notAfter: soon, now: now) == nil)
        #expect(alarm.due([2], notAfter: soon, now: now) == 5)
        #expect(alarm.due([2], notAfter: now + .seconds(400 * 86_400), now: now) == nil)
    }
}
