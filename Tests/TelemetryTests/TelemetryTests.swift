import Platform
import Telemetry
import TestSupport
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

@Suite struct BatchTests {
    @Test func aBatchIsItsLines() {
        let sink = MemorySink()
        let log = Log(least: .info, format: .json, clock: .system, sink: sink)
        var batch: [UInt8] = []
        let time = Timestamp(microseconds: 1_500_000)
        log.append(.info, "one", ["a": 1], at: time, to: &batch)
        log.append(.error, "two", ["a": "\u{1b}é\""], at: time, to: &batch)
        let long = String(repeating: "x", count: Log.lineBytesMax)
        log.append(.info, "three", ["a": .text(long)], at: time, to: &batch)
        log.write(batch: batch, lineCount: 3)
        #expect(sink.lines.count == 3)
        #expect(
            sink.lines[0]
                == #"{"ts":"1970-01-01T00:00:01.500Z","level":"info","event":"one","a":1}"#)
        #expect(sink.lines[1].hasSuffix(#""event":"two","a":"\u001bé\""}"#))
        #expect(sink.lines[2].contains("log.line.cut"))
    }

    @Test func droppedBatchesAreCountedByLine() {
        let log = Log(
            least: .info, format: .json, clock: .system, sink: MemorySink(linesMax: 0))
        log.write(batch: Array("{}\n{}\n".utf8), lineCount: 2)
        #expect(log.droppedCount == 2)
    }

    @Test func batchesLeaveRoomForLines() {
        let queue = Mailbox<Int>(capacity: 4)
        #expect(queue.offer(1, waitingMax: 2))
        #expect(queue.offer(2, waitingMax: 2))
        #expect(!queue.offer(3, waitingMax: 2))
        #expect(queue.offer(3))
        #expect(queue.offer(4))
        #expect(!queue.offer(5))
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

    @Test func sharesAddUp() throws {
        let metrics = Metrics()
        let counter = metrics.counter("y_total", help: "Y.")
        let histogram = metrics.histogram("z_seconds", help: "Z.", bounds: [1, 2])
        counter.add(5)
        histogram.observe(0.5)
        let threads = try (0..<4).map { number in
            let (count, times) = (counter.share(), histogram.share())
            return try Thread.start(name: "adder") {
                for _ in 0..<10_000 { count.add() }
                times.observe(Double(number))
            }
        }
        for thread in threads { thread.join() }
        metrics.sampledCounter("w_total", help: "W.") { 4 }
        let shown = try Exposition(String(decoding: metrics.exposition(), as: UTF8.self))
        #expect(shown.values["y_total"] == 40_005)
        #expect(shown.values["z_seconds_bucket{le=\"1\"}"] == 3)
        #expect(shown.values["z_seconds_bucket{le=\"2\"}"] == 4)
        #expect(shown.values["z_seconds_count"] == 5)
        #expect(shown.values["z_seconds_sum"] == 6.5)
        #expect(shown.kinds["w_total"] == "counter")
    }

    @Test(arguments: [
        "a 1", "# HELP a A.\n# TYPE a gauge\na 1\na 1\n", "# TYPE a gauge\na 1\n", "a 1\n",
        "# HELP a A.\n# TYPE a gauge\na{b=\"c} 1\n", "# HELP a A.\n# TYPE a gauge\nb 1\n",
        "# HELP a A.\n# TYPE a counter\na 1\n", "# HELP a A.\n# TYPE a gauge\na x\n",
        "# HELP a_total A.\n# TYPE a_total counter\na_total -1\n",
        "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n"
            + "a_sum 1\na_count 1\n",
        "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
    ])
    func theReaderOfExpositionsIsStrict(_ text: String) {
        #expect(throws: Exposition.Malformed.self) { try Exposition(text) }
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
