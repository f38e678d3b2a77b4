import HTTP
import HTTPClient
import HTTPServer
import Platform
import Telemetry
import TestSupport
import Testing

/// Waits until `condition` holds, asking again and again, and gives up after many tries.
func eventually(_ condition: () -> Bool) -> Bool {
    let limit = MonotonicInstant.now() + .seconds(10)
    let never = Mailbox<Int>(capacity: 1)
    while MonotonicInstant.now() < limit {
        if condition() { return true }
        _ = never.take(until: .now() + .milliseconds(1))
    }
    return condition()
}

@Suite struct EventStreamTests {
    @Test func eventsReachManyListeners() throws {
        let application = EchoApplication()
        try withServer(application, loops: 2) { server in
            let clients = try (0..<100).map { _ in try RawClient(server) }
            for client in clients {
                try client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            }
            for client in clients { _ = try client.readUntil(Array("retry: 2000\n\n".utf8)) }
            let sources = application.listeners.withLock { $0 }
            #expect(sources.count == 100)
            for source in sources {
                let sink = source.sink.withLock { $0 }
                #expect(sink?.send(Array("data: hello\n\n".utf8)) == true)
            }
            for client in clients { _ = try client.readUntil(Array("data: hello\n\n".utf8)) }
            for source in sources { source.sink.withLock { $0 }?.close() }
            for client in clients { _ = try client.readUntil(Array("\r\n0\r\n\r\n".utf8)) }
            #expect(eventually { sources.allSatisfy { $0.isStopped.withLock { $0 } } })
        }
    }

    @Test func aListenerThatLeavesIsNoticed() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            do {
                let client = try RawClient(server)
                try client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = try client.readUntil(Array("retry".utf8))
            }
            let source = application.listeners.withLock { $0[0] }
            #expect(eventually { source.isStopped.withLock { $0 } })
            #expect(source.sink.withLock { $0 }?.send([1]) == false)
        }
    }

    @Test func aListenerThatDoesNotReadIsClosedWithinItsBound() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            try client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try client.readUntil(Array("retry".utf8))
            let source = application.listeners.withLock { $0[0] }
            guard let sink = source.sink.withLock({ $0 }) else { return }
            let event = [UInt8](repeating: 0x78, count: 10_000)
            var sent = 0
            while sink.send(event), sent < 100_000 { sent += 1 }
            // The bound is ours and what the kernel's socket buffers take.
            #expect(sent < 10_000)
            #expect(!sink.send(event))
        }
    }
}

@Suite struct PressureTests {
    @Test func aStreamWaitsForItsReader() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            try client.send("GET /stream?n=100000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try client.readUntil([13, 10, 13, 10])
            let producer = application.producers.withLock { $0[0] }
            // Made pieces stop growing long before the body's 100 MB, though nobody reads.
            var last = -1
            let isStill = eventually {
                let made = producer.made.withLock { $0 }
                defer { last = made }
                return made == last && made > 256
            }
            #expect(isStill)
            #expect(producer.made.withLock { $0 } < 50_000)
        }
        let producer = application.producers.withLock { $0[0] }
        #expect(eventually { producer.isCancelled.withLock { $0 } }, "cancelled")
    }

    @Test func aClientThatNeverReadsStopsBeingServed() throws {
        let metrics = Metrics()
        try withServer(metrics: metrics) { server in
            let client = try RawClient(server)
            let request = Array("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            for _ in 0..<100 { try client.send(request) }
            let other = try RawClient(server)
            try other.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try other.answer().status == 200)
            for _ in 0..<100 { #expect(try client.answer().body.count == 1 << 20) }
        }
    }

    @Test func aFullWorkQueueAnswers503() throws {
        let application = EchoApplication()
        let metrics = Metrics()
        func narrow(_ configuration: inout ServerConfiguration) {
            configuration.limits.workQueueMax = 1
            configuration.workerCount = 1
        }
        let fast = "GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let work = "GET /worker HTTP/1.1\r\nHost: localhost\r\n\r\n"
        try withServer(application, metrics: metrics, configure: narrow) { server in
            let (running, queued) = (try RawClient(server), try RawClient(server))
            try application.executed.withLock { _ in
                // The worker waits for this lock. Once the fast answer is there, what was sent behind
                // it is with the worker or in its queue.
                try running.send(fast + work)
                #expect(try running.answer().text == "fast")
                #expect(
                    eventually {
                        String(decoding: metrics.exposition(), as: UTF8.self)
                            .contains("http_work_queue 0\n")
                    })
                try queued.send(fast + work)
                #expect(try queued.answer().text == "fast")
                for _ in 0..<5 {
                    let client = try RawClient(server)
                    try client.send(work)
                    let answer = try client.answer()
                    #expect(answer.status == 503)
                    #expect(answer.head.contains("retry-after: 1"))
                }
            }
            #expect(try running.answer().status == 200)
            #expect(try queued.answer().status == 200)
        }
    }

    @Test func connectionsBeyondTheLimitWaitAndAreServed() throws {
        func narrow(_ configuration: inout ServerConfiguration) {
            configuration.limits.connectionsMax = 4
        }
        try withServer(configure: narrow) { server in
            var clients = try (0..<4).map { _ in try RawClient(server) }
            for client in clients {
                try client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try client.answer().status == 200)
            }
            let fifth = try RawClient(server)
            try fifth.send("GET /fifth HTTP/1.1\r\nHost: localhost\r\n\r\n")
            clients.removeAll()
            #expect(try fifth.answer().text == "GET /fifth")
        }
    }
}

@Suite struct DrainTests {
    @Test func requestsUnderWayAreAnsweredAndTheConnectionCloses() throws {
        let application = EchoApplication()
        var configuration = ServerConfiguration(
            listeners: [.tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)], loopCount: 2,
            workerCount: 2)
        configuration.limits.drainGrace = .milliseconds(50)
        let server = try Server(
            configuration, application: application, metrics: Metrics(), log: .silent)
        try server.start()
        let waiting = try RawClient(server)
        try waiting.send("GET /gate HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let idle = try RawClient(server)
        try idle.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try idle.answer().status == 200)
        let listening = try RawClient(server)
        try listening.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try listening.readUntil(Array("retry".utf8))
        #expect(eventually { application.gate.withLock { $0.count } == 1 })
        let drained = Lock<Bool?>(nil)
        let thread = try Thread.start(name: "drain") {
            let result = server.drain(within: .seconds(10))
            drained.withLock { $0 = result }
        }
        _ = try listening.readUntil(Array("\r\n0\r\n\r\n".utf8))
        #expect(try idle.isAtEnd())
        for reply in application.gate.withLock({ $0 }) { reply.send(EchoApplication.text("late")) }
        let answer = try waiting.answer()
        #expect(answer.text == "late")
        #expect(answer.head.contains("connection: close"))
        #expect(try waiting.isAtEnd())
        thread.join()
        #expect(drained.withLock { $0 } == true)
        #expect(throws: SystemError.self) { try RawClient(server) }
    }

    @Test func clientsUnderLoadSeeNoReset() throws {
        let server = try Server(
            ServerConfiguration(
                listeners: [.tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)], loopCount: 2,
                workerCount: 2), application: EchoApplication(), metrics: Metrics(), log: .silent)
        try server.start()
        let failures = Lock<[String]>([])
        let answered = Lock(0)
        let clients = try (0..<8).map { _ in try RawClient(server) }
        let boxed = clients.map(ClientBox.init)
        let threads = try boxed.enumerated().map { number, box in
            try Thread.start(name: "load") {
                let path = number % 2 == 0 ? "/worker" : "/fast"
                do {
                    while true {
                        try box.client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        let answer = try box.client.answer()
                        answered.withLock { $0 += 1 }
                        if answer.head.contains("connection: close") {
                            if try !box.client.isAtEnd() { throw TestProducer.Broken() }
                            return
                        }
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(eventually { answered.withLock { $0 } > 500 })
        #expect(server.drain(within: .seconds(10)))
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
    }

    /// A client is used by one thread at a time.
    private final class ClientBox: @unchecked Sendable {
        let client: RawClient
        init(_ client: RawClient) { self.client = client }
    }
}

@Suite struct ClientTests {
    @Test func theClientSpeaksWithTheServer() throws {
        let scratch = try ScratchDirectory()
        let path = "\(scratch.path)/socket"
        let application = EchoApplication(directory: scratch.path)
        func onUnixSocket(_ configuration: inout ServerConfiguration) {
            configuration.listeners = [.unix(path: path)]
        }
        try withServer(application, configure: onUnixSocket) { _ in
            let client = HTTPClient(.unix(path: path))
            let (head, body) = try client.request(.post, "/x", body: .bytes(Array("hey".utf8)))
            #expect(head.status.code == 200)
            #expect(String(decoding: body, as: UTF8.self) == "/x:hey")
            #expect(try client.request(.get, "/stream?n=90").body.count == 90_000)
            #expect(try client.request(.head, "/large").body.isEmpty)
            #expect(try client.request(.get, "/empty").head.status.code == 204)
            try DurableFile.write([UInt8](repeating: 1, count: 300_000), to: "\(scratch.path)/up")
            var text = ""
            try client.request(.post, "/upload", body: .file(path: "\(scratch.path)/up")) {
                text += String(decoding: $1, as: UTF8.self)
            }
            #expect(text == "file 300000 300000")
            let refused = try client.request(
                .post, "/x", body: .bytes([UInt8](repeating: 1, count: 3_000_000)))
            #expect(refused.head.status.code == 413)
            #expect(throws: ClientError.self) { try client.request(.get, "/break") }
        }
    }
}
