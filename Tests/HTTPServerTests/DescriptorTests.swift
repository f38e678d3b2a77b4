import HTTP
import Platform
import Telemetry
import Testing

@testable import HTTPServer

@Suite struct DescriptorTests {
    @Test func withoutDescriptorsTheLoopRestsAndRecovers() throws {
        let calls = Lock(0)
        let failures = 6
        let configuration = ServerConfiguration(
            listeners: [.tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)], loopCount: 1,
            workerCount: 1)
        // The kernel says EMFILE a few times: once for the accept, once for the one behind the spare.
        let server = try Server(
            configuration, application: EchoApplication(), metrics: Metrics(), log: .silent,
            clock: .system,
            acceptNext: { listener in
                let count = calls.withLock { count in
                    count += 1
                    return count
                }
                return count <= failures ? .outOfDescriptors : Socket.accept(from: listener)
            })
        try server.start()
        defer { server.drain(within: .seconds(5)) }
        let client = try RawClient(server)
        try client.send("GET /served HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try client.answer().text == "GET /served")
        // The listener was ready all the time; a spinning loop would have asked thousands of times.
        #expect(calls.withLock { $0 } < failures + 10)
    }

    @Test func hostileBytesNeverStopTheServer() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("hostile seed \(seed)")
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = [
            "GET ", "POST ", "/", " HTTP/1.1\r\n", "Host: x\r\n", "\r\n", "\n", "\0", "chunked",
            "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "5\r\nhello\r\n",
            "0\r\n\r\n",
            "Expect: 100-continue\r\n", "/stream", "/events", "/upload", "/worker", "/large",
        ].map { Array($0.utf8) }
        try withServer(loops: 2) { server in
            for _ in 0..<300 {
                let client = try RawClient(server)
                var bytes = Array("GET /fast HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
                for _ in 0..<random(20) { bytes += pieces[random(pieces.count)] }
                do {
                    try client.send(bytes)
                    if random(2) == 0 { _ = try client.answer() }
                } catch let error as SystemError {
                    // A server may cut off who sends such things.
                    #expect(error.isDisconnected)
                }
            }
            let client = try RawClient(server)
            try client.send("GET /alive HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try client.answer().text == "GET /alive")
        }
    }
}
