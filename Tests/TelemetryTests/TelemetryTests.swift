import Platform
import Telemetry
import Testing

@Suite struct SecretTests {
    @Test func aSecretIsNeverPrinted() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["key": secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(secret)" == "redacted")
        #expect(secret.reveal { $0 } == "hunter2")
        #expect(secret == Secret("hunter2"))
        #expect(secret != Secret("hunter3"))
    }
}

@Suite struct LogTests {
    private let clock = WallClock.fixed(Timestamp(microseconds: 1_772_446_272_345_000))

    @Test func aLineIsOneJSONObject() {
        let sink = MemorySink()
        let log = Log(least: .info, format: .json, clock: clock, sink: sink)
        log.info("request.done", ["status": 200, "path": "/a\"b\r\n\u{1B}[31m", "ok": true])
        log.debug("unseen")
        #expect(
            sink.lines == [
                #"{"ts":"2026-03-02T10:11:12.345Z","level":"info","event":"request.done","#
                    + #""status":200,"path":"/a\"b\r\n\u001b[31m","ok":true}"#
            ])
    }

    @Test func aTextLineHoldsNoControlBytes() {
        let sink = MemorySink()
        let log = Log(least: .debug, format: .text, clock: clock, sink: sink)
        log.warning("odd", ["path": "a b\u{1B}]0;x\u{7}", "token": LogValue(Secret("t0p"))])
        #expect(
            sink.lines == [
                #"2026-03-02T10:11:12.345Z warning odd path="a b\u001b]0;x\u0007" token=redacted"#
            ])
    }

    @Test func aFullSinkDropsAndCounts() {
        let log = Log(
            least: .info, format: .json, clock: clock, sink: MemorySink(linesMax: 2))
        for _ in 0..<5 { log.info("x") }
        #expect(log.droppedCount == 3)
    }

    @Test func aLongLineStaysOneLineOfItsFormat() {
        let sink = MemorySink()
        let log = Log(least: .info, format: .json, clock: clock, sink: sink)
        log.info("long", ["text": .text(String(repeating: "é\"", count: 20_000))])
        #expect(sink.lines.count == 1)
        #expect(sink.lines[0].utf8.count < Log.lineBytesMax)
        #expect(sink.lines[0].hasSuffix("\"}"))
    }
}

@Suite struct MetricsTests {
    @Test func theExpositionHasEveryKindOfNumber() {
        let metrics = Metrics()
        metrics.counter("b_total", help: "Bees.", labels: [("kind", "a\"\\\n")]).add(3)
        metrics.gauge("a_now", help: "A\nnow.").set(-2)
        metrics.sampled("c_ratio", help: "C.") { 0.5 }
        let histogram = metrics.histogram("d_seconds", help: "D.", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 3] { histogram.observe(value) }
        let expected = #"""
            # HELP a_now A\nnow.
            # TYPE a_now gauge
            a_now -2
            # HELP b_total Bees.
            # TYPE b_total counter
            b_total{kind="a\"\\\n"} 3
            # HELP c_ratio C.
            # TYPE c_ratio gauge
            c_ratio 0.5
            # HELP d_seconds D.
            # TYPE d_seconds histogram
            d_seconds_bucket{le="0.1"} 2
            d_seconds_bucket{le="1"} 3
            d_seconds_bucket{le="+Inf"} 4
            d_seconds_sum 3.65
            d_seconds_count 4

            """#
        #expect(String(decoding: metrics.exposition(), as: UTF8.self) == expected)
    }

    @Test func theSameNameAndLabelsAreTheSameInstrument() {
        let metrics = Metrics()
        let one = metrics.counter("x_total", help: "X.", labels: [("a", "1")])
        metrics.counter("x_total", help: "X.", labels: [("a", "1")]).add()
        metrics.counter("x_total", help: "X.", labels: [("a", "2")]).add()
        #expect(one.current == 1)
    }

    @Test func threadsLoseNoCount() throws {
        let counter = Metrics().counter("y_total", help: "Y.")
        let threads = try (0..<4).map { _ in
            try Thread.start(name: "adder") { for _ in 0..<10_000 { counter.add() } }
        }
        for thread in threads { thread.join() }
        #expect(counter.current == 40_000)
    }
}
