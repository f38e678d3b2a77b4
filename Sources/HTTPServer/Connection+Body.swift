import HTTP
import Platform

extension Connection {
    /// The application decided that the request runs: its body is asked for and received.
    mutating func receive(
        at place: Place, _ plan: BodyPlan, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        guard var exchange else { return .none }
        exchange.place = place
        var directory: String?
        switch plan {
        case .refused: exchange.bodyBytesMax = 0
        case .memory(let bytesMax): exchange.bodyBytesMax = Int64(bytesMax)
        case .file(let bytesMax, let path):
            exchange.bodyBytesMax = bytesMax
            exchange.isSpooled = true
            directory = path
        case .sink(let bytesMax, _):
            exchange.bodyBytesMax = bytesMax
            exchange.isSpooled = true
        }
        if exchange.framing == .length(0) { exchange.framing = .none }
        if exchange.framing == .none { exchange.isSpooled = false }
        self.exchange = exchange
        if case .length(let length) = exchange.framing, length > exchange.bodyBytesMax {
            return refuse(Status(413), "bodyTooLarge", &output, moment)
        }
        guard exchange.framing != .none else {
            phase = .waiting
            return .run(place)
        }
        if exchange.expectsContinue {
            output.appendText { $0.append(contentsOf: ResponseEncoder.continueLine) }
        }
        beginBody(.receiving, moment.now)
        guard exchange.isSpooled, let directory else { return .none }
        return .openSpool(directory: directory)
    }

    /// The file for the body cannot be made or written.
    mutating func spoolFailed(
        _ status: Status, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        refuse(status, "spoolFailed", &output, moment)
    }

    /// What takes the body takes no more of it.
    mutating func bodyRefused(
        with response: Response, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        refuse(with: response, "bodyRefused", &output, moment)
    }

    /// The body received into memory; empty afterwards.
    mutating func takeBody() -> [UInt8] {
        let taken = body
        body = []
        return taken
    }

    mutating func beginBody(_ phase: Phase, _ now: MonotonicInstant) {
        self.phase = phase
        decoder = ChunkDecoder()
        since = now
    }

    mutating func readBody(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        do {
            while let range = try nextContent(input, &position) {
                if isBodyTooLarge { return refuseBody(input, &position, &output, moment) }
                if exchange?.isSpooled == true { return .spool(range) }
                body.append(copying: input.extracting(range))
            }
        } catch {
            position = input.count
            return refuse(error.status, error.label, &output, moment)
        }
        if isBodyTooLarge { return refuseBody(input, &position, &output, moment) }
        guard isBodyComplete, let exchange else { return .none }
        phase = .waiting
        return .run(exchange.place)
    }

    /// Whether what came, and what a chunk announced, is more than the request may carry.
    private var isBodyTooLarge: Bool {
        guard let exchange else { return true }
        return exchange.bodyBytes + Int64(decoder.announcedBytes) > exchange.bodyBytesMax
    }

    private mutating func refuseBody(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout OutputQueue, _ moment: Moment
    ) -> Action {
        position = input.count
        return refuse(Status(413), "bodyTooLarge", &output, moment)
    }

    /// Reads past a body whose request was answered already.
    mutating func discardBody(
        _ input: Span<UInt8>, _ position: inout Int, _ moment: Moment
    ) -> Action {
        do {
            while let range = try nextContent(input, &position) {
                discardBudget -= range.count
                if discardBudget < 0 { break }
            }
        } catch {
            discardBudget = -1
        }
        if discardBudget < 0 {
            position = input.count
            finish(moment.now)
            return .none
        }
        guard isBodyComplete else { return .none }
        beginReading(moment.now)
        // The next request may be there already.
        return position < input.count ? .again : .none
    }

    private var isBodyComplete: Bool {
        guard let exchange else { return false }
        if case .length(let length) = exchange.framing { return exchange.bodyBytes == length }
        return decoder.isFinished
    }

    /// The next bytes of content, counted; nil when the input has no more of them.
    private mutating func nextContent(
        _ input: Span<UInt8>, _ position: inout Int
    ) throws(ParseRefusal) -> Range<Int>? {
        guard let exchange else { return nil }
        switch exchange.framing {
        case .none: return nil
        case .length(let length):
            let count = Int(min(length - exchange.bodyBytes, Int64(input.count - position)))
            if count == 0 { return nil }
            let range = position..<position + count
            position += count
            self.exchange?.bodyBytes += Int64(count)
            return range
        case .chunked:
            if decoder.isFinished { return nil }
            guard case .data(let range) = try decoder.next(input, &position) else { return nil }
            self.exchange?.bodyBytes += Int64(range.count)
            return range
        }
    }
}

extension [UInt8] {
    /// Appends borrowed bytes in one copy.
    mutating func append(copying bytes: Span<UInt8>) {
        // The pointer is used inside the closure that lends it.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
