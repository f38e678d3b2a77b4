import Complaints
import Crypto
import Platform
import ScriptedServer
import Storage
import Telemetry
import TestSupport
import Testing

@testable import IBToolApp

/// Keeps the anchors it was given, and tells who waits for one.
private final class Collector: AnchorSink {
    let name = "collector"
    let arrivals = Mailbox<Anchor>(capacity: 100)
    func start() throws(SystemError) {}
    func take(_ anchor: Anchor) { _ = arrivals.offer(anchor) }
    func finish() {}
    var status: AnchorSinkStatus { AnchorSinkStatus() }

    func next() -> Anchor? { arrivals.take(until: .now() + .seconds(30)) }
}

@Suite("The keeper of anchors")
struct AnchorKeeperTests {
    private static let author = Author(name: "marie", origin: .web, address: "")
    private let scratch: ScratchDirectory
    private let clock = ManualClock(Timestamp(microseconds: 1_772_442_764_000_000))
    private let lines = MemorySink()
    private let metrics = Metrics()
    private let collector = Collector()

    init() throws { scratch = try ScratchDirectory() }

    private var log: Log {
        Log(least: .info, format: .json, clock: clock.wallClock, sink: lines)
    }

    private func open() throws -> Store {
        var options = StoreOptions(directory: scratch.path)
        options.keepsBallast = false
        return try Store.open(options)
    }

    private func plan(_ change: (inout AnchorPlan) -> Void = { _ in }) -> AnchorPlan {
        var plan = AnchorPlan(directory: scratch.path)
        plan.interval = .seconds(3600)
        change(&plan)
        return plan
    }

    private func keeper(_ plan: AnchorPlan) throws -> AnchorKeeper {
        try AnchorKeeper(
            plan, environment: [:], clock: clock.wallClock, log: log, further: [collector])
    }

    private func create(_ count: Int, in store: Store) throws {
        for _ in 0..<count {
            var values = FieldValues()
            values["summary"] = .text("x")
            let wanted = values
            try store.writeAndWait(by: Self.author) { transaction throws(StorageFailure) in
                _ = try transaction.createComplaint(wanted, for: .everything)
            }
        }
    }

    @Test("The key is made once, private, and its secret half is in no log line and no metric")
    func key() throws {
        let first = try keeper(plan())
        let path = scratch.path(of: "anchor.key")
        let pem = try DurableFile.read(path, bytesMax: 4096)
        #expect(try DurableFile.status(path)?.permissions == 0o600)
        #expect(try keeper(plan()).report.publicKey == first.report.publicKey)
        let store = try open()
        try create(1, in: store)
        try first.start(store, metrics)
        #expect(collector.next() != nil)
        first.prepareToStop()
        store.close()
        first.finish()
        let secret = String(decoding: pem, as: UTF8.self).split(separator: "\n")[1]
        #expect(lines.lines.allSatisfy { !$0.contains(secret) })
        #expect(!String(decoding: metrics.exposition(), as: UTF8.self).contains(secret))
        try DurableFile.write(Array("no key".utf8), to: path)
        #expect(throws: CommandFailure.self) { try keeper(plan()) }
    }

    @Test("What no anchor covers is anchored at the start, after so many rows, and at the stop")
    func moments() throws {
        let store = try open()
        try create(2, in: store)
        let anchoring = try keeper(plan { $0.rowsMax = 3 })
        try anchoring.start(store, metrics)
        #expect(collector.next()?.seq == 2)
        try create(3, in: store)
        #expect(collector.next()?.seq == 5)
        try create(1, in: store)
        anchoring.prepareToStop()
        #expect(collector.next()?.seq == 6)
        let kept = try store.read { reader throws(StorageFailure) in
            try reader.anchors(before: .max, limit: 10)
        }
        #expect(kept.map(\.seq) == [6, 5, 2])
        #expect(try store.verify().ok)
        store.close()
        anchoring.finish()
        let file = try DurableFile.read(scratch.path(of: "anchors.ndjson"), bytesMax: 1 << 16)
        let written = file.split(separator: 0x0A).compactMap { Anchor(line: Array($0)) }
        #expect(written == kept.reversed())
        #expect(lines.lines.filter { $0.contains("\"event\":\"anchor\"") }.count == 3)
        #expect(lines.lines.contains { $0.contains("\\\"seq\\\":6") })
    }

    @Test("A signature is anchored at once, whatever else waits")
    func signature() throws {
        let store = try open()
        try create(2, in: store)
        let anchoring = try keeper(plan())
        try anchoring.start(store, metrics)
        #expect(collector.next()?.seq == 2)
        try create(1, in: store)
        try store.writeAndWait(by: Self.author) { transaction throws(StorageFailure) in
            let marie = try transaction.createAccount(
                Account(name: "marie", displayName: "Marie", role: .reviewer))
            _ = try transaction.signComplaint(
                .id(1), expected: 1, as: Signer(account: marie, meaning: .reviewed),
                for: .everything)
        }
        #expect(collector.next()?.seq == 5)
        anchoring.prepareToStop()
        store.close()
        anchoring.finish()
    }

    @Test("An instance that has nothing new to say anchors nothing")
    func idle() throws {
        let store = try open()
        try create(1, in: store)
        let first = try keeper(plan())
        try first.start(store, metrics)
        #expect(collector.next()?.seq == 1)
        first.prepareToStop()
        let second = try keeper(plan())
        try second.start(store, Metrics())
        second.prepareToStop()
        #expect(collector.arrivals.count == 0)
        store.close()
    }

    @Test("A web hook gets each anchor's own line, in order, and is asked again when it fails")
    func webhook() throws {
        let heard = Mailbox<Int>(capacity: 100)
        let count = Lock(0)
        let server = try ScriptedServer { _ in
            let index = count.withLock { count in
                count += 1
                return count - 1
            }
            _ = heard.offer(index)
            return [.answer([500, 503, 204, 200][index], [], "")]
        }
        defer { server.stop() }
        let address = try #require(
            WebhookAddress("http://127.0.0.1:\(server.port)/hook?who=ibtool"))
        let hook = AnchorWebhook(
            address, tls: nil, clock: clock.wallClock, log: log, firstWait: .milliseconds(1))
        try hook.start()
        let key = try SigningKey.make()
        let anchors = try (1...2).map { seq in
            try Anchor.sign(
                seq: Int64(seq), hash: [UInt8](repeating: 7, count: 32), at: 9, with: key)
        }
        for anchor in anchors { hook.take(anchor) }
        for _ in 0..<4 { #expect(heard.take(until: .now() + .seconds(30)) != nil) }
        hook.finish()
        let bodies = server.requests.map(\.body)
        #expect(bodies == [anchors[0], anchors[0], anchors[0], anchors[1]].map(\.line))
        #expect(
            server.requests.allSatisfy { $0.method == "POST" && $0.target == "/hook?who=ibtool" })
        #expect(hook.status.lost == 0 && hook.status.error == nil)
        #expect(hook.status.lastSuccess == clock.wallClock.now().microseconds)
    }

    @Test("A web hook that takes nothing is given up after its attempts, counted and told")
    func lostWebhook() throws {
        let heard = Mailbox<Bool>(capacity: 100)
        let server = try ScriptedServer { _ in
            _ = heard.offer(true)
            return [.answer(500, [], "never")]
        }
        defer { server.stop() }
        let address = try #require(WebhookAddress("http://127.0.0.1:\(server.port)"))
        let hook = AnchorWebhook(
            address, tls: nil, clock: clock.wallClock, log: log, firstWait: .nanoseconds(1))
        hook.register(metrics)
        try hook.start()
        let key = try SigningKey.make()
        hook.take(
            try Anchor.sign(seq: 1, hash: [UInt8](repeating: 7, count: 32), at: 9, with: key))
        for _ in 0..<AnchorWebhook.attemptsMax {
            #expect(heard.take(until: .now() + .seconds(30)) != nil)
        }
        hook.finish()
        #expect(server.requests.count == AnchorWebhook.attemptsMax)
        #expect(hook.status.error == "it answered 500")
        let text = String(decoding: metrics.exposition(), as: UTF8.self)
        #expect(text.contains("ibtool_anchor_lost_total{destination=\"\(address.name)\"} 1"))
        #expect(text.contains("ibtool_anchor_failing{destination=\"\(address.name)\"} 1"))
    }

    @Test(
        "Addresses of web hooks",
        arguments: [
            ("https://audit.example/a", "audit.example", 443, "/a"),
            ("http://127.0.0.1:99", "127.0.0.1", 99, "/"),
            ("https://[::1]:8443/x?y=1", "::1", 8443, "/x?y=1"),
            ("https://audit.example?x", "audit.example", 443, "/?x"),
        ])
    func addresses(text: String, host: String, port: Int, target: String) throws {
        let address = try #require(WebhookAddress(text))
        #expect(address.host == host && Int(address.port) == port && address.target == target)
        #expect(address.isSecure == text.hasPrefix("https"))
    }

    @Test(
        "What is no address of a web hook",
        arguments: [
            "", "audit.example", "ftp://a/", "https://", "https://:80/", "https://a:0/",
            "https://a:99999/", "https://user:secret@a/", "https://a/ b", "https://a/#b",
            "https://a:x/",
        ])
    func notAddresses(text: String) { #expect(WebhookAddress(text) == nil) }
}
