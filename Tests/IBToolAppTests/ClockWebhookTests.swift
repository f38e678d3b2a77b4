import Complaints
import Crypto
import Platform
import ScriptedServer
import Telemetry
import TestSupport
import Testing

@testable import IBToolApp
@testable import Storage

@Suite("Warnings of clocks on their way to a web hook")
struct ClockWebhookTests {
    private static let author = Author(name: "system", origin: .system, address: "")
    private let scratch: ScratchDirectory
    private let clock = ManualClock(Timestamp(microseconds: 1_772_442_764_000_000))
    private let key: SigningKey
    private let heard = Mailbox<Int>(capacity: 1000)

    init() throws {
        scratch = try ScratchDirectory()
        key = try SigningKey.make()
    }

    private func open() throws -> Store {
        var options = StoreOptions(directory: scratch.path)
        options.keepsBallast = false
        return try Store.open(options)
    }

    /// A double that answers so, one after the other, and then takes everything.
    private func server(_ acts: [Act]) throws -> ScriptedServer {
        let count = Lock(0)
        return try ScriptedServer { [heard] _ in
            let index = count.withLock { count in
                count += 1
                return count - 1
            }
            _ = heard.offer(index)
            return [index < acts.count ? acts[index] : .answer(204, [], "")]
        }
    }

    private func hook(to server: ScriptedServer) throws -> ClockWebhook {
        let address = try #require(WebhookAddress("http://127.0.0.1:\(server.port)/clocks"))
        return ClockWebhook(
            Webhook(address, tls: nil, firstWait: .nanoseconds(1)), key: key,
            directory: scratch.path, clock: clock.wallClock, log: .silent)
    }

    /// Makes a file with a death and notes the points that its clocks have passed.
    private func warn(_ store: Store) throws {
        var values = FieldValues()
        values["summary"] = .text("x")
        values["received"] = .text("2026-03-02")
        values["aware"] = .text("2026-03-02")
        values["outcome"] = .text("death")
        values["markets"] = .list(["EU"])
        let (wanted, today) = (values, try #require(CivilDate("2026-03-10")))
        let made = try store.writeAndWait(by: Self.author) { transaction throws(StorageFailure) in
            try transaction.createComplaint(wanted, for: .everything)
        }.value
        let found = try store.read { reader throws(StorageFailure) in
            try reader.dueWarnings(on: today, of: [made.id])
        }
        try store.writeAndWait(by: Self.author) { transaction throws(StorageFailure) in
            _ = try transaction.note(found)
        }
    }

    private func notices(_ store: Store, after seq: Int64) throws -> [ClockNotice] {
        try store.read { reader throws(StorageFailure) in
            try reader.clockNotices(after: seq).notices
        }
    }

    private func wait(_ count: Int) {
        for _ in 0..<count { #expect(heard.take(until: .now() + .seconds(30)) != nil) }
    }

    @Test("What is noted from the first start on is posted in order, across failures and restarts")
    func delivery() throws {
        let store = try open()
        defer { store.close() }
        try warn(store)
        let first = try server([.reset, .answer(500, [], ""), .answer(429, [], "")])
        defer { first.stop() }
        let start = store.commit
        let sending = try hook(to: first)
        try sending.start(store, Metrics())
        try warn(store)
        let wanted = try notices(store, after: start)
        #expect(wanted.contains { $0.rule == "EU-10" && $0.percent == 75 })
        wait(3 + wanted.count)
        sending.stop()
        let lines = try wanted.map { try $0.line(signedWith: key) }
        #expect(first.requests.map(\.body) == [lines[0], lines[0], lines[0]] + lines)
        #expect(first.requests.allSatisfy { $0.method == "POST" && $0.target == "/clocks" })
        #expect(sending.status.sent == wanted.count && sending.status.lost == 0)
        #expect(sending.status.lastSuccess == clock.wallClock.now().microseconds)

        // Nobody sends meanwhile.
        let stop = store.commit
        try warn(store)
        let missed = try notices(store, after: stop)
        let second = try server([])
        defer { second.stop() }
        let again = try hook(to: second)
        try again.start(store, Metrics())
        wait(missed.count)
        again.stop()
        #expect(second.requests.map(\.body) == (try missed.map { try $0.line(signedWith: key) }))
    }

    @Test("A signature is over the lines of the statement, and a changed one does not hold")
    func signature() throws {
        let notice = ClockNotice(
            seq: 7, at: 9, complaint: "C-2026-000001", rule: "EU-10", due: "2026-03-12", percent: 75
        )
        let text = String(decoding: notice.statement, as: UTF8.self)
        #expect(
            text == """
                ibtool clock 1
                seq 7
                at 9
                complaint C-2026-000001
                rule EU-10
                due 2026-03-12
                percent 75

                """)
        let line = String(decoding: try notice.line(signedWith: key), as: UTF8.self)
        let encoded = try #require(line.split(separator: "\"signature\":\"").last)
        let signature = try #require(Base64.decode(String(encoded.prefix { $0 != "\"" })))
        let verifying = try VerifyingKey(raw: key.publicKey.raw)
        #expect(try verifying.verifies(signature, of: notice.statement))
        #expect(try !verifying.verifies(signature, of: notice.statement + [0x0A]))
    }

    @Test("One that the address refuses is given up after ten attempts; the next ones go on")
    func refusal() throws {
        let store = try open()
        defer { store.close() }
        let refusing = [Act](
            repeating: .answer(422, [], "no"), count: ClockWebhook.refusalsMax)
        let server = try server(refusing)
        defer { server.stop() }
        let start = store.commit
        let metrics = Metrics()
        let sending = try hook(to: server)
        try sending.start(store, metrics)
        try warn(store)
        let wanted = try notices(store, after: start)
        wait(refusing.count + wanted.count - 1)
        sending.stop()
        #expect(sending.status.lost == 1 && sending.status.sent == wanted.count - 1)
        let bodies = server.requests.map(\.body)
        #expect(Set(bodies.prefix(refusing.count)).count == 1)
        #expect(Set(bodies).count == wanted.count)
        let text = String(decoding: metrics.exposition(), as: UTF8.self)
        #expect(text.contains("ibtool_clock_webhook_lost_total{destination="))
    }

    @Test("What is wrong with the address is waited for, however often it says so")
    func misconfigured() throws {
        let store = try open()
        defer { store.close() }
        let codes = [401, 403, 404, 405, 407, 408, 410, 425, 429, 301, 500, 503]
        let server = try server(codes.map { .answer($0, [], "") })
        defer { server.stop() }
        let start = store.commit
        let sending = try hook(to: server)
        try sending.start(store, Metrics())
        try warn(store)
        let wanted = try notices(store, after: start)
        wait(codes.count + wanted.count)
        sending.stop()
        #expect(codes.count > ClockWebhook.refusalsMax)
        #expect(sending.status.lost == 0 && sending.status.sent == wanted.count)
    }

    @Test("A stop in the middle of a batch posts no further; the next start goes on behind it")
    func stopping() throws {
        let store = try open()
        defer { store.close() }
        let ending = Lock<Webhook?>(nil)
        let server = try ScriptedServer { [heard] _ in
            ending.withLock { $0 }?.end()
            _ = heard.offer(0)
            return [.answer(204, [], "")]
        }
        defer { server.stop() }
        let address = try #require(WebhookAddress("http://127.0.0.1:\(server.port)/clocks"))
        let webhook = Webhook(address, tls: nil)
        ending.withLock { $0 = webhook }
        let start = store.commit
        let sending = ClockWebhook(
            webhook, key: key, directory: scratch.path, clock: clock.wallClock, log: .silent)
        try sending.start(store, Metrics())
        try warn(store)
        let wanted = try notices(store, after: start)
        wait(1)
        sending.stop()
        #expect(wanted.count > 1 && server.requests.count == 1 && sending.status.sent == 1)
        #expect(try kept() == "\(wanted[0].seq)\n")
        let again = try hook(to: server)
        try again.start(store, Metrics())
        wait(wanted.count - 1)
        again.stop()
        let lines = try wanted.map { try $0.line(signedWith: key) }
        #expect(server.requests.map(\.body) == lines)
        #expect(try kept() == "\(store.commit)\n")
    }

    @Test("Rows with nothing to post move the position too: kept once in so many, and at the end")
    func quiet() throws {
        let path = scratch.path(of: ClockWebhook.positionName)
        let rows = HookPosition.rowsMax
        var position = try HookPosition(path, upTo: 0, log: .silent)
        position.move(to: rows - 1)
        #expect(try kept() == "0\n")
        position.move(to: rows)
        position.move(to: rows + 5)
        #expect(try kept() == "\(rows)\n")
        position.keep()
        #expect(try kept() == "\(rows + 5)\n")
        #expect(try HookPosition(path, upTo: rows * 2, log: .silent).row == rows + 5)
        #expect(try HookPosition(path, upTo: 3, log: .silent).row == 3)
    }

    /// What the position's file says.
    private func kept() throws -> String {
        let path = scratch.path(of: ClockWebhook.positionName)
        return String(decoding: try DurableFile.read(path, bytesMax: 32), as: UTF8.self)
    }

    @Test("A position behind the log's end, as after a restore, and no position begin at the end")
    func positions() throws {
        let store = try open()
        defer { store.close() }
        try warn(store)
        let path = scratch.path(of: ClockWebhook.positionName)
        for text in ["999999\n", "banana", ""] {
            try DurableFile.write(Array(text.utf8), to: path)
            let server = try server([])
            defer { server.stop() }
            let sending = try hook(to: server)
            try sending.start(store, Metrics())
            sending.stop()
            #expect(try kept() == "\(store.commit)\n", "\(text)")
            #expect(server.requests.isEmpty)
        }
    }
}
