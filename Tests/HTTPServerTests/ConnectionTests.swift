import HTTP
import Platform
import Testing

@testable import HTTPServer

/// Drives a connection by hand: bytes and seconds in, actions out.
private struct Desk {
    var machine: Connection
    var output = OutputQueue()
    var seconds = 0.0
    var rest: [UInt8] = []

    init(_ change: (inout ServerLimits) -> Void = { _ in }) {
        var limits = ServerLimits()
        change(&limits)
        machine = Connection(limits: SharedLimits(limits), isSecure: false, now: Desk.instant(0))
    }

    static func instant(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(seconds * 1e9))
    }

    var moment: Connection.Moment {
        Connection.Moment(now: Desk.instant(seconds), date: Array("now".utf8))
    }

    /// Feeds bytes; answers the labels of what the machine wants done.
    mutating func feed(_ text: String) -> [String] {
        rest += Array(text.utf8)
        var labels: [String] = []
        var position = 0
        let (moment, input) = (moment, rest)
        loop: while true {
            let action = machine.advance(input.span, &position, &output, moment)
            switch action {
            case .none: break loop
            case .again: continue
            default: labels.append(Desk.label(action))
            }
            if case .admit = action { break }
        }
        rest.removeFirst(position)
        return labels
    }

    mutating func expire() -> String {
        let moment = moment
        return Desk.label(machine.expired(&output, moment))
    }

    /// Lets the client take everything.
    mutating func takeAll() -> String {
        output.consume(Int(output.byteCount))
        return Desk.label(machine.progressed(outputIsEmpty: true, Desk.instant(seconds)))
    }

    mutating func answer(_ body: ResponseBody = .none) -> Connection.Continuation {
        let moment = moment
        return machine.answer(
            Response(status: Status(200), body: body), file: nil, id: nil, &output, moment)
    }

    mutating func run(_ plan: BodyPlan = .memory(bytesMax: 1 << 20)) -> String {
        let moment = moment
        return Desk.label(machine.receive(at: .loop, plan, &output, moment))
    }

    var deadline: Double {
        let nanoseconds = machine.deadline(outputIsEmpty: output.isEmpty).nanoseconds
        return nanoseconds == .max ? .infinity : Double(nanoseconds) / 1e9
    }

    static func label(_ action: Connection.Action) -> String {
        switch action {
        case .none: "none"
        case .again: "again"
        case .admit: "admit"
        case .openSpool: "openSpool"
        case .spool: "spool"
        case .run: "run"
        case .refused(let reason, let status): "\(reason) \(status.code)"
        case .heartbeat: "heartbeat"
        case .finishSending: "finishSending"
        case .close: "close"
        }
    }
}

private let head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

@Suite struct ConnectionTests {
    @Test func aTrickledHeaderHasTenSecondsFromItsFirstByte() {
        var desk = Desk()
        desk.seconds = 50
        for byte in head.unicodeScalars.dropLast(2) {
            #expect(desk.feed(String(byte)) == [])
            #expect(desk.deadline == 60)
            desk.seconds += 0.2
        }
        desk.seconds = 59.9
        #expect(desk.expire() == "none")
        desk.seconds = 60
        #expect(desk.expire() == "headerTooSlow 408")
        #expect(desk.takeAll() == "finishSending")
        #expect(desk.deadline == 61)
        desk.seconds = 61
        #expect(desk.expire() == "close")
    }

    @Test func anIdleConnectionIsClosedAfterAMinute() {
        var desk = Desk()
        #expect(desk.deadline == 60)
        desk.seconds = 30
        #expect(desk.feed(head) == ["admit"])
        #expect(desk.answer() == .complete)
        desk.seconds = 31
        #expect(desk.takeAll() == "none")
        #expect(desk.deadline == 91)
        desk.seconds = 91
        #expect(desk.expire() == "close")
    }

    @Test func aBodyMustKeepItsPace() {
        var desk = Desk()
        _ = desk.feed("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        #expect(desk.run() == "none")
        #expect(desk.deadline == 10)
        _ = desk.feed(String(repeating: "a", count: 5120))
        #expect(desk.deadline == 20)
        _ = desk.feed(String(repeating: "a", count: 512_000))
        #expect(desk.deadline == 300)
        desk.seconds = 300
        #expect(desk.expire() == "bodyTooSlow 408")
    }

    @Test func aWaitingRequestHasNoDeadline() {
        var desk = Desk()
        _ = desk.feed(head)
        #expect(desk.run() == "run")
        #expect(desk.deadline == .infinity)
        #expect(!desk.machine.wantsInput(outputBytes: 0))
    }

    @Test func aClientThatTakesNothingIsCutAfterThirtySeconds() {
        var desk = Desk()
        _ = desk.feed(head)
        desk.seconds = 5
        #expect(desk.answer(.bytes([UInt8](repeating: 1, count: 5000))) == .complete)
        #expect(desk.deadline == 35)
        desk.seconds = 34
        desk.output.consume(1)
        _ = desk.machine.progressed(outputIsEmpty: false, Desk.instant(34))
        #expect(desk.deadline == 64)
        desk.seconds = 64
        #expect(desk.expire() == "close")
    }

    @Test func pipelinedRequestsWaitForTheirTurn() {
        var desk = Desk()
        #expect(desk.feed(head + head) == ["admit"])
        #expect(desk.run() == "run")
        #expect(desk.feed("") == [])
        #expect(desk.answer() == .complete)
        #expect(desk.feed("") == ["admit"])
    }

    @Test func unreadOutputStopsTheParsing() {
        var desk = Desk { $0.outputBytesMax = 5000 }
        #expect(desk.feed(head + head) == ["admit"])
        _ = desk.answer(.bytes([UInt8](repeating: 1, count: 5000)))
        #expect(desk.feed("") == [])
        #expect(!desk.machine.wantsInput(outputBytes: desk.output.byteCount))
        #expect(desk.takeAll() == "none")
        #expect(desk.feed("") == ["admit"])
    }

    @Test func anEventStreamHasAHeartbeat() {
        var desk = Desk()
        _ = desk.feed(head)
        _ = desk.run()
        #expect(desk.answer(.events(NoEvents())) == .events)
        #expect(desk.takeAll() == "none")
        #expect(desk.deadline == 15)
        desk.seconds = 15
        #expect(desk.expire() == "heartbeat")
        #expect(desk.deadline == 30)
    }

    @Test func aDrainedConnectionAnswersOnceMoreAndCloses() {
        var desk = Desk()
        desk.seconds = 1
        desk.machine.drain(Desk.instant(1))
        #expect(desk.deadline == 1.5)
        #expect(desk.feed(head + head) == ["admit"])
        #expect(desk.answer() == .complete)
        #expect(String(decoding: desk.output.text, as: UTF8.self).contains("connection: close"))
        #expect(desk.feed("") == [])
        #expect(desk.takeAll() == "finishSending")
    }

    @Test func aDrainedConnectionThatIdlesIsListenedToForAMoment() {
        var desk = Desk()
        desk.machine.drain(Desk.instant(0))
        desk.seconds = 0.5
        #expect(desk.expire() == "none")
        #expect(desk.takeAll() == "finishSending")
        #expect(desk.feed(head) == [])
        desk.seconds = 1.5
        #expect(desk.expire() == "close")
    }

    @Test func lingeringReadsPastItsBudgetAndNoFurther() {
        var desk = Desk { $0.lingerBytesMax = 10 }
        #expect(desk.feed("GET /\n") == ["bareLineFeed 400"])
        #expect(desk.takeAll() == "finishSending")
        #expect(desk.feed("0123456789") == [])
        #expect(desk.feed("0") == ["close"])
    }

    @Test func aHalfClosedClientGetsItsAnswer() {
        var desk = Desk()
        _ = desk.feed(head)
        _ = desk.answer()
        #expect(Desk.label(desk.machine.inputEnded(outputIsEmpty: false)) == "none")
        #expect(desk.takeAll() == "close")
    }

    @Test func outputKeepsItsOrderAndCount() {
        var queue = OutputQueue()
        queue.appendText { $0 += [1, 2, 3] }
        queue.append([UInt8](repeating: 4, count: 2000))
        queue.append([5, 6])
        queue.append(SharedBytes([UInt8](repeating: 7, count: 3000)))
        #expect(queue.byteCount == 5005)
        #expect(queue.pieces.count == 4)
        queue.consume(2)
        #expect(queue.sentOfFirst == 2)
        queue.consume(2002)
        #expect(queue.byteCount == 3001)
        queue.appendText { $0 += [8] }
        queue.consume(3002)
        #expect(queue.isEmpty)
        #expect(queue.pieces.isEmpty)
    }
}

private final class NoEvents: EventSource {
    func start(_ sink: any EventSink) {}
    func stop() {}
}
