public import HTTP

/// Requests read by the product, in the reference's words.
public enum RequestReading {
    /// What the parser makes of a head that arrives in these pieces.
    public static func verdict(_ pieces: [[UInt8]]) -> Verdict {
        var parser = RequestParser(isSecure: false)
        var buffer: [UInt8] = []
        for piece in pieces {
            buffer += piece
            switch parser.parse(buffer.span) {
            case .needMore: continue
            case .refused(let refusal): return .refused(Int(refusal.status.code))
            case .head(let parsed, _): return verdict(parsed)
            }
        }
        return .incomplete
    }

    /// A head in the reference's words.
    public static func verdict(_ parsed: ParsedHead) -> Verdict {
        let framing =
            switch parsed.framing {
            case .none: "none"
            case .length(let length): "\(length)"
            case .chunked: "chunked"
            }
        return .accepted(
            method: parsed.head.method.rawValue, path: parsed.head.target.rawPath,
            query: parsed.head.target.rawQuery,
            fields: parsed.head.headers.fields.map { "\($0.name)=\($0.value)" },
            host: parsed.head.host, framing: framing, minor: parsed.minorVersion)
    }

    /// The status of a whole request, head and body, that arrives in these pieces, and how many of
    /// its bytes were used: 200 when it is complete, nil when something is missing.
    public static func status(_ pieces: [[UInt8]]) -> Outcome {
        var parser = RequestParser(isSecure: false)
        var buffer: [UInt8] = []
        var body: Body?
        for piece in pieces {
            buffer += piece
            if body == nil {
                switch parser.parse(buffer.span) {
                case .needMore: continue
                case .refused(let refusal): return Outcome(status: refusal.status, used: nil)
                case .head(let parsed, let consumed):
                    body = Body(framing: parsed.framing, position: consumed)
                }
            }
            if let outcome = body?.read(buffer.span) { return outcome }
        }
        return Outcome(status: nil, used: nil)
    }

    /// How a request ended.
    public struct Outcome: Equatable, Sendable {
        public let status: Int?
        /// Bytes of a served request; what follows them is the next one's.
        public let used: Int?

        init(status: Status?, used: Int?) {
            self.status = status.map { Int($0.code) }
            self.used = used
        }
    }
}

/// A body that is read as the server reads it: its declared length is judged before it comes.
private struct Body {
    let framing: BodyFraming
    var position: Int
    var decoder = ChunkDecoder()
    var count = 0

    init(framing: BodyFraming, position: Int) {
        self.framing = framing
        self.position = position
    }

    mutating func read(_ buffer: Span<UInt8>) -> RequestReading.Outcome? {
        switch framing {
        case .none: return RequestReading.Outcome(status: Status(200), used: position)
        case .length(let length):
            guard length <= RequestVector.bodyBytesMax else { return refused(.bodyTooLarge) }
            let end = position + Int(length)
            return end <= buffer.count
                ? RequestReading.Outcome(status: Status(200), used: end) : nil
        case .chunked:
            do {
                while true {
                    let step = try decoder.next(buffer, &position)
                    if count + decoder.announcedBytes > RequestVector.bodyBytesMax {
                        return refused(.bodyTooLarge)
                    }
                    switch step {
                    case .needMore: return nil
                    case .finished:
                        return RequestReading.Outcome(status: Status(200), used: position)
                    case .data(let range):
                        count += range.count
                        if count > RequestVector.bodyBytesMax { return refused(.bodyTooLarge) }
                    }
                }
            } catch {
                return refused(error)
            }
        }
    }

    private func refused(_ refusal: ParseRefusal) -> RequestReading.Outcome {
        RequestReading.Outcome(status: refusal.status, used: nil)
    }
}
