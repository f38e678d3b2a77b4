import HTTP
import Platform

extension Connection {
    /// How an answer's content goes on after `answer`.
    enum Continuation: Equatable {
        /// Everything is queued.
        case complete
        /// Call `produced` with each piece.
        case stream
        /// Call `produced` with each event.
        case events
    }

    /// The application answered the request `id`. `file` is the opened file of a file body.
    mutating func answer(
        _ response: Response, file: OpenFile?, id: RequestID?, _ output: inout OutputQueue,
        _ moment: Moment
    ) -> Continuation {
        guard var exchange else { return .complete }
        let framing = ResponseFraming.of(response, minorVersion: exchange.minorVersion)
        exchange.answerFraming = framing
        self.exchange = exchange
        let wasAdmitting = phase == .admitting
        let isClosing = closesAfter(response, framing, wasAdmitting: wasAdmitting)
        let stays: ConnectionOption = exchange.minorVersion == 0 ? .keepAlive : .stays
        output.appendText { text in
            ResponseEncoder.appendHead(
                response, framing: framing, connection: isClosing ? .close : stays,
                date: moment.date, id: id, to: &text)
        }
        lastProgress = moment.now
        if isClosing { self.exchange?.isLast = true }
        if exchange.isHead || framing == .bodiless || framing == .length(0) {
            end(moment.now, mayHaveBody: wasAdmitting)
            return .complete
        }
        switch response.body {
        case .none: break
        case .bytes(let bytes): output.append(bytes)
        case .shared(let shared): output.append(shared)
        case .file(_, let offset, let length):
            if let file { output.append(file, offset: offset, length: length) }
        case .stream:
            phase = .sending(isEvents: false)
            return .stream
        case .events:
            phase = .sending(isEvents: true)
            since = moment.now
            return .events
        }
        end(moment.now, mayHaveBody: wasAdmitting)
        return .complete
    }

    /// The next piece of the content, or nil at its end.
    mutating func produced(
        _ piece: [UInt8]?, _ output: inout OutputQueue, _ moment: Moment
    ) {
        guard case .sending = phase, let exchange else { return }
        if output.isEmpty { lastProgress = moment.now }
        let isChunked = exchange.answerFraming == .chunked
        since = moment.now
        guard let piece else {
            if isChunked { output.appendText { $0.append(contentsOf: ResponseEncoder.lastChunk) } }
            end(moment.now, mayHaveBody: false)
            return
        }
        guard !piece.isEmpty else { return }
        if isChunked {
            output.appendText { text in
                text.append(contentsOf: String(piece.count, radix: 16).utf8)
                text.append(contentsOf: [0x0D, 0x0A])
            }
            output.append(piece)
            output.appendText { $0.append(contentsOf: [0x0D, 0x0A]) }
        } else {
            output.append(piece)
        }
    }

    /// Back to the next request.
    mutating func beginReading(_ now: MonotonicInstant) {
        phase = .reading
        exchange = nil
        since = now
    }

    /// The answer is queued whole.
    private mutating func end(_ now: MonotonicInstant, mayHaveBody: Bool) {
        guard let exchange else { return }
        if exchange.isLast {
            finish(now)
        } else if mayHaveBody, exchange.framing != .none, exchange.framing != .length(0) {
            discardBudget = limits.discardBytesMax
            beginBody(.discarding, now)
        } else {
            beginReading(now)
        }
    }

    /// Whether the connection ends with this answer: the client or the drain wants it, its length is
    /// told by closing, or a body that nobody will read may be on its way.
    private func closesAfter(
        _ response: Response, _ framing: ResponseFraming, wasAdmitting: Bool
    ) -> Bool {
        guard let exchange else { return true }
        if !exchange.isKeptAlive || isDraining || isInputOver { return true }
        if framing == .untilClose { return true }
        guard wasAdmitting else { return false }
        switch exchange.framing {
        case .none, .length(0): return false
        case .length(let length) where length > Int64(limits.discardBytesMax): return true
        case .length, .chunked: break
        }
        if exchange.expectsContinue { return true }
        switch response.body {
        case .stream, .events: return true
        default: return false
        }
    }
}
