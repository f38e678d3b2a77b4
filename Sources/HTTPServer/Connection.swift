import HTTP
import Platform

/// One HTTP/1.1 connection, as a state machine without socket, thread or clock: bytes, answers and
/// moments go in, actions come out. One request at a time: the next one is not looked at before the
/// answer of this one is queued, so answers are in order and pipelining is bounded by the buffer.
///
///     reading ─head─▶ admitting ─run─▶ receiving ─whole body─▶ waiting ─answer─▶ (sending ▶) reading
///        │                │ └answer▶ discarding ▶ reading                                │
///        └─ refusal, timeout, "close" ────▶ finishing ─all sent─▶ lingering ─▶ closed ◀──┘
struct Connection {
    enum Phase: Equatable {
        /// Idle, or inside a head.
        case reading
        /// The head is with the application, which decides at once.
        case admitting
        case receiving
        /// The answer is queued; a body nobody wants is read past.
        case discarding
        /// The request runs.
        case waiting
        /// The answer's content is being made: a stream, or events.
        case sending(isEvents: Bool)
        /// Nothing follows; closes once all is sent.
        case finishing
        /// Our side is closed; waits for the client to have read it.
        case lingering
        case closed
    }

    /// What the shell has to do.
    enum Action {
        /// Nothing until the next event.
        case none
        /// Call `advance` again with the same input.
        case again
        /// Ask the application, then call `admitted`.
        case admit(ParsedHead)
        /// Make a file for the body.
        case openSpool(directory: String)
        /// Append these bytes of the input to the file, or give them to the sink.
        case spool(Range<Int>)
        /// The request is complete; its body is in `takeBody`, in the spool or the sink.
        case run(Place)
        /// A refusal was queued; the reason is for the record.
        case refused(String, Status)
        /// Queue a comment line on the event stream.
        case heartbeat
        /// Close our side and listen on for a moment.
        case finishSending
        /// Close the socket and forget it.
        case close
    }

    /// What the shell knows of the moment.
    struct Moment {
        let now: MonotonicInstant
        /// An IMF-fixdate.
        let date: [UInt8]
        /// The wall clock, in microseconds since 1970.
        var microseconds: Int64 = 0
    }

    /// What is kept of a request until its answer is queued.
    struct Exchange {
        let isHead: Bool
        /// The request's name, once it has one.
        var id: RequestID?
        let minorVersion: Int
        let isKeptAlive: Bool
        let expectsContinue: Bool
        var framing: BodyFraming
        var place = Place.loop
        var bodyBytesMax: Int64 = 0
        var bodyBytes: Int64 = 0
        var isSpooled = false
        var answerFraming = ResponseFraming.bodiless
        /// Whether the connection ends with this answer.
        var isLast = false
    }

    /// Shared, since every idle connection would carry a copy.
    private let shared: SharedLimits
    var phase = Phase.reading
    var parser: RequestParser
    var exchange: Exchange?
    var decoder = ChunkDecoder()
    var body: [UInt8] = []
    var isDraining = false
    /// The client sends no more.
    var isInputOver = false
    /// When the phase's clock began: the connection's idleness, the head, the body, the lingering.
    var since: MonotonicInstant
    /// When the client last took bytes of ours.
    var lastProgress: MonotonicInstant
    /// Bytes that may still be read past.
    var discardBudget = 0

    init(limits: SharedLimits, isSecure: Bool, now: MonotonicInstant) {
        shared = limits
        parser = RequestParser(limits: limits.values.parse, isSecure: isSecure)
        since = now
        lastProgress = now
    }

    var limits: ServerLimits { shared.values }

    /// Whether bytes from the client are welcome now.
    func wantsInput(outputBytes: Int64) -> Bool {
        switch phase {
        case .reading: !isInputOver && outputBytes < Int64(limits.outputBytesMax)
        case .receiving, .discarding, .lingering: true
        default: false
        }
    }

    /// Whether an answer of the application is expected.
    var isWaiting: Bool { phase == .waiting || phase == .admitting }

    /// Whether a head may begin with the next byte and be answered right away.
    func isBetweenRequests(outputBytes: Int64) -> Bool {
        phase == .reading && !parser.isInsideHead && !isDraining && !isInputOver
            && outputBytes < Int64(limits.outputBytesMax)
    }

    /// A whole request without a body was answered without asking the application, and the connection
    /// ends with it if it is the last.
    mutating func replayed(_ now: MonotonicInstant, isLast: Bool) {
        since = now
        lastProgress = now
        if isLast { finish(now) }
    }

    /// Reads on in `input` from `position`, which moves past what was used. Call again until it
    /// answers `none`; what is left belongs before the next bytes.
    mutating func advance(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        switch phase {
        case .reading: return readHead(input, &position, &output, moment)
        case .receiving: return readBody(input, &position, &output, moment)
        case .discarding: return discardBody(input, &position, moment)
        case .lingering:
            discardBudget -= input.count - position
            position = input.count
            return discardBudget < 0 ? close() : .none
        case .finishing, .closed:
            position = input.count
            return .none
        case .admitting, .waiting, .sending: return .none
        }
    }

    private mutating func readHead(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        guard position < input.count, output.byteCount < Int64(limits.outputBytesMax) else {
            return .none
        }
        if !parser.isInsideHead { since = moment.now }
        switch parser.parse(input.extracting(position..<input.count)) {
        case .needMore: return .none
        case .refused(let refusal):
            position = input.count
            return refuse(refusal.status, refusal.label, &output, moment)
        case .head(let parsed, let consumed):
            position += consumed
            exchange = Exchange(
                isHead: parsed.head.method == .head, minorVersion: parsed.minorVersion,
                isKeptAlive: parsed.isKeptAlive, expectsContinue: parsed.expectsContinue,
                framing: parsed.framing)
            phase = .admitting
            return .admit(parsed)
        }
    }

    /// Queues a refusal and stops listening; nothing behind it is ever executed.
    mutating func refuse(
        _ status: Status, _ reason: String, detail: String? = nil, _ output: inout OutputQueue,
        _ moment: Moment
    ) -> Action {
        let response = Problem.answer(status, detail: detail, id: exchange?.id)
        return refuse(with: response, reason, &output, moment)
    }

    /// The same with an answer of the application's.
    mutating func refuse(
        with response: Response, _ reason: String, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        let id = exchange?.id
        output.appendText { text in
            ResponseEncoder.appendHead(
                response, framing: ResponseFraming.of(response, minorVersion: 1),
                connection: .close, date: moment.date, id: id, to: &text)
        }
        if exchange?.isHead != true, case .bytes(let content) = response.body {
            output.append(content)
        }
        finish(moment.now)
        return .refused(reason, response.status)
    }

    /// Ends the conversation once the output is gone.
    mutating func finish(_ now: MonotonicInstant) {
        phase = .finishing
        body = []
        exchange = nil
        lastProgress = now
    }

    mutating func close() -> Action {
        phase = .closed
        return .close
    }
}
