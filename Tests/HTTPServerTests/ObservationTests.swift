import HTTP
import HTTPServer
import Platform
import Telemetry
import TestSupport
import Testing

/// What a server tells of its work: numbers, and a line a request.
@Suite struct ObservationTests {
    private func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n" }

    private func exposition(_ metrics: Metrics) throws -> Exposition {
        try Exposition(String(decoding: metrics.exposition(), as: UTF8.self))
    }

    @Test func answersAreCountedByRouteOnEveryLoopAndReplayedOnesToo() throws {
        let metrics = Metrics()
        try withServer(loops: 2, metrics: metrics) { server in
            for _ in 0..<8 {
                let client = try RawClient(server)
                for path in ["/replayed", "/replayed", "/missing", "/worker"] {
                    try client.send(get(path))
                    _ = try client.answer()
                }
            }
            let bad = try RawClient(server)
            try bad.send("GET / HTTP/1.1\n")
            #expect(try bad.answer().status == 400)
        }
        let shown = try exposition(metrics)
        let replayed = "method=\"GET\",route=\"/replayed/{number}\""
        #expect(shown.values["http_requests_total{\(replayed),status=\"2xx\"}"] == 16)
        #expect(shown.values["http_requests_total{\(replayed),status=\"5xx\"}"] == 0)
        #expect(shown.values["http_request_seconds_count{\(replayed)}"] == 16)
        let none = "method=\"none\",route=\"none\""
        #expect(shown.values["http_requests_total{\(none),status=\"4xx\"}"] == 9)
        #expect(shown.values["http_requests_total{\(none),status=\"2xx\"}"] == 8)
        #expect(shown.values["http_refusals_total{reason=\"bareLineFeed\"}"] == 1)
        #expect(shown.values["http_connections_total"] == 9)
        #expect(shown.values["http_connections"] == 0)
        #expect(shown.sum("http_received_bytes_total") > 1000)
        #expect(shown.sum("http_sent_bytes_total") > 1000)
    }

    @Test func noPathBecomesALabel() throws {
        let metrics = Metrics()
        try withServer(metrics: metrics) { server in
            let client = try RawClient(server)
            for number in 0..<100 {
                try client.send(get("/secret-\(number)"))
                _ = try client.answer()
            }
        }
        let text = String(decoding: metrics.exposition(), as: UTF8.self)
        #expect(!text.contains("secret"))
        #expect(text.split(separator: "\n").count < 150)
    }

    /// The lines that a server writes over `body`.
    private func lines(
        _ logging: AccessLogging, least: LogLevel = .info, linesMax: Int = 10_000,
        metrics: Metrics = Metrics(), _ paths: [String]
    ) throws -> [String] {
        let sink = MemorySink(linesMax: linesMax)
        let log = Log(least: least, format: .json, clock: .system, sink: sink)
        func withLines(_ configuration: inout ServerConfiguration) {
            configuration.accessLogging = logging
        }
        try withServer(metrics: metrics, log: log, configure: withLines) { server in
            let client = try RawClient(server)
            for path in paths {
                try client.send(get(path))
                _ = try client.answer()
            }
        }
        return sink.lines.filter { $0.contains("\"event\":\"request\"") }
    }

    @Test func everyRequestIsALine() throws {
        let found = try lines(.all, ["/fast?token=canary", "/replayed", "/replayed", "/worker"])
        #expect(found.count == 4)
        #expect(
            found[0].contains(
                "\"method\":\"GET\",\"path\":\"/fast\",\"route\":\"none\",\"status\":200"))
        #expect(found[1].contains("\"route\":\"/replayed/{number}\""))
        #expect(found[2].contains("\"route\":\"/replayed/{number}\""))
        #expect(!found.joined().contains("canary"))
        let names = found.map { $0.split(separator: "\"")[15] }
        #expect(Set(names).count == 4)
        #expect(
            found.allSatisfy {
                $0.hasPrefix("{\"ts\":\"2") && $0.hasSuffix("\"peer\":\"127.0.0.1\"}")
            })
    }

    @Test func oneOfSoManyIsALine() throws {
        let paths = [String](repeating: "/fast", count: 30) + ["/drop"]
        let found = try lines(.sampled(10), paths)
        #expect(found.filter { $0.contains("\"status\":200") }.count == 3)
        #expect(found.filter { $0.contains("\"level\":\"error\"") }.count == 1)
    }

    @Test(arguments: [LogLevel.info, .error])
    func errorsAreAlwaysLines(_ least: LogLevel) throws {
        let found = try lines(.off, least: least, ["/fast", "/drop", "/missing"])
        #expect(found.count == 1)
        #expect(found.first?.contains("\"status\":500") == true)
    }

    @Test func aLevelAboveInfoLeavesErrorsAlone() throws {
        #expect(try lines(.all, least: .warning, ["/fast", "/fast"]).isEmpty)
    }

    @Test func whatFindsNoRoomIsDroppedAndCounted() throws {
        let metrics = Metrics()
        let found = try lines(.all, linesMax: 0, metrics: metrics, ["/fast", "/fast", "/fast"])
        #expect(found.isEmpty)
        #expect(try exposition(metrics).sum("log_dropped_lines_total") >= 3)
    }
}
